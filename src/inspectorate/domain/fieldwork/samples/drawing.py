"""A draw from a closed list, made again from what is stored, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from inspectstats.estimates import allocate
from inspectstats.sampling import (
    Case,
    Draw,
    dice_seed,
    draw,
    draw_by_size,
    frame_sha256,
    joint_seed,
    published,
    reserves,
)

from ..models import CaseDraw, CaseList, CaseSample
from .kinds import DrawRule, Seeding


def stored(cases: Iterable[Case]) -> list[list[str]]:
    """A list as it is stored: sorted, so that the order in which it was pasted tells nothing."""
    return sorted([case.stratum, case.id, str(case.size)] for case in cases)


def cases_of(case_list: CaseList) -> list[Case]:
    """The cases of a stored list."""
    return [Case(ref, stratum, Fraction(size)) for stratum, ref, size in case_list.cases]


def digest_of(cases: list[Case], salt: str) -> str:
    """What is told of a list before the draw."""
    return frame_sha256(cases, salt)


def name_of(sample: CaseSample) -> str:
    """The name of the draw, which goes into every ticket: no two draws pull the same ones."""
    form = sample.form
    body = sample.scope_body.code
    return f"{form.inspection.slug}, form {form.number}, {body}, sample {sample.number}"


def sizes_of(cases: list[Case], wanted: int) -> dict[str, int]:
    """How many of each stratum: as its part of the list, two at least, or all there are."""
    populations: dict[str, int] = {}
    for case in cases:
        populations[case.stratum] = populations.get(case.stratum, 0) + 1
    if len(populations) == 1:
        return dict.fromkeys(populations, wanted)
    return allocate(wanted, populations, rule="proportional", minimum=2)


def seed_of(case_list: CaseList, body_number: str) -> str:
    """The seed that follows from the closed list and what came after it.

    Raises InputError where the dice are not as they must be.
    """
    sample = case_list.sample
    if Seeding(sample.seeding) is Seeding.BODY:
        return joint_seed(case_list.frame_sha256, dice_seed(body_number))
    values = [sample.secret, *([body_number] if body_number else [])]
    return joint_seed(case_list.frame_sha256, *values)


def drawn_from(case_list: CaseList, seed: str, sizes: Mapping[str, int]) -> Draw:
    """Draw from a list by its rule."""
    rule = draw_by_size if DrawRule(case_list.rule) is DrawRule.BY_SIZE else draw
    return rule(cases_of(case_list), sizes, seed, name_of(case_list.sample))


def made_again(row: CaseDraw) -> Draw:
    """Draw a stored draw again, from what it holds and its list alone."""
    return drawn_from(row.case_list, row.seed, row.sizes)


def record_of(row: CaseDraw) -> dict[str, Any]:
    """The record by which a body checks the draw on its own list."""
    return published(made_again(row), row.case_list.frame_sha256)


def in_order(row: CaseDraw, stratum: str) -> list[Any]:
    """Those of a stratum that were not drawn, in the order in which they stand in."""
    left = reserves(cases_of(row.case_list), made_again(row))
    return [one for one in left if one.stratum == stratum]
