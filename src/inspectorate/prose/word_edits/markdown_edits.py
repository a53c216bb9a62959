"""What an edited Markdown text changes in the text that it was made from, by paragraph and word.

Pure. Nobody is named in such a file, so of each change it is not said who made it.
"""

from __future__ import annotations

from ..differences import Difference, differences, letters_between
from .found import Found, FoundChange


def changes_between(was: str, now: str) -> Found:
    """Return the changes that make of one text the other, each of words within a paragraph, or of a
    whole paragraph with the blank lines behind it.
    """
    found: list[FoundChange] = []
    at = 0
    for one in differences(was, now):
        if one.old != one.new:
            found += _within(one, at)
        at += len(one.old)
    return Found(changes=tuple(found))


def _within(one: Difference, at: int) -> list[FoundChange]:
    found: list[FoundChange] = []
    for tag, first, last, start, end in letters_between(one.old, one.new):
        if tag == "equal":
            continue
        said = one.new[start:end]
        before = found[-1] if found else None
        between = one.old[before.end - at : first] if before else ""
        # Words with nothing but blanks between them are one change.
        if before and not between.strip(" ") and before.replacement and said:
            said = before.replacement + between + said
            found[-1] = FoundChange(before.start, at + last, said)
        else:
            found.append(FoundChange(at + first, at + last, said))
    return found
