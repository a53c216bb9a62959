"""The hot debrief of a visit: who heard it, what it rests on, and which grades were told in it."""
