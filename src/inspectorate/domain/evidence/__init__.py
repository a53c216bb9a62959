"""Evidence: what was seen, heard and read, in the words of who recorded it, with its files.

Recorded: never changed; withdrawn or superseded by a record of its own. May use fieldwork and the
rooms below.
"""
