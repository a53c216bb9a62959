"""The pages of claims: who reaches them, what each act leaves, and what a refusal and a conflict
look like.
"""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims import actions
from inspectorate.domain.claims.kinds.conditions import joined, taken_apart, value_of
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_claim, agreed, an_item, referenced
from tests.factories.keeping import kept
from tests.factories.rooms import (
    a_contact,
    a_key,
    a_person,
    an_inspection,
    criterion,
    member,
    scope_body,
)
from tests.factories.upper import door, entries, words

pytestmark = pytest.mark.django_db
FINDING = {"criterion": "1.1", "finding": "mandatory-training"}
ONE_EACH = {"min_items": 1, "min_kinds": 1, "min_bodies": 1}
LEAST = {name: str(number) for name, number in ONE_EACH.items()}
COUNTED = {
    "statement": "Training is mandatory",
    "condition_1": "1.1:finding:mandatory-training:yes",
    "how": "all",
}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
@kept
def judged() -> Inspection:
    """Four bodies agreed on 1.1, three of them with mandatory training."""
    inspection = an_inspection(bodies=4, phase="judging")
    for number in range(4):
        met = {} if number < 3 else {"mandatory_training": False}
        agreed(inspection, scope_body(inspection, number), criterion(inspection), **met)
    return inspection


def test_claim_pages_team_reads_outsiders_find_nothing(judged: Inspection) -> None:
    a_claim(judged, FINDING, name="mandatory-training")
    pages = ("claims/", "claims/claim/mandatory-training/")
    assert door(judged, Role.INSPECTOR).statuses(*pages) == dict.fromkeys(pages, 200)
    for stranger in (a_person(Role.LEAD), a_contact(scope_body(judged).body), a_person(Role.ADMIN)):
        assert door(judged, stranger).statuses(*pages) == dict.fromkeys(pages, 404)
    writing = (
        "claims/draft/",
        "claims/draft/?kind=counted",
        "claims/claim/mandatory-training/edit/",
    )
    assert door(judged, Role.LEAD).statuses(*writing) == dict.fromkeys(writing, 200)
    assert door(judged, Role.INSPECTOR).statuses(*writing) == dict.fromkeys(writing, 404)
    assert (
        door(judged, Role.REFERENCER).get("claims/claim/mandatory-training/reference/").status_code
        == 200
    )
    assert (
        door(judged, Role.LEAD).get("claims/claim/mandatory-training/reference/").status_code == 404
    )
    assert door(judged, Role.LEAD).get("claims/claim/no-such/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_draft_page_of_every_kind_opens(judged: Inspection, kind: str) -> None:
    assert door(judged, Role.EDITOR).get(f"claims/draft/?kind={kind}").status_code == 200


def test_draft_counted_leaves_one_claim_and_one_entry(judged: Inspection) -> None:
    sent = {**COUNTED, "claim_key": "mandatory-training", "key": a_key("web")}
    lead = door(judged, Role.LEAD)
    made = lead.post("claims/draft/?kind=counted", **sent)
    assert (made.status_code, made.headers["Location"]) == (
        302,
        f"/i/{judged.slug}/claims/claim/mandatory-training/",
    )
    assert Claim.objects.get(inspection=judged).predicate == {**FINDING, "holds": True}
    again = lead.post("claims/draft/?kind=counted", **sent)
    assert (
        again.status_code,
        entries("claims.draft"),
        Claim.objects.filter(inspection=judged).count(),
    ) == (302, 1, 1)


def test_draft_figures_are_shown_before_anything_is_written(judged: Inspection) -> None:
    page = door(judged, Role.LEAD).post(
        "claims/draft/?kind=counted", claim_key="x", look="yes", **COUNTED
    )
    assert page.status_code == 200
    assert "3 of 4 inspected" in words(page)
    assert (entries("claims.draft"), Claim.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "sent", "predicate"),
    [
        ("figure", {"recipe": "bodies_in_scope"}, {"recipe": "bodies_in_scope"}),
        ("variation", {"criteria": ["1.1"]}, {"criteria": ["1.1"]}),
        (
            "example",
            {"criteria": ["1.1"], **LEAST, "item_1": "says-so", "item_2": "says-otherwise"},
            {"criteria": ["1.1"], **ONE_EACH, "says_so": [1], "says_otherwise": [2]},
        ),
        (
            "development",
            {"source": "The college", "on": "2019-09-01"},
            {"source": "The college", "on": "2019-09-01"},
        ),
        (
            "quotation",
            {"source": "A speech", "words": "well placed"},
            {"source": "A speech", "words": "well placed"},
        ),
    ],
)
def test_draft_other_kinds_store_the_structure_chosen(
    judged: Inspection, kind: str, sent: dict[str, Any], predicate: dict[str, Any]
) -> None:
    if "criteria" in sent:
        sent = {**sent, "criteria": [criterion(judged, ref).pk for ref in sent["criteria"]]}
    made = door(judged, Role.ANALYST).post(
        f"claims/draft/?kind={kind}", claim_key="one", statement="It is so", **sent
    )
    assert made.status_code == 302, words(made)
    assert Claim.objects.get(key="one").predicate == predicate


