"""Balance: the word said of evidence is the vocabulary's for those that say so among all named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inspectorate.domain.claims import actions, queries
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.editions.frozen import pinned_in, read_pinned
from inspectorate.domain.reports.editions.how_we_know import claim_info
from inspectorate.domain.reports.editions.pictures import ChartData
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.editions import edition
from tests.factories.findings import LATER, a_claim, an_item, referenced
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
@kept
def heard() -> Inspection:
    """Sixteen items on 1.1 of four bodies and two kinds of source."""
    inspection = an_inspection(bodies=4)
    for number in range(16):
        kind = "document" if number % 2 else "interview"
        an_item(inspection, scope_body(inspection, number % 4), kind=kind)
    return inspection


def weighing(so: int, otherwise: int, word: str = "most") -> dict[str, Any]:
    """A structure that names the first items as saying so, and the next as saying otherwise."""
    every = list(range(1, so + otherwise + 1))
    named = {"says_so": every[:so], "says_otherwise": every[so:]}
    found = {"criteria": ["1.1"], "word": word, "min_items": 1, **named}
    return {name: value for name, value in found.items() if value != []}


@pytest.mark.parametrize(
    ("so", "otherwise", "word"),
    [
        (12, 4, "most"),
        (14, 2, "most"),
        (15, 1, "almost all"),
        (11, 5, "a majority of"),
        (16, 0, "all"),
        (8, 8, "half"),
        (10, 1, "almost all"),
    ],
)
def test_balance_is_held_to_the_band_of_the_word_and_to_no_other(
    heard: Inspection, so: int, otherwise: int, word: str
) -> None:
    for band in DEFAULT.bands:
        if band.word == word:
            a_claim(heard, weighing(so, otherwise, word), kind="balance", name="fits")
        else:
            with pytest.raises(Refused) as refused:
                a_claim(heard, weighing(so, otherwise, band.word), kind="balance")
            assert [reason.code for reason in refused.value.reasons] == ["no_support"]
    figures = queries.facts(heard)["fits"].figures
    assert (figures.met, figures.not_met, figures.inspected, figures.scope) == (
        so,
        otherwise,
        so + otherwise,
        so + otherwise,
    )


def test_so_few_items_that_no_word_is_judged_on_carry_none(heard: Inspection) -> None:
    with pytest.raises(Refused, match="no word fits so few"):
        a_claim(heard, weighing(4, 1), kind="balance")


def test_word_that_the_vocabulary_lacks_is_refused_by_field(heard: Inspection) -> None:
    with pytest.raises(Refused) as refused:
        a_claim(heard, weighing(12, 4, "mostly"), kind="balance")
    assert [reason.field for reason in refused.value.reasons] == ["predicate.word"]


def test_balance_is_stale_when_an_item_falls_and_cannot_be_refreshed_once_the_word_is_wrong(
    heard: Inspection,
) -> None:
    claim = a_claim(heard, weighing(12, 4), kind="balance", name="fits")
    referenced(claim)
    lead = member(heard, Role.LEAD)
    item = Item.objects.get(inspection=heard, number=1)
    evidence.withdraw(by=lead, at=LATER, key=a_key(), item=item, reason="Misheard.")
    assert [one.code for one in queries.facts(heard)["fits"].stale] == ["evidence_fell"]
    with pytest.raises(Refused, match="11 of 15 items say so"):
        actions.refresh(by=lead, at=LATER, key=a_key(), claim=claim, version=1)


def test_public_note_gives_the_word_and_tells_no_number_of_items_beyond_those_described(
    heard: Inspection,
) -> None:
    hidden = an_item(heard, marking="OFFICIAL-SENSITIVE", kind="document")
    structure = weighing(12, 3)
    structure["says_otherwise"].append(hidden.number)
    claim = a_claim(heard, structure, kind="balance")
    facts = Facts(claims={"k": queries.facts(heard)[claim.key]}, vocabulary=DEFAULT)
    info = claim_info("k", facts, ChartData())
    assert (info.word, info.band) == ("most", "at least 75 % and under 90 %")
    assert (info.met, info.inspected, info.scope, info.coverage, info.margin) == (
        None,
        None,
        None,
        "",
        "",
    )
    assert info.evidence_count == 12


def test_edition_pins_the_balance_that_its_records_do_not_tell(heard: Inspection) -> None:
    claim = a_claim(heard, weighing(12, 4), kind="balance", name="k")
    facts = {"k": queries.facts(heard)[claim.key]}
    info = claim_info("k", Facts(claims=facts, vocabulary=DEFAULT), ChartData())
    full = edition(edition="full", claims={"k": info})
    pinned = read_pinned(pinned_in(full, facts))["k"]
    assert (pinned.met, pinned.inspected, pinned.word) == (12, 16, "most")
    assert pinned.still_says(facts["k"])
    moved = replace(facts["k"], figures=replace(facts["k"].figures, met=13, inspected=17))
    assert not pinned.still_says(moved)


def test_reader_of_less_is_told_the_balance_of_what_they_may_read(heard: Inspection) -> None:
    hidden = an_item(heard, marking="OFFICIAL-SENSITIVE", kind="document")
    structure = weighing(12, 3)
    structure["says_otherwise"].append(hidden.number)
    a_claim(heard, structure, kind="balance", name="fits")
    told = {
        role: queries.one(member(heard, role), heard, "fits") for role in (Role.LEAD, Role.EDITOR)
    }
    balance = {role: found[1].figures for role, found in told.items() if found}
    assert (balance[Role.LEAD].inspected, balance[Role.EDITOR].inspected) == (16, 15)
    assert balance[Role.EDITOR].support.balance == "12 say so, 3 say otherwise"


def test_form_of_a_balance_asks_for_its_word(heard: Inspection) -> None:
    lead, path = door(heard, Role.LEAD), "claims/draft/?kind=balance"
    sent: dict[str, Any] = {
        "claim_key": "one",
        "statement": "Mostly so",
        "criteria": [criterion(heard).pk],
        **dict.fromkeys(("min_items", "min_kinds", "min_bodies"), "1"),
        **{f"item_{number}": "says-so" for number in range(1, 13)},
        **{f"item_{number}": "says-otherwise" for number in range(13, 17)},
    }
    missing = lead.post(path, **sent)
    assert (missing.status_code, list(missing.context["form"].errors)) == (422, ["word"])
    assert lead.post(path, **sent, word="most").status_code == 302
    assert Claim.objects.get(key="one").predicate["word"] == "most"
    assert "12 say so, 4 say otherwise" in words(lead.get("claims/claim/one/"))
    assert "most" in str(lead.get("claims/claim/one/edit/").context["form"].initial["word"])


def test_balance_needs_several_kinds_of_source_like_any_claim_on_what_people_say() -> None:
    assert KINDS["balance"].triangulated
