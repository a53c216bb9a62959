"""The forms that a dictionary of Hunspell may hold: its entries with the endings and beginnings
that their flags allow.

A few of them are no words, as an ending and a beginning that do not go together. None is missing
but the numbers that Hunspell puts together: so whoever looks for words asks the dictionary of these
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class _Affix:
    """``add`` takes the place of ``cut`` letters of a word that ``fits``."""

    cut: int
    add: str
    fits: re.Pattern[str]


def forms(affixes: Path, entries: Path) -> Iterator[str]:
    """Yield every form of the entries of a dictionary, some more than once."""
    endings, beginnings = _affixes(affixes, "SFX"), _affixes(affixes, "PFX")
    for entry in entries.read_text("utf-8").split("\n")[1:]:
        head, _, flags = entry.partition("/")
        found = [head]
        for flag in flags:
            found += (
                head[: len(head) - one.cut] + one.add
                for one in endings.get(flag, ())
                if one.fits.search(head)
            )
        for flag in flags:
            found += [one.add + form for one in beginnings.get(flag, ()) for form in found]
        yield from found


def _affixes(path: Path, sort: str) -> Mapping[str, list[_Affix]]:
    found: dict[str, list[_Affix]] = {}
    for line in path.read_text("utf-8").split("\n"):
        parts = line.split()
        # The first line of a flag says how many follow; "0" stands for no letters.
        if parts[:1] == [sort] and len(parts) > 4:
            _, flag, cut, add, fits = parts[:5]
            one = _Affix(len(cut.strip("0")), add.strip("0"), re.compile(rf"{fits}\Z"))
            found.setdefault(flag, []).append(one)
    return found
