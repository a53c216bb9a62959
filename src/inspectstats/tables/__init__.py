"""The ways in: tables of any make, what their columns mean, and what a cell says.

Owns: frames of polars, pandas and Arrow, columns and rows as one kind of table; the one table of
names; missing words and numbers. What is read is declared or unambiguous; anything else is refused
by name. Pure: reads no file. May use ``inspectstats.records`` and numpy; polars only where a frame
is given.
"""

from inspectstats.tables.cells import MISSING_WORDS, label_key
from inspectstats.tables.names import MEANINGS, meaning
from inspectstats.tables.opening import Table, opened

__all__ = ["MEANINGS", "MISSING_WORDS", "Table", "label_key", "meaning", "opened"]
