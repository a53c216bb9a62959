"""Contradictions sown on purpose in names, speakers and lists, each with the check to name it."""

from __future__ import annotations

from dataclasses import replace

from inspectorate.domain.reports.facts import ShownPicture, Spoken
from tests.domain.reports.checks.flood import FACTS, FOLDER, read
from tests.domain.reports.checks.seeded import Seed, add, swap
from tests.factories.picturing import ALT, FENCE

QUOTED = (
    "> I was given a folder and a phone number.\n\n[The words are those of a "
    'sergeant.]{.quotation source="folder"}'
)
TABLE = "```table\nkind: vocabulary\ncaption: What the words of quantity mean\n```\n"
NAMES = [
    Seed("words that nobody explains", "quantity_words_defined", swap(TABLE, "We say no more.\n")),
    Seed(
        "a name before another's noun",
        "names_agree",
        add("{.narrative}\nWe thank the Repair board for its help."),
    ),
    Seed(
        "an Act called otherwise elsewhere",
        "names_agree",
        add(
            '[It says so.]{.context source="Rivers Act 1997"} '
            '[And so.]{.context source="Rivers Reform Act 1997"}'
        ),
    ),
    Seed(
        "a strategy of somebody else's",
        "strategy_as_registered",
        add('{.context source="LEVEE, 2018"}\nLEVEE is co-ordinated by the Home Office.'),
    ),
    Seed(
        "a speaker the note does not have",
        "speaker_as_recorded",
        lambda: read(QUOTED),
        replace(FACTS, claims={"folder": FOLDER}),
    ),
    Seed(
        "words of nobody",
        "quotation_has_origin",
        add("> “We found much to praise in what we saw.”"),
    ),
    Seed(
        "words that nobody approved",
        "quotation_approved",
        add('The chair said:\n\n{.said by="chair"}\n> “We thank all who answered us.”'),
        replace(FACTS, spoken={"chair": Spoken("chair")}),
    ),
    Seed("a picture nobody added", "picture_stands", add(FENCE)),
    Seed(
        "a picture without words",
        "picture_described",
        add(FENCE.replace(f"alt: {ALT}\n", "")),
        replace(FACTS, pictures={"room": ShownPicture("a" * 64, "image/png", 60, 40)}),
    ),
]
