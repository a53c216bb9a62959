"""Claims on data returns: counted among those certified, stale with them, marked as they are."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Bodies
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.fieldwork.models import DataReturn, ReturnTemplate
from inspectorate.domain.fieldwork.returns import actions
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.editions.how_we_know import claim_info
from inspectorate.domain.reports.editions.pictures import ChartData
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectstats.quantity.shipped import DEFAULT
from tests.factories import returns
from tests.factories.findings import LATER, a_claim, referenced
from tests.factories.keeping import kept
from tests.factories.rooms import AT, a_key, an_inspection, member

pytestmark = pytest.mark.django_db
COLUMNS = """name,kind,required,unit,choices,least,most,meaning
Plan,yes-no,no,,,,,Whether there is a written plan
Staff,whole,no,officers,,0,,
Reviewed,date,no,,,,,
Grade,choice,no,,high | low,,,
"""
HEADS = ("Plan", "Staff", "Reviewed", "Grade")
PLAN = {"template": 1, "column": "Plan", "rows": "only", "is": "yes"}


@pytest.fixture
@kept
def template() -> ReturnTemplate:
    return returns.a_template(an_inspection(bodies=6, phase="judging"), columns=COLUMNS, rules="")


def came(
    template: ReturnTemplate,
    number: int,
    *rows: tuple[str, ...],
    certified: bool = True,
    **given: Any,
) -> DataReturn:
    """The ``number``-th body is asked and returns these rows."""
    request = returns.asked(template, number)
    content = returns.a_csv(*rows, heads=HEADS)
    made = returns.hand_in(request, content=content, name=f"{number}.csv", **given)
    if certified:
        returns.certify(made)
    return made


@kept
def of_five(template: ReturnTemplate) -> list[DataReturn]:
    """Three have a plan and one has none; one does not say, one never returned."""
    made = [came(template, n, ("yes", str(10 + n), "2018-01-02", "high")) for n in range(3)]
    made.append(came(template, 3, ("no", "20", "2019-01-02", "low")))
    made.append(came(template, 4, ("", "5", "", "")))
    returns.asked(template, 5)
    return made


def figures(inspection: Inspection, predicate: dict[str, Any]) -> Any:
    kind = KINDS["return"]
    base = queries.EvidenceBase(inspection)
    return kind.count(kind.read(predicate, base.known), base)


def now(inspection: Inspection) -> ClaimFacts:
    return queries.facts(inspection)["plan"]


def claimed(template: ReturnTemplate) -> Claim:
    return a_claim(
        template.inspection, PLAN, name="plan", kind="return", statement="The force has a plan"
    )


def test_counted_are_the_bodies_whose_certified_return_says_it(template: ReturnTemplate) -> None:
    of_five(template)
    claimed(template)
    found = now(template.inspection).figures
    assert (found.met, found.inspected, found.scope) == (3, 4, 6)
    assert [len(part) for part in (found.bodies.met, found.bodies.not_met)] == [3, 1]
    assert len(found.bodies.not_inspected) == 1
    assert len(found.bodies.pending) == 1
    assert found.cautions == (
        "6 were asked. Whatever the other 2 would have said, it is between 3 and 5 of 6.",
    )
    assert found.identifies


def test_uncertified_return_is_asked_for_and_counts_neither_way(template: ReturnTemplate) -> None:
    of_five(template)
    certificate = DataReturn.objects.earliest("pk").certificates.get()
    by = member(template.inspection, Role.LEAD)
    actions.withdraw_certificate(
        by=by, at=AT, key=a_key(), certificate=certificate, reason="Wrong year."
    )
    found = figures(template.inspection, PLAN)
    assert (found.met, found.inspected, found.scope) == (2, 3, 6)
    assert len(found.bodies.pending) == 2


def test_claim_is_stale_once_a_return_it_rested_on_is_taken_back(
    template: ReturnTemplate,
) -> None:
    made = of_five(template)
    total = {"template": 1, "column": "Staff", "rows": "total"}
    referenced(a_claim(template.inspection, total, name="plan", kind="return", statement="Staff"))
    assert now(template.inspection).stale == ()
    returns.take_back(made[0])
    assert [one.code for one in now(template.inspection).stale] == ["figures_changed"]
    found = figures(template.inspection, PLAN)
    assert (found.met, found.inspected, found.scope) == (2, 3, 6)
    assert len(found.bodies.not_inspected) == 2


@pytest.mark.parametrize(
    ("predicate", "met", "counted"),
    [
        ({"column": "Staff", "rows": "only", "least": "12"}, 2, 5),
        ({"column": "Staff", "rows": "only", "most": "10.0"}, 2, 5),
        ({"column": "Staff", "rows": "sum", "is": "20"}, 1, 5),
        ({"column": "Reviewed", "rows": "only", "most": "2018-12-31"}, 3, 4),
        ({"column": "Grade", "rows": "any", "is": "low"}, 1, 4),
    ],
)
def test_column_is_held_to_a_value_as_it_holds_it(
    template: ReturnTemplate, predicate: dict[str, str], met: int, counted: int
) -> None:
    of_five(template)
    found = figures(template.inspection, {"template": 1, **predicate})
    assert (found.met, found.inspected) == (met, counted)


def test_rows_of_one_body_are_read_as_asked_and_an_empty_cell_answers_nothing(
    template: ReturnTemplate,
) -> None:
    came(template, 0, ("yes", "1", "", ""), ("no", "2", "", ""), ("", "3", "", ""))
    came(template, 1, ("yes", "4", "", ""), ("yes", "", "", ""))

    def said(rows: str, **test: str) -> tuple[int | None, int | None]:
        column = "Staff" if rows == "sum" else "Plan"
        asked = {"template": 1, "column": column, "rows": rows, **test}
        found = figures(template.inspection, asked)
        return found.met, found.inspected

    assert said("any", **{"is": "yes"}) == (2, 2)
    # "Every" fails on the no of the first, whatever its third row would have said.
    assert said("every", **{"is": "yes"}) == (1, 2)
    # No "no" in the second, and none of its cells is empty: it says that there is none.
    assert said("any", **{"is": "no"}) == (1, 2)
    # More than one row has no one row, and a sum with an empty cell is none.
    assert said("only", **{"is": "yes"}) == (0, 0)
    assert said("sum", least="6") == (1, 1)


def test_total_is_a_figure_with_how_many_it_is_of(template: ReturnTemplate) -> None:
    of_five(template)
    found = figures(template.inspection, {"template": 1, "column": "Staff", "rows": "total"})
    assert found.values == {
        "officers": "58",
        "returned and counted": "5",
        "did not return": "1",
        "asked": "6",
    }
    assert found.counts is None
    assert not found.identifies


def test_total_of_nothing_is_told_as_nothing_and_halves_add_up_to_a_whole_number() -> None:
    columns = "name,kind,unit\nPlan,yes-no,\nStaff,decimal,\nReviewed,date,\nGrade,text,\n"
    made = returns.a_template(an_inspection(bodies=2, phase="judging"), columns=columns, rules="")
    total = {"template": 1, "column": "Staff", "rows": "total"}
    came(made, 0, ("yes", "0", "", ""))
    assert figures(made.inspection, total).values["in all"] == "0"
    came(made, 1, ("yes", "1.5", "", ""), ("no", "1.5", "", ""))
    assert figures(made.inspection, total).values["in all"] == "3"


def test_total_over_so_few_bodies_that_it_tells_of_one_may_identify(
    template: ReturnTemplate,
) -> None:
    came(template, 0, ("yes", "77", "", ""))
    found = figures(template.inspection, {"template": 1, "column": "Staff", "rows": "total"})
    assert found.identifies


@pytest.mark.parametrize(
    ("predicate", "field"),
    [
        ({**PLAN, "template": 9}, "column"),
        ({**PLAN, "column": "Plans"}, "column"),
        ({**PLAN, "rows": "some"}, "rows"),
        ({**PLAN, "is": "maybe"}, "is"),
        ({"template": 1, "column": "Plan", "rows": "only", "least": "yes"}, "least"),
        ({"template": 1, "column": "Plan", "rows": "only"}, "is"),
        ({"template": 1, "column": "Plan", "rows": "total"}, "rows"),
        ({"template": 1, "column": "Staff", "rows": "total", "is": "4"}, "is"),
        ({"template": 1, "column": "Staff", "rows": "only", "least": "many"}, "least"),
        ({"template": 1, "column": "Reviewed", "rows": "only", "least": "2018-9-30"}, "least"),
        ({"template": 1, "column": "Reviewed", "rows": "only", "least": "soon"}, "least"),
    ],
)
def test_claim_that_no_return_can_meet_is_refused_by_its_field(
    template: ReturnTemplate, predicate: dict[str, Any], field: str
) -> None:
    of_five(template)
    with pytest.raises(Refused) as refused:
        a_claim(template.inspection, predicate, name="plan", kind="return", statement="A plan")
    assert f"predicate.{field}" in [one.field for one in refused.value.reasons]


def test_claim_without_a_certified_answer_is_refused(template: ReturnTemplate) -> None:
    came(template, 0, ("yes", "1", "", ""), certified=False)
    with pytest.raises(Refused):
        claimed(template)


def test_claim_is_stale_once_another_return_stands(template: ReturnTemplate) -> None:
    made = of_five(template)
    total = {"template": 1, "column": "Staff", "rows": "total"}
    claim = a_claim(template.inspection, total, name="plan", kind="return", statement="Staff")
    referenced(claim)
    before = now(template.inspection)
    assert before.stale == ()
    # It adds up to the same: what it rests on is another return all the same.
    content = returns.a_csv(("no", "10", "2018-01-02", "high"), heads=HEADS)
    again = returns.hand_in(made[0].asked.request, content=content, name="again.csv")
    returns.certify(again)
    after = now(template.inspection)
    assert after.figures.values == before.figures.values
    assert [reason.code for reason in after.stale] == ["figures_changed"]


def test_claim_follows_a_template_into_its_next_version(template: ReturnTemplate) -> None:
    of_five(template)
    claimed(template)
    actions.replace_template(
        by=member(template.inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        template=template,
        title=template.title,
        columns=COLUMNS,
        rules="Staff only once",
    )
    found = now(template.inspection).figures
    assert (found.met, found.inspected, found.scope) == (3, 4, 6)


@pytest.mark.parametrize(
    "columns",
    [
        COLUMNS.replace("Plan,yes-no", "Plans,yes-no"),
        COLUMNS.replace("Plan,yes-no,no,,,", "Plan,choice,no,,some | none,"),
        COLUMNS.replace("Plan,yes-no", "Plan,whole"),
    ],
)
def test_claim_whose_column_left_the_template_says_so_and_breaks_no_other(
    template: ReturnTemplate, columns: str
) -> None:
    of_five(template)
    claim = a_claim(
        template.inspection,
        {"template": 1, "column": "Staff", "rows": "total"},
        name="staff",
        kind="return",
        statement="Staff",
    )
    referenced(claim)
    claimed(template)
    actions.replace_template(
        by=member(template.inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        template=template,
        title=template.title,
        columns=columns,
    )
    found = queries.facts(template.inspection)
    assert found["plan"].figures.unknown == (
        "The template no longer has a column that this can be asked of."
    )
    assert found["plan"].figures.met is None
    assert [reason.code for reason in found["staff"].stale] == ["figures_changed"]
    assert queries.markings(template.inspection)["plan"] == "PUBLIC"


def test_figures_of_marked_returns_are_told_to_nobody_who_may_not_read_them(
    template: ReturnTemplate,
) -> None:
    came(template, 0, ("yes", "77", "", ""))
    came(template, 1, ("no", "5", "", ""), marking="OFFICIAL-SENSITIVE")
    total = {"template": 1, "column": "Staff", "rows": "total"}
    inspection = template.inspection
    analyst = member(inspection, Role.EDITOR)
    for asked in (total, PLAN):
        found = queries.preview(analyst, inspection, KINDS["return"], asked)
        assert (found.met, found.values, found.bodies, found.reviews) == (None, {}, Bodies(), "")
        assert "above what you may read" in found.unknown


def test_claim_is_marked_as_the_highest_return_behind_it(template: ReturnTemplate) -> None:
    came(template, 0, ("yes", "1", "", ""))
    came(template, 1, ("yes", "1", "", ""), marking="OFFICIAL-SENSITIVE")
    claimed(template)
    assert now(template.inspection).marking == "OFFICIAL-SENSITIVE"


def test_print_says_that_they_returned_and_how_many_did_not(template: ReturnTemplate) -> None:
    of_five(template)
    claimed(template)
    facts = Facts(claims=queries.facts(template.inspection), vocabulary=DEFAULT)
    info = claim_info("plan", facts, ChartData(noun="force", noun_plural="forces"))
    assert info.of_those == "that returned"
    assert "nobody inspected it" in info.method
    assert info.coverage == (
        "Of the 6 forces asked, 1 did not return and 1 gave no answer to this that is certified; "
        "they count neither way."
    )
