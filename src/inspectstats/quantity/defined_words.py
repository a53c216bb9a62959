"""The quantity words beside the bands: what each says, what it leaves out, and when it misleads."""

from __future__ import annotations

from collections.abc import Callable


def _not_all_caution(k: int, n: int) -> str | None:
    return f"readers infer that most did, but it is {k} of {n}" if 2 * k < n else None


def _some_caution(k: int, n: int) -> str | None:
    return f"readers infer a minority, but it is {k} of {n}" if 2 * k > n else None


# phrase and aliases | says | excludes | rule | caution
DEFINED: tuple[
    tuple[tuple[str, ...], str, str, Callable[[int, int], bool], Callable[[int, int], str | None]],
    ...,
] = (
    (
        ("all", "all of", "every", "each"),
        "every one",
        "any exception",
        lambda k, n: k == n,
        lambda _k, _n: None,
    ),
    (
        ("none", "no", "none of", "not one", "not any"),
        "not a single one",
        "any at all",
        lambda k, _n: k == 0,
        lambda _k, _n: None,
    ),
    (
        ("not all", "not every", "not all of"),
        "at least one did not",
        "all",
        lambda k, n: k < n,
        _not_all_caution,
    ),
    (
        ("some", "some of"),
        "at least one, and not all",
        "none, and all",
        lambda k, n: 0 < k < n,
        _some_caution,
    ),
    (
        ("both",),
        "the two there are",
        "one or none of two; any other number",
        lambda k, n: k == n == 2,
        lambda _k, _n: None,
    ),
    (
        ("neither",),
        "none of the two there are",
        "one or both",
        lambda k, n: k == 0 and n == 2,
        lambda _k, _n: None,
    ),
    (
        ("half", "half of", "half the", "exactly half"),
        "exactly half",
        "one more or one fewer; every odd number of bodies",
        lambda k, n: 2 * k == n,
        lambda _k, _n: None,
    ),
    (
        ("more than half", "over half", "more than half of"),
        "more than half",
        "half itself",
        lambda k, n: 2 * k > n,
        lambda k, n: "readers infer not many more than half" if 4 * k >= 3 * n else None,
    ),
    (
        ("fewer than half", "less than half", "under half"),
        "fewer than half",
        "half itself",
        lambda k, n: 2 * k < n,
        lambda k, _n: "readers may infer that some did, but none did" if k == 0 else None,
    ),
    (
        ("examples", "examples of", "examples in"),
        "at least two bodies, each named with its evidence",
        "none, and a single one",
        lambda k, _n: k >= 2,
        lambda _k, _n: None,
    ),
    (
        ("an example", "an example of", "at least one", "one or more", "any"),
        "at least one",
        "none",
        lambda k, _n: k >= 1,
        lambda _k, _n: None,
    ),
    (
        ("mixed", "a mixed picture"),
        "neither most or better, nor most or better the other way: more than a quarter on "
        "each side",
        "a quarter or fewer on either side",
        lambda k, n: n < 4 * k < 3 * n,
        lambda _k, _n: None,
    ),
    (
        ("the remainder", "remainder", "the rest", "the others"),
        "all that the sentence before did not count (k is what it did count)",
        "a remainder of none, or of everybody",
        lambda k, n: 0 < k < n,
        lambda _k, _n: None,
    ),
)
GENERALLY = (
    "in general",
    "generally",
    "largely",
    "mostly",
    "in the main",
    "for the most part",
    "typically",
)

UNDEFINED = (
    "many",
    "several",
    "a number of",
    "numerous",
    "a handful of",
    "the vast majority",
    "an overwhelming majority",
    "a large majority",
    "a large number of",
    "a small number of",
    "various",
    "a range of",
    "a proportion of",
    "often",
    "usually",
    "widely",
    "rarely",
    "seldom",
    "occasionally",
    "frequently",
    "commonly",
    "a significant number of",
)
"""Quantity words no shipped vocabulary defines; a check that finds one in prose sends it back."""
