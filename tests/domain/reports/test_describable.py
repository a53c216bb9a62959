"""What an edition tells of the evidence behind a claim: outside, only what may be described."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.what_stands import SeenItem
from inspectorate.domain.publication.bundle import _claims
from inspectorate.domain.publication.tables import _claims as claims_table
from inspectorate.domain.reports.editions.frozen import pinned_in, read_pinned
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.domain.reports.editions.note_words import notes_of
from tests.domain.reports.test_compile import FACTS, blocks, compiled
from tests.factories.claims import facts_of

ON = date(2018, 11, 7)
OPEN = SeenItem(1, "T-E0001", 1, "interview", "OFFICIAL", ON)
HIDDEN = (
    SeenItem(2, "T-E0002", 1, "document", "OFFICIAL-SENSITIVE", ON),
    SeenItem(3, "T-E0003", 2, "data", "SECRET", ON),
)


def claim(*items: SeenItem, **given: Any) -> ClaimFacts:
    """A counted claim that rests on items."""
    kinds = tuple(sorted({one.kind for one in items}))
    counts = {"met": 9, "inspected": 12, "scope": 12, "word": "most"}
    told = {"items": items, "item_count": len(items), "source_kinds": kinds}
    return facts_of("k", **{"statement": "Forces that train", **counts, **told, **given})


MARKED = 'We heard [x]{.sensitive marking=OFFICIAL-SENSITIVE ground="s.55"}.'


def edition(known: ClaimFacts, kind: str = "public", more: str = "") -> EditionData:
    """An edition that carries the claim."""
    facts = replace(FACTS, claims={"k": known})
    return compiled(f"[Most forces train]{{#k}}.\n\n{more}", kind, facts=facts).edition


def told(
    known: ClaimFacts, kind: str = "public", more: str = ""
) -> tuple[int, tuple[str, ...], str]:
    """The number of items, their kinds, and what the PDF's note says of them."""
    made = edition(known, kind, more)
    found, said = made.claims["k"], notes_of(made)["k"].text
    return found.evidence_count, found.source_kinds, said[said.index("Rests on") :]


def test_edition_counts_evidence_as_high_as_its_own_words_and_no_higher() -> None:
    known = claim(OPEN, *HIDDEN)
    described = (
        1,
        ("interview",),
        "Rests on 1 item of evidence that can be described (interview).",
    )
    assert told(known) == told(known, "public", MARKED) == described
    # The whole team may read a full edition in which nothing is marked higher.
    assert told(known, "full") == described
    assert told(known, "full", MARKED) == (
        2,
        ("document", "interview"),
        "Rests on 2 items of evidence (document, interview).",
    )


@pytest.mark.parametrize("held", [HIDDEN[:1], HIDDEN], ids=["one", "more"])
def test_claim_on_restricted_evidence_alone_says_so_without_a_number(
    held: tuple[SeenItem, ...],
) -> None:
    public = edition(claim(*held))
    assert told(claim(*held)) == (0, (), "Rests on evidence that cannot be described.")
    (row,) = claims_table(_claims([public])).rows
    assert row[-2:] == ("", "evidence that cannot be described")


def test_words_do_not_tell_whether_anything_was_left_out() -> None:
    for kind in ("public", "body", "full"):
        assert edition(claim(OPEN), kind) == edition(claim(OPEN, *HIDDEN), kind)
        assert edition(claim(*HIDDEN[:1]), kind) == edition(claim(*HIDDEN), kind)


def test_what_an_edition_pins_does_not_move_with_restricted_evidence() -> None:
    before, after = claim(OPEN), claim(OPEN, *HIDDEN)
    pins = [pinned_in(edition(one, "full"), {"k": one}) for one in (before, after)]
    assert pins[0] == pins[1]
    assert read_pinned(pins[0])["k"].still_says(after)
    assert before.figures.looked_at() == after.figures.looked_at()


def test_kind_of_claim_that_rests_on_no_items_says_nothing_of_evidence() -> None:
    known = facts_of("k", "figure", values={"visits": "3"})
    assert not edition(known).claims["k"].undescribed
    assert "vidence" not in notes_of(edition(known))["k"].text


def test_full_edition_marked_higher_alone_tells_what_restricted_evidence_adds_to_a_figure() -> None:
    known = facts_of("k", "figure", values={"items": "1"}, whole={"items, all": "3"})
    assert edition(known).claims["k"].method.endswith(" Items: 1.")
    assert edition(known, "full").claims["k"].method.endswith(" Items: 1.")
    marked = edition(known, "full", MARKED).claims["k"]
    assert marked.method.endswith(" Items: 1; items, all: 3.")
    assert known.values == {"items": "1"}


def test_number_of_an_item_is_not_printed_outside_as_a_source() -> None:
    known = facts_of("k", "quotation", source="PREV-E0018, an interview", quoted="x")
    assert edition(known).claims["k"].method.endswith(" Source: an item of evidence, an interview.")
    assert "PREV-E0018" in edition(known, "full").claims["k"].method
    text = '> [We train.]{.quotation source="PREV-E0018"}'
    assert [block.source for block in blocks(text)] == ["an item of evidence"]
    assert [block.source for block in blocks(text, "full")] == ["PREV-E0018"]
