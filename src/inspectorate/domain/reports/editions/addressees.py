"""Many addressees told in one line: "43 local policing bodies" in place of forty-three names.

Pure and without Django, so that print (``compile``), the pages built from a bundle and the register
say it alike. The names themselves stay in the rows of the edition and on the recommendation's own
page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import takewhile

# Forty-three names fill a page; five can be read.
MOST_NAMED = 5
_ENDS_THE_NOUN = frozenset(("for", "of", "in", "at", "to"))


def gathered[T](
    rows: Sequence[T], *, name: Callable[[T], str], alike: Callable[[T], Hashable]
) -> tuple[tuple[T, ...], ...]:
    """Group rows that are alike where more than five are.

    Those whose names share a noun are grouped apart from the rest.

    Every other row stands alone. Groups come in the order of their first row.
    """
    kinds = Counter((alike(row), kin(name(row))) for row in rows)
    keys = [
        (alike(row), kind if kinds[alike(row), kind] > MOST_NAMED else "")
        for row in rows
        for kind in (kin(name(row)),)
    ]
    sizes = Counter(keys)
    groups: dict[Hashable, list[T]] = {}
    for place, (row, key) in enumerate(zip(rows, keys, strict=True)):
        groups.setdefault(key if sizes[key] > MOST_NAMED else place, []).append(row)
    return tuple(tuple(group) for group in groups.values())


def kin(name: str) -> str:
    """Return what kind of body a name tells of ("Local policing body"), else the name.

    The kind is the words before "for" or "of".
    """
    words = name.split()
    head = list(takewhile(lambda word: word.lower() not in _ENDS_THE_NOUN, words))
    return " ".join(head) if 0 < len(head) < len(words) else name


def many(names: Sequence[str]) -> str:
    """Return names as a number and the noun they share: "43 local policing bodies".

    "43 bodies" where they share none.
    """
    heads = {kin(name) for name in names}
    split = [name.split() for name in names]
    words = (
        heads.pop().split()
        if len(heads) == 1
        else _common(split) or _common([one[::-1] for one in split])[::-1]
    )
    if not words or not words[-1].isalpha():
        return f"{len(names)} bodies"
    first = words[0] if any(word[:1].isupper() for word in words[1:]) else words[0].lower()
    return " ".join(
        (str(len(names)), *[first, *words[1:]][:-1], _plural(words[-1] if words[1:] else first))
    )


def _common(names: Sequence[Sequence[str]]) -> list[str]:
    """The words all names begin with, one word of each left for what tells them apart."""
    shared = [
        column[0]
        for column in takewhile(lambda column: len(set(column)) == 1, zip(*names, strict=False))
    ]
    # A name that is wholly shared would leave nothing to tell it from the others.
    return shared[: min((len(one) for one in names), default=1) - 1]


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1].lower() not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
