"""Notes that a rule refuses are received all the same, and a person decides on each."""