def test_draft_on_evidence_lists_what_fits_and_keeps_what_was_marked(judged: Inspection) -> None:
    an_item(judged, words="Nobody had been trained at all.")
    lead, path = door(judged, Role.LEAD), "claims/draft/?kind=qualitative"
    fields = {"claim_key": "one", "statement": "Training was mandatory", **LEAST}
    assert "item_1" not in lead.post(path, look="yes", **fields).context["form"].fields
    fields["criteria"] = [criterion(judged).pk]
    page = lead.post(path, look="yes", **fields)
    said = words(page)
    form = page.context["form"]
    assert [name for name in form.fields if name.startswith("item_")] == [
        f"item_{number}" for number in (1, 5, 2, 3, 4)
    ]
    assert "Nobody had been trained at all." in said
    offered = [label for _, label in form.fields["item_1"].choices]
    assert offered == ["Left out", "Says so", "Says otherwise"]
    narrowed = lead.post(path, look="yes", **fields, having="nobody TRAINED", item_3="says-so")
    listed = narrowed.context["form"].fields
    assert [name for name in listed if name.startswith("item_")] == ["item_3", "item_5"]
    marked = {**fields, "having": "nobody", "item_3": "says-so", "item_5": "says-otherwise"}
    assert "items: 1, bodies: 1, saying otherwise: 1" in words(
        lead.post(path, look="yes", **marked)
    )
    assert lead.post(path, **marked).status_code == 302
    claim = Claim.objects.get(key="one")
    assert dict(claim.pins.values_list("item__number", "stance")) == {
        3: "says-so",
        5: "says-otherwise",
    }
    shown = words(lead.get("claims/claim/one/"))
    assert "1 says so, 1 says otherwise" in shown
    assert shown.index("Say so: 1") < shown.index("Say otherwise: 1")
    again = lead.get("claims/claim/one/edit/").context["form"]
    assert (again.initial["item_3"], again.initial["item_5"]) == ("says-so", "says-otherwise")


def test_draft_on_evidence_that_names_no_item_is_refused_by_field(judged: Inspection) -> None:
    sent = {"criteria": [criterion(judged).pk], "claim_key": "one", "statement": "So", **LEAST}
    page = door(judged, Role.LEAD).post("claims/draft/?kind=qualitative", **sent)
    assert (page.status_code, entries("claims.draft")) == (422, 0)
    assert list(page.context["form"].errors) == ["criteria"]


def test_mark_of_an_item_that_may_not_be_read_is_no_field(judged: Inspection) -> None:
    hidden = an_item(judged, marking="OFFICIAL-SENSITIVE")
    sent = {
        "criteria": [criterion(judged).pk],
        "claim_key": "one",
        "statement": "So",
        f"item_{hidden.number}": "says-so",
        **LEAST,
    }
    page = door(judged, Role.EDITOR).post("claims/draft/?kind=qualitative", **sent)
    assert (page.status_code, f"E{hidden.number:04d}" in words(page)) == (422, False)


def test_draft_refused_shows_the_reasons_and_writes_nothing(judged: Inspection) -> None:
    a_claim(judged, FINDING, name="taken")
    page = door(judged, Role.LEAD).post("claims/draft/?kind=counted", claim_key="taken", **COUNTED)
    assert page.status_code == 422
    assert "There is a claim taken already." in words(page)
    assert entries("claims.draft") == 1


def test_edit_needs_referencing_again_and_the_loser_gets_both_texts(judged: Inspection) -> None:
    claim = a_claim(judged, FINDING, name="mandatory-training")
    lead = door(judged, Role.LEAD)
    path = "claims/claim/mandatory-training/edit/"
    assert 'value="1.1:finding:mandatory-training:yes" selected' in words(lead.get(path))
    saved = lead.post(path, version=1, **{**COUNTED, "statement": "Training is mandatory for all"})
    assert (saved.status_code, Claim.objects.get(pk=claim.pk).version, entries("claims.edit")) == (
        302,
        2,
        1,
    )
    late = lead.post(path, version=1, **{**COUNTED, "statement": "Mine"})
    assert late.status_code == 409
    assert "Training is mandatory for all" in words(late)
    assert "Mine" in words(late)
    assert entries("claims.edit") == 1


def test_reference_signs_once_and_an_objection_needs_reasons(judged: Inspection) -> None:
    a_claim(judged, FINDING, name="mandatory-training", small_number_decision="Nobody is named.")
    referencer, path = door(judged, Role.REFERENCER), "claims/claim/mandatory-training/reference/"
    assert referencer.post(path, supported="no", reasons="").status_code == 422
    assert referencer.post(path, supported="yes", reasons="").status_code == 302
    assert entries("claims.reference") == 1
    assert "found version 1 supported, looking at 3 of 4 inspected" in words(
        referencer.get("claims/claim/mandatory-training/")
    )


