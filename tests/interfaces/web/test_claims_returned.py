"""A claim on data returns, drafted on its page and read there: who returned, and who did not."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.fieldwork.models import ReturnTemplate
from inspectorate.domain.fieldwork.returns import actions
from inspectorate.foundation.people.roles import Role
from tests.factories import returns
from tests.factories.rooms import AT, a_key, an_inspection, member
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db
COLUMNS = "name,kind\nPlan,yes-no\nStaff,whole\n"
DRAFT = {
    "claim_key": "plan",
    "statement": "The force has a plan",
    "asked": "1:Plan",
    "rows": "only",
    "test": "is",
    "value": "yes",
}
PAGE = "claims/draft/?kind=return"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def template() -> ReturnTemplate:
    """Of four bodies asked three returned; two have a plan."""
    made = returns.a_template(an_inspection(bodies=4, phase="judging"), columns=COLUMNS, rules="")
    for number, plan in enumerate(("yes", "yes", "no")):
        content = returns.a_csv((plan, "4"), heads=("Plan", "Staff"))
        request = returns.asked(made, number)
        returns.certify(returns.hand_in(request, content=content, name=f"{number}.csv"))
    returns.asked(made, 3)
    return made


def test_drafted_on_its_page_it_is_stored_and_told_with_who_did_not_return(
    template: ReturnTemplate,
) -> None:
    lead = door(template.inspection, Role.LEAD)
    assert "Cases of 2018: Plan" in words(lead.get(PAGE))
    assert "2 of 3 that returned (4 asked)" in words(lead.post(PAGE, look="yes", **DRAFT))
    assert lead.post(PAGE, **DRAFT).status_code == 302
    assert Claim.objects.get(key="plan").predicate == {
        "template": 1,
        "column": "Plan",
        "rows": "only",
        "is": "yes",
    }
    page = words(lead.get("claims/claim/plan/"))
    assert "Not returned" in page
    assert "it is between 2 and 3 of 4" in page
    again = lead.get("claims/claim/plan/edit/").context["form"]
    assert {name: again.initial[name] for name in ("asked", "rows", "test", "value")} == {
        name: DRAFT[name] for name in ("asked", "rows", "test", "value")
    }


def test_claim_whose_column_left_the_template_says_on_its_page_why_it_has_no_figures(
    template: ReturnTemplate,
) -> None:
    lead = door(template.inspection, Role.LEAD)
    lead.post(PAGE, **DRAFT)
    given = {"title": template.title, "columns": "name,kind\nStaff,whole\n"}
    by = member(template.inspection, Role.LEAD)
    actions.replace_template(by=by, at=AT, key=a_key(), template=template, **given)
    page = words(lead.get("claims/claim/plan/"))
    assert "The template no longer has a column that this can be asked of." in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "perhaps"}, "value"),
        ({"test": "least"}, "value"),
        ({"test": ""}, "test"),
        ({"rows": "sum"}, "rows"),
        ({"asked": "1:Staff", "rows": "total"}, "test"),
        ({"asked": "1:Staff", "value": "few"}, "value"),
        ({"asked": "7:Plan"}, "asked"),
    ],
)
def test_draft_that_no_return_can_meet_is_shown_again_with_the_field_named(
    template: ReturnTemplate, change: dict[str, str], field: str
) -> None:
    page = door(template.inspection, Role.LEAD).post(PAGE, **{**DRAFT, **change})
    assert list(page.context["form"].errors) == [field]
    assert not Claim.objects.exists()
