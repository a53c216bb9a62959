"""The statistics of judging many bodies by one yardstick: pure functions from arrays and counts to
frozen records.

Owns agreement, severity, design, sampling, intervals, estimates, variation, quantity words,
disclosure and triangulation. Imports neither Django nor anything of the inspectorate; reads no
clock and no file outside ``cli``. A method never changes under its id: a new way of computing is a
new version beside it.
"""

__version__ = "0.1.0"
