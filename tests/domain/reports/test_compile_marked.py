"""An edition holds no words above its reader, says where a quotation is from to who may know, and
tells of what is drawn wrongly in its place.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date

import pytest

from inspectorate.domain.claims.what_stands import SeenItem
from inspectorate.domain.reports.editions.compile import compile_edition
from inspectorate.domain.reports.editions.model import Block, EditionData, EditionKind, Run
from inspectorate.domain.reports.editions.pictures import ChartData, Picture
from inspectorate.domain.reports.editions.runs import CLOSED
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.test_compile import BOARD, FACTS, RECOMMENDATION, SHELL
from tests.factories.claims import facts_of

FULL, BODY, PUBLIC = EditionKind.FULL, EditionKind.BODY, EditionKind.PUBLIC
SENSITIVE = "OFFICIAL-SENSITIVE"


def edition(
    text: str | Manuscript,
    kind: EditionKind = FULL,
    *,
    ceiling: str | None = None,
    board: ChartData = BOARD,
    **facts: object,
) -> EditionData:
    manuscript = from_markdown(text, "report") if isinstance(text, str) else text
    known = replace(FACTS, **facts)  # type: ignore[arg-type]
    return compile_edition(manuscript, known, board, SHELL, kind, ceiling=ceiling).edition


@pytest.mark.parametrize(
    ("kind", "ceiling", "bears", "stays", "marking"),
    [
        (FULL, None, SENSITIVE, True, SENSITIVE),
        (FULL, "OFFICIAL", SENSITIVE, False, "OFFICIAL"),
        (FULL, SENSITIVE, SENSITIVE, True, SENSITIVE),
        (FULL, SENSITIVE, "SECRET", False, "OFFICIAL"),
        (BODY, None, SENSITIVE, False, "OFFICIAL"),
        (BODY, None, "OFFICIAL", True, "OFFICIAL"),
        # What is above it is kept from print by a check that says so, and not left out in silence.
        (PUBLIC, None, SENSITIVE, True, "PUBLIC"),
        (PUBLIC, "OFFICIAL", SENSITIVE, False, "PUBLIC"),
    ],
)
def test_words_of_a_source_stay_up_to_the_ceiling_of_the_reader_and_of_a_body_s_part(
    kind: EditionKind, ceiling: str | None, bears: str, stays: bool, marking: str
) -> None:
    text = "They said [it is so]{.quotation source=talk} there."
    found = edition(text, kind, ceiling=ceiling, quoted={"talk": bears, "open": "PUBLIC"})
    kept = "it is so" if stays else f"[removed: {CLOSED}]"
    assert "".join(run.text for run in found.blocks[0].runs) == f"They said {kept} there."
    assert found.marking == marking


def test_pictures_drawn_for_one_edition_are_put_there_for_the_next() -> None:
    text = from_markdown("```chart\nkind: grid\n```", "report")
    drawn: dict[Hashable, Picture] = {}
    for _ in range(2):
        compile_edition(text, FACTS, BOARD, SHELL, FULL, drawn)
        assert len(drawn) == 1


ITEM = "PREV-E0012"


@pytest.mark.parametrize(
    ("kind", "ceiling", "source"),
    [
        (FULL, None, ITEM),
        (FULL, "SECRET", "an item of evidence"),
        (PUBLIC, None, "an item of evidence"),
        (BODY, None, ""),
    ],
)
def test_item_that_is_quoted_is_named_by_its_number_in_the_whole_edition_alone(
    kind: EditionKind, ceiling: str | None, source: str
) -> None:
    (block,) = edition(quote(0, 10), kind, ceiling=ceiling).blocks
    assert (block.source, block.runs) == (source, (Run("0123456789"),))


def quote(start: int, end: int, *spans: Span) -> Manuscript:
    """A quote set apart, of which ``start`` to ``end`` name its source."""
    own = Span("quotation", ITEM, "0123456789"[start:end], 1, 1, start, end, {})
    return Manuscript({}, (TextBlock("quote", "0123456789", 1, spans=(*spans, own)),), "")


@pytest.mark.parametrize(
    ("start", "end", "runs", "source"),
    [
        (0, 10, "0123456789", ITEM),
        (8, 10, "01234567", "89"),
        (0, 2, "23456789", "01"),
        (4, 6, "01236789", "45"),
    ],
)
def test_attribution_within_a_quote_is_its_source_and_the_rest_its_words(
    start: int, end: int, runs: str, source: str
) -> None:
    context = Span("context", "", "012", 1, 1, 0, 3, {})
    for spans in ((), (context,)):
        (block,) = edition(quote(start, end, *spans)).blocks
        assert ("".join(run.text for run in block.runs), block.source) == (runs, source)


def test_blank_after_an_attribution_goes_where_words_stand_on_both_sides() -> None:
    text = "> Before [the chief]{.quotation source=report} and on *then*"
    assert edition(text).blocks[0].runs == (Run("Before and on "), Run("then", emphasis=True))
    text = "> [The chief]{.quotation source=report} and *then* on."
    assert edition(text).blocks[0].runs == (
        Run(" and "),
        Run("then", emphasis=True),
        Run(" on."),
    )


def test_source_stands_beside_what_is_left_of_a_quote_and_not_beside_nothing() -> None:
    for end, source in ((4, "an item of evidence"), (10, "")):
        hidden = Span("sensitive", "", "0", 1, 1, 0, end, {"ground": "safety"})
        (block,) = edition(quote(0, 10, hidden), PUBLIC).blocks
        assert (block.runs[0].redacted, block.source) == ("safety", source)


@pytest.mark.parametrize("claims", [None, {}])
def test_claim_that_is_not_there_is_neither_drawn_nor_asked_for(
    claims: dict[str, object] | None,
) -> None:
    text = RECOMMENDATION.replace("Do it.", "Let [most]{#mandatory} do it.")
    made = compile_edition(from_markdown(text), replace(FACTS, claims=claims), BOARD, SHELL, FULL)
    (problem,) = made.problems
    what = "text: there is no claim 'mandatory'"
    assert (problem.what, problem.mend) == (f"{what}.", "Choose a claim of this inspection.")
    told = f"This recommendation cannot be drawn: {what}; choose a claim of this inspection."
    assert made.edition.blocks == (Block("note", (Run(told),)),)
    assert made.edition.claims == {}


def test_claim_that_a_recommendation_names_is_told_of_with_it() -> None:
    text = RECOMMENDATION.replace("Do it.", "Let [most]{#mandatory} do it.")
    found = edition(text)
    assert (list(found.claims), found.blocks[0].header) == (
        ["mandatory"],
        ("body", "basis", "due_on"),
    )


def test_way_to_mend_a_fault_is_told_as_a_sentence() -> None:
    made = compile_edition(
        from_markdown(f"{RECOMMENDATION}\n\n{RECOMMENDATION}"), FACTS, BOARD, SHELL, FULL
    )
    assert [one.mend for one in made.problems] == ["Number each once."]


def test_claim_of_which_words_are_removed_is_not_told_of_by_a_strip() -> None:
    strip = "```chart\nkind: strip\nclaim: mandatory\ncaption: Training\n```"
    hidden = "[[Most]{#mandatory} train]{.sensitive ground=safety}."
    assert list(edition(f"{hidden}\n\n{strip}", PUBLIC).claims) == []
    assert list(edition(f"{hidden}\n\n{strip}", FULL).claims) == ["mandatory"]
    assert list(edition(f"{hidden}\n\n{strip}", FULL, ceiling="OFFICIAL").claims) == []
    for stray in (
        "```table\nkind: strip\nclaim: mandatory\n```",
        RECOMMENDATION.replace("number: 1", "number: 1\nkind: strip\nclaim: mandatory"),
    ):
        assert list(edition(stray).claims) == []


def test_table_of_recommendations_gives_the_day_of_the_first_who_is_asked() -> None:
    table = "```table\nkind: recommendations\n```"
    found = edition(f"{RECOMMENDATION}\n\n{table}").blocks[-1]
    assert found.rows == (("1", "Do it.", "The College; Local policing body", "30 September 2020"),)


@pytest.mark.parametrize(("kind", "told"), [(FULL, 2), (PUBLIC, 1)])
def test_evidence_of_a_claim_is_counted_up_to_what_the_reader_may_be_told(
    kind: EditionKind, told: int
) -> None:
    items = tuple(
        SeenItem(pk, f"X-E{pk:04}", 1, "document", marking, date(2020, 1, pk))
        for pk, marking in ((1, "OFFICIAL"), (2, SENSITIVE))
    )
    claim = facts_of("rests", items=items, item_count=2, marking=SENSITIVE)
    found = edition("[So it is]{#rests}.", kind, claims={"rests": claim})
    assert found.claims["rests"].evidence_count == told