def test_reference_small_number_undecided_page_and_act_say_why(judged: Inspection) -> None:
    a_claim(judged, FINDING, name="mandatory-training")  # one body has not met it
    referencer = door(judged, Role.REFERENCER)
    why = "so small that it may identify a body, and nothing is decided about it"
    assert why in words(referencer.get("claims/claim/mandatory-training/"))
    refused = referencer.post(
        "claims/claim/mandatory-training/reference/", supported="yes", reasons=""
    )
    assert (refused.status_code, why in words(refused), entries("claims.reference")) == (
        422,
        True,
        0,
    )


def test_refresh_stale_claim_is_pinned_anew_once(judged: Inspection) -> None:
    claim = a_claim(
        judged, FINDING, name="mandatory-training", small_number_decision="Nobody is named."
    )
    referenced(claim)
    lead, path = door(judged, Role.LEAD), "claims/claim/mandatory-training/refresh/"
    assert "Refresh the claim" not in words(lead.get("claims/claim/mandatory-training/"))
    agreed(
        judged,
        scope_body(judged, 3),
        criterion(judged),
        cited=[an_item(judged, scope_body(judged, 3))],
    )
    page = words(lead.get("claims/claim/mandatory-training/"))
    assert "What it rests on has changed." in page
    assert "Refresh the claim" in page
    assert lead.post(path, version=1).status_code == 302
    assert (Claim.objects.get(pk=claim.pk).version, entries("claims.refresh")) == (2, 1)
    assert lead.post(path, version=1).status_code == 409


def test_claim_page_names_bodies_word_and_margin(judged: Inspection) -> None:
    a_claim(judged, FINDING, name="mandatory-training")
    page = words(door(judged, Role.INSPECTOR).get("claims/claim/mandatory-training/"))
    for said in (
        "3 of 4 inspected",
        "0 of 4 in scope; in neither number",
        "Force 01: met",
        "Force 04: not met",
        "Word that fits",
    ):
        assert said in page


def test_list_filters_by_state_and_counts_them(judged: Inspection) -> None:
    referenced(a_claim(judged, FINDING, name="signed", small_number_decision="Nobody is named."))
    a_claim(judged, FINDING, name="unsigned")
    lead = door(judged, Role.LEAD)
    shown = lead.get("claims/?state=referenced")
    assert [row["claim"].key for row in shown.context["rows"]] == ["signed"]
    assert [(name, count) for name, _, count in shown.context["counts"]] == [
        ("stale", 0),
        ("objected", 0),
        ("drafted", 1),
        ("referenced", 1),
    ]


def test_page_of_a_spread_says_in_its_margin_that_it_was_not_tested(judged: Inspection) -> None:
    a_claim(judged, {"criteria": ["1.1"]}, name="spread", kind="variation")
    a_claim(judged, FINDING, name="counted")
    lead, untested = door(judged, Role.LEAD), "Not tested: whether forces differ"
    assert untested in words(lead.get("claims/claim/spread/"))
    assert untested not in words(lead.get("claims/claim/counted/"))


def test_draft_without_any_condition_is_shown_again(judged: Inspection) -> None:
    sent = {**COUNTED, "claim_key": "empty", "condition_1": ""}
    page = door(judged, Role.LEAD).post("claims/draft/?kind=counted", **sent)
    assert (page.status_code, entries("claims.draft")) == (422, 0)


@pytest.mark.parametrize(
    "predicate",
    [
        {"criterion": "1.1", "finding": "a", "holds": False},
        {"criterion": "1.1", "grades": ["Good", "Outstanding"]},
        {"criteria": ["1.1", "1.2"], "grades": ["Good"]},
        {
            "any_of": [
                {"criterion": "1.1"},
                {"criterion": "1.2", "area": "training", "finding": "b", "holds": True},
            ]
        },
    ],
)
def test_condition_taken_apart_and_joined_is_the_same(predicate: dict[str, Any]) -> None:
    rows, how = taken_apart(predicate)
    assert joined(rows, how) == predicate


def test_condition_value_ignores_the_order_of_grades() -> None:
    one = value_of({"criterion": "1.1", "grades": ["Good", "Outstanding"]})
    assert (
        one
        == value_of({"criterion": "1.1", "grades": ["Outstanding", "Good"]})
        == "1.1:grades:Good,Outstanding"
    )


def test_edit_of_an_odd_set_of_grades_keeps_it(judged: Inspection) -> None:
    odd = {"criterion": "1.1", "grades": ["Outstanding", "Inadequate"]}
    claim = actions.draft(
        by=member(judged, Role.LEAD),
        at=LATER,
        key=a_key(),
        inspection=judged,
        claim_key="odd",
        kind="counted",
        statement="At the ends",
        predicate=odd,
    )
    lead = door(judged, Role.LEAD)
    chosen = lead.get("claims/claim/odd/edit/").context["form"].initial["condition_1"]
    sent = {"statement": "At both ends", "condition_1": chosen, "how": "all", "version": 1}
    assert lead.post("claims/claim/odd/edit/", **sent).status_code == 302
    assert Claim.objects.get(pk=claim.pk).predicate == odd
