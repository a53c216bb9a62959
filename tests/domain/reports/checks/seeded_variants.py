"""Translations that say otherwise than their original, each with the check that has to name it."""

from __future__ import annotations

from dataclasses import replace

from inspectorate.domain.reports.facts import Facts
from tests.domain.reports.checks.flood import FACTS, TEXT, read
from tests.domain.reports.checks.seeded import Seed, add, swap


def beside(original: str = TEXT) -> Facts:
    """The facts of a translation of a text; what it says in another language nobody reads."""
    return replace(FACTS, variant_of="original", documents={"original": read(original)})


VARIANTS = [
    Seed(
        "a key of another claim",
        "variant_keys",
        swap("{#plans}", "{#plans-of-others}"),
        beside(),
    ),
    Seed(
        "another number beside a bound passage",
        "variant_figures",
        add("{.narrative}\n77 wrote to us."),
        beside(f"{TEXT}\n{{.narrative}}\nSeventy-six wrote to us.\n"),
    ),
    Seed(
        "a passage printed that the original withholds",
        "variant_withholds",
        read,
        beside(f'{TEXT}\n[Closed.]{{.sensitive marking="OFFICIAL-SENSITIVE" ground="law"}}\n'),
    ),
    Seed(
        "a section that the original gained",
        "variant_whole",
        read,
        beside(f"{TEXT}\n## Since then\n\n{{.narrative}}\nWe looked again.\n"),
    ),
]
