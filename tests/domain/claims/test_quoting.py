"""A quotation is of somebody: the item it names is there, and the words stand in it."""

from __future__ import annotations

import pytest

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import a_claim, an_item
from tests.factories.refusals import codes_of
from tests.factories.rooms import an_inspection

pytestmark = pytest.mark.django_db

SAID = "They’d had “no training” in the\nlast year, the sergeant told us – none."


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection()


def _heard(inspection: Inspection) -> Item:
    return an_item(inspection, words=SAID)


def _quoting(inspection: Inspection, source: str, words: str) -> Claim:
    return a_claim(inspection, {"source": source, "words": words}, kind="quotation")


@pytest.mark.parametrize(
    "words",
    [
        "no training in the last year",
        'They\'d had "no training" in the last year',
        "They’d had … the last year, the sergeant told us",
        "THE SERGEANT TOLD US - NONE",
        "“… no training in the last year....”",
        "[They] had [sic] “no training” (…) in the last year",
    ],
    ids=[
        "letters",
        "straight marks",
        "left out",
        "capitals and dash",
        "left out at either end",
        "brackets",
    ],
)
def test_words_that_stand_in_the_item_are_quoted_from_it(
    inspection: Inspection, words: str
) -> None:
    item = _heard(inspection)
    assert _quoting(inspection, item.ref, words).predicate == {"source": item.ref, "words": words}


@pytest.mark.parametrize(
    "words",
    [
        "some training in the last year",
        "in the last year … no training",
        "no training in the last years",
        "no training … no training",
    ],
    ids=["another word", "another order", "part of a word", "once said, twice quoted"],
)
def test_words_that_do_not_stand_in_the_item_are_refused_at_their_field(
    inspection: Inspection, words: str
) -> None:
    item = _heard(inspection)
    with pytest.raises(Refused) as refusal:
        _quoting(inspection, item.ref, words)
    (reason,) = refusal.value.reasons
    assert codes_of(refusal) == ["not_quoted"]
    assert (reason.text, reason.field) == (f"These words do not stand in {item.ref}.", "words")


def test_words_of_a_file_that_lies_with_the_item_are_left_to_who_looks_them_up(
    inspection: Inspection,
) -> None:
    item = an_item(inspection, words="Their policy.", files=[("policy.txt", b"No training.\n")])
    assert _quoting(inspection, item.ref, "Nobody was trained in that year").pk


@pytest.mark.parametrize("source", ["9999", "E9999", "item 9999", "Note 9999", "item E-9999"])
def test_item_that_is_not_there_is_no_source(inspection: Inspection, source: str) -> None:
    _heard(inspection)
    with pytest.raises(Refused) as refusal:
        _quoting(inspection, source, "no training in the last year")
    (reason,) = refusal.value.reasons
    assert codes_of(refusal) == ["no_such_source"]
    assert reason.text == f"There is no item {inspection.prefix}-E9999 that you may read."
    assert reason.field == "source"


def test_source_that_is_no_item_is_taken_at_its_word(inspection: Inspection) -> None:
    _heard(inspection)
    for source in ("report", "Annual statement 2019", "Section 26 of the Act", "No. 10"):
        assert _quoting(inspection, source, "words that stand there").pk
