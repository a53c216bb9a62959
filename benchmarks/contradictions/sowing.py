"""Draws cases of a family: its forms in turn, each on a page by chance, no case twice."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .sown import Family, Sown, World

# How many times a form is tried for a case nobody has yet, before it is passed over.
TRIES = 6


def sow(world: World, family: Family, cases: int, seed: str) -> list[Sown]:
    """``cases`` cases of a family, or as many as its forms give; the same for the same seed."""
    rng = random.Random(f"{family.name} {seed}")
    found: dict[tuple[str, str], Sown] = {}
    names = list(family.forms)
    while len(found) < cases:
        before = len(found)
        rng.shuffle(names)
        for name in names:
            one = _new(world, family, name, rng, found)
            if one is not None and len(found) < cases:
                found[_mark(one)] = one
        if len(found) == before:
            break
    return list(found.values())


def every(world: World, family: Family, seed: str) -> Iterator[tuple[str, Sown | None]]:
    """Each form of a family by name with a case of it, or None where these pages give none."""
    rng = random.Random(f"{family.name} {seed}")
    for name in family.forms:
        yield name, _new(world, family, name, rng, {})


def _new(
    world: World,
    family: Family,
    name: str,
    rng: random.Random,
    found: dict[tuple[str, str], Sown],
) -> Sown | None:
    pages = list(world.pages.values())
    for _ in range(TRIES):
        rng.shuffle(pages)
        for page in pages:
            change = family.forms[name](world, page, rng)
            if change is None or page.text[change.start : change.end] == change.new:
                continue
            one = Sown(family.name, name, page, change)
            if _mark(one) not in found:
                return one
    return None


def _mark(one: Sown) -> tuple[str, str]:
    return one.page.name, one.text
