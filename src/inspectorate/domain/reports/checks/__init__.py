"""Checks of a document's text against itself and its facts, one rule per file.

``registry`` lists and runs them.

May change by a new check with its failing example. Uses the manuscript, the facts and the phrases
of the claims room.
"""
