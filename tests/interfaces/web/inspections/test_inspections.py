"""Planning an inspection: opening, approving, terms, scope, coverage, team, phases."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inspectorate.domain.inspections import actions
from inspectorate.domain.inspections.columns import actions as columns
from inspectorate.domain.inspections.models import Inspection, NotInspected, Suppression
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import a_story, released
from tests.factories.rooms import (
    AT,
    a_key,
    a_person,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
)
from tests.interfaces.web.acting import Act, EachAct, House, queries_of, signed_in, words


def _slug(house: House) -> tuple[str]:
    return (house.inspection.slug,)


def _open(house: House) -> dict[str, Any]:
    return {
        "title": "A new inspection",
        "slug": "new-inspection",
        "prefix": "NEW",
        "question": "How well?",
        "framework": house.inspection.framework_id,
        "vocabulary": house.inspection.vocabulary_id,
        "rehearsal": "yes",
        "basis": "programme",
        "fieldwork_from": "2018-10-01",
        "fieldwork_to": "2019-02-28",
        "noun": "force",
        "noun_plural": "forces",
        "small_below": "5",
    }


def _scope(house: House) -> dict[str, Any]:
    rows = list(house.inspection.scope.all())
    labels = {f"label-{row.body_id}": row.label for row in rows}
    shown = " ".join(str(row.body_id) for row in rows)
    return {"bodies": [row.body_id for row in rows], "shown": shown, "word": "Force", **labels}


def _amended(house: House) -> dict[str, Any]:
    names = ("basis", "fieldwork_from", "fieldwork_to", "noun", "noun_plural", "small_below")
    stands = {name: getattr(house.inspection, name) for name in names}
    said = {"title": "Told <otherwise>", "question": "How?", "reason": "It was misheard."}
    return {**stands, **said, "version": 0, "slug": "forged", "prefix": "FORGED"}


def _second(house: House) -> tuple[str, int]:
    inspection = house.inspection
    row = inspection.scope.filter(label="Force 02").first() or inspection.removals.get()
    return inspection.slug, row.body_id


def _unnamed(house: House) -> dict[str, Any]:
    return {f"label-{scope_body(house.inspection).body_id}": " ", "word": "Service"}


def _analyst(house: House) -> tuple[str, int]:
    return house.inspection.slug, house.inspection.team.get(role=Role.ANALYST).pk


def _left_out(house: House) -> None:
    actions.leave_out(
        by=house.who(Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=house.inspection,
        scope_body=scope_body(house.inspection),
        criterion=criterion(house.inspection),
        reason="An operation was under way.",
    )


def _suppressed(house: House) -> None:
    columns.suppress(
        by=house.who(Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=house.inspection,
        column="kind",
        reason="One of a kind would be known.",
    )


ACTS = [
    Act(
        "inspections-open",
        InspectionVerb.OPEN,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        fields=_open,
        refused=lambda house: {"slug": house.inspection.slug},
        beside="slug",
        reason="Choose another short name.",
        keeps="A new inspection",
        done="The inspection is open.",
        back="inspections-plan",
        back_args=lambda house: ("new-inspection",),
    ),
    Act(
        "inspections-amend",
        InspectionVerb.AMEND,
        may=Role.SIGNING,
        may_not=Role.ANALYST,
        args=_slug,
        fields=_amended,
        refused=lambda house: {"fieldwork_to": "2001-01-01", "noun": "brigade"},
        beside="fieldwork_to",
        reason="Swap the two days, or correct them.",
        keeps='value="brigade"',
        done="It is amended.",
        back="inspections-plan",
    ),
    Act(
        "inspections-approve",
        InspectionVerb.APPROVE,
        may=Role.SIGNING,
        may_not=Role.LEAD,
        args=_slug,
        fields=lambda house: {"text": "Under the programme of 2018."},
        refused=lambda house: {"text": " "},
        beside="text",
        reason="Fill this in.",
        done="The approval is recorded.",
        back="inspections-plan",
    ),
    Act(
        "inspections-terms",
        InspectionVerb.SET_TERMS,
        may=Role.LEAD,
        may_not=Role.SIGNING,
        args=_slug,
        fields=lambda house: {"text": "To find out how well it is done."},
        refused=lambda house: {"text": ""},
        beside="text",
        reason="Fill this in.",
        done="The terms are set.",
        back="inspections-plan",
    ),
    Act(
        "inspections-scope",
        InspectionVerb.SET_SCOPE,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        args=_slug,
        fields=_scope,
        refused=_unnamed,
        beside="bodies",
        reason="A body in a rehearsal has no pseudonym.",
        keeps='value="Service"',
        done="The scope is set.",
        back="inspections-plan",
    ),
    Act(
        "inspections-remove-body",
        InspectionVerb.REMOVE_BODY,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        args=_second,
        fields=lambda house: {"reason": "It is inspected by others this year."},
        refused=lambda house: {"reason": " "},
        beside="reason",
        reason="Fill this in.",
        done="Force 02 is no longer in scope.",
        back="inspections-scope",
        back_args=_slug,
    ),
    Act(
        "inspections-leave-out",
        InspectionVerb.LEAVE_OUT,
        may=Role.ANALYST,
        may_not=Role.INSPECTOR,
        args=_slug,
        fields=lambda house: {
            "scope_body": scope_body(house.inspection).pk,
            "criterion": criterion(house.inspection).pk,
            "reason": "An operation was under way.",
        },
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="The body is marked as not inspected on this criterion.",
        back="inspections-coverage",
    ),
    Act(
        "inspections-take-back",
        InspectionVerb.TAKE_BACK,
        may=Role.ANALYST,
        may_not=Role.INSPECTOR,
        args=_slug,
        before=_left_out,
        fields=lambda house: {
            "left_out": [NotInspected.objects.get().pk],
            "reason": "The operation is over.",
        },
        refused=lambda house: {"left_out": []},
        beside="left_out",
        reason="Tick at least one.",
        keeps="The operation is over.",
        done="What you chose is inspected again.",
        back="inspections-coverage",
    ),
    Act(
        "inspections-suppress",
        InspectionVerb.SUPPRESS,
        may=Role.SIGNING,
        may_not=Role.PRESS,
        args=_slug,
        fields=lambda house: {
            "column": "grades",
            "criterion": criterion(house.inspection).pk,
            "reason": "One grade would name its body.",
        },
        refused=lambda house: {"criterion": ""},
        beside="criterion",
        reason="Choose the criterion.",
        keeps="One grade would name its body.",
        done="The column is in no release from now on.",
        back="inspections-plan",
    ),
    Act(
        "inspections-unsuppress",
        InspectionVerb.UNSUPPRESS,
        may=Role.LEAD,
        may_not=Role.EDITOR,
        args=lambda house: (house.inspection.slug, Suppression.objects.get().pk),
        before=_suppressed,
        fields=lambda house: {"reason": "It names nobody any more."},
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="The column is in the next release that is prepared.",
        back="inspections-plan",
        back_args=_slug,
    ),
    Act(
        "inspections-join",
        InspectionVerb.JOIN,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        args=_slug,
        fields=lambda house: {"people": [house.outsider.pk], "role": "lead", "team": ""},
        refused=lambda house: {"role": "press", "team": "Q"},
        beside="people",
        reason="does not hold the role press officer",
        keeps='value="Q"',
        done="The person is on the team.",
        back="inspections-team",
    ),
    Act(
        "inspections-leave",
        InspectionVerb.LEAVE,
        may=Role.SIGNING,
        may_not=Role.INSPECTOR,
        args=_analyst,
        fields=lambda house: {"reason": "Moved to another inspection."},
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="The person has left the team.",
        back="inspections-team",
        back_args=_slug,
    ),
    Act(
        "inspections-need-to-know",
        InspectionVerb.GIVE_NEED_TO_KNOW,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        args=_slug,
        fields=lambda house: {
            "people": [house.who(role).pk for role in (Role.EDITOR, Role.ANALYST)],
            "level": "OFFICIAL-SENSITIVE",
            "reason": "Write on what was said in confidence.",
        },
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="It is recorded.",
        back="inspections-team",
    ),
    Act(
        "inspections-end-need-to-know",
        InspectionVerb.END_NEED_TO_KNOW,
        may=Role.SIGNING,
        may_not=Role.MODERATOR,
        args=lambda house: (house.inspection.slug, house.who(Role.ANALYST).pk),
        fields=lambda house: {"reason": "Works on figures alone now."},
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="What is marked above Official is closed to the person from now on.",
        back="inspections-team",
        back_args=_slug,
    ),
    Act(
        "inspections-group",
        InspectionVerb.NAME_GROUP,
        may=Role.LEAD,
        may_not=Role.SIGNING,
        args=_slug,
        fields=lambda house: {"name": "Survivors", "role": "Advises on questions."},
        refused=lambda house: {"name": ""},
        beside="name",
        reason="Fill this in.",
        keeps="Advises on questions.",
        done="The reference group is named.",
        back="inspections-plan",
    ),
    Act(
        "inspections-move",
        InspectionVerb.MOVE,
        may=Role.LEAD,
        may_not=Role.ANALYST,
        args=_slug,
        fields=lambda house: {
            "to_phase": "judging",
            "reason": "Fieldwork is over.",
            "version": house.inspection.version,
        },
        refused=lambda house: {"to_phase": "published"},
        beside="to_phase",
        reason="An inspection cannot move from fieldwork to",
        keeps="Fieldwork is over.",
        done="The phase is changed.",
        back="inspections-plan",
    ),
]


@pytest.mark.parametrize("act", ACTS, ids=str)
class TestActs(EachAct):
    pass


def test_leave_of_one_who_has_left_is_refused_with_the_reason(house: House) -> None:
    slug, pk = _analyst(house)
    actions.leave(
        by=house.who(Role.LEAD),
        at=AT,
        key=a_key(),
        member=house.inspection.team.get(pk=pk),
        reason="Moved.",
    )
    sent = {"key": "later", "reason": "Moved again."}
    answer = signed_in(house.who(Role.LEAD)).post(f"/i/{slug}/team/{pk}/leave/", sent)
    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (422, 1)
    assert house.inspection.team.get(pk=pk).left_at == AT


def test_cell_left_out_twice_is_refused_beside_the_criterion(house: House) -> None:
    client, address = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/coverage/"
    sent = {
        "scope_body": scope_body(house.inspection).pk,
        "criterion": criterion(house.inspection).pk,
        "reason": "A <strike>.",
    }
    first = client.post(address + "leave-out/", {"key": "first", **sent})
    again = client.post(address + "leave-out/", {"key": "second", **sent})
    assert (first.status_code, again.status_code) == (302, 422)
    assert list(again.context["form"].errors) == ["criterion"]
    assert "A &lt;strike&gt;." in again.content.decode()
    assert NotInspected.objects.count() == 1
    assert "Not inspected: A <strike>." in words(client.get(address))


def test_cell_is_taken_back_from_where_it_is_seen_and_the_page_says_who_decided(
    house: House,
) -> None:
    _left_out(house)
    left_out = NotInspected.objects.get()
    slug, lead = house.inspection.slug, house.who(Role.LEAD)
    form = f"/i/{slug}/coverage/take-back/?cell={left_out.pk}"
    cell = f"/i/{slug}/judgments/cell/{left_out.scope_body.code}/{left_out.criterion.pk}/"
    for page in (f"/i/{slug}/coverage/", cell):
        assert form in signed_in(lead).get(page).content.decode(), page
        assert form not in signed_in(house.who(Role.EDITOR)).get(page).content.decode(), page
    shown = signed_in(lead).get(form)
    assert shown.context["form"].initial == {"left_out": [left_out.pk]}
    assert b'value="%d"' % left_out.pk in shown.content
    assert b"checked" in shown.content
    sent = {"key": "k", "left_out": [left_out.pk], "reason": "It was <over>."}
    assert signed_in(lead).post(form, sent).status_code == 302
    page = words(signed_in(house.who(Role.EDITOR)).get(f"/i/{slug}/coverage/"))
    assert "An operation was under way." in page
    assert f"It was <over>. {lead.name}" in page
    assert "Not inspected:" not in page


def test_plan_says_the_bound_and_which_columns_are_suppressed_why_and_by_whom(
    house: House,
) -> None:
    _suppressed(house)
    page = words(signed_in(house.who(Role.EDITOR)).get(f"/i/{house.inspection.slug}/"))
    assert "Below 3 forces" in page
    assert "What kind of body each one inspected is" in page
    assert f"One of a kind would be known. {house.who(Role.LEAD).name}" in re.sub(
        "<[^>]*> ?", "", page
    )
    assert "Publish again" not in page
    assert "Publish again" in words(
        signed_in(house.who(Role.LEAD)).get(f"/i/{house.inspection.slug}/")
    )


def test_form_to_amend_says_of_each_field_that_is_fixed_why_it_is_and_takes_no_other(
    house: House,
) -> None:
    client, address = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/amend/"
    html = client.get(address).content.decode()
    for name, fixed in (("slug", True), ("rehearsal", True), ("prefix", True), ("title", False)):
        control = html.partition(f'name="{name}"')[2].partition(">")[0]
        assert ("disabled" in control) is fixed, name
    assert f'value="{house.inspection.fieldwork_to.isoformat()}"' in html
    said = words(client.get(address))
    assert "names the ledger, so it never changes" in said
    assert "its number begins with the prefix" in said
    assert client.post(address, {"key": "k", **_amended(house)}).status_code == 302
    stored = Inspection.objects.get(pk=house.inspection.pk)
    assert (stored.title, stored.slug, stored.prefix) == (
        "Told <otherwise>",
        house.inspection.slug,
        house.inspection.prefix,
    )
    plan = words(signed_in(house.who(Role.EDITOR)).get(f"/i/{stored.slug}/"))
    assert f"It was misheard. {house.who(Role.LEAD).name}" in plan
    assert f"Title: Told <otherwise> , before it {house.inspection.title}" in plan


def test_plan_of_what_is_out_offers_no_form_to_amend_it_and_says_why(house: House) -> None:
    story = a_story()
    lead = signed_in(story.who(Role.LEAD))
    plan, amend = f"/i/{story.inspection.slug}/", f"/i/{story.inspection.slug}/amend/"
    assert "Why it is amended" in words(lead.get(amend))
    released(story)
    assert "A release is out" in words(lead.get(plan))
    told = words(lead.get(amend))
    assert "A release is out" in told
    assert "Why it is amended" not in told


def test_phase_moves_forward_without_a_reason_and_the_form_says_so(house: House) -> None:
    client, address = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/move/"
    assert "a move forward needs none" in words(client.get(address))
    sent = {"to_phase": "judging", "reason": "", "version": house.inspection.version}
    assert client.post(address, {"key": "on", **sent}).status_code == 302
    back = {"to_phase": "fieldwork", "reason": "", "version": house.inspection.version + 1}
    answer = client.post(address, {"key": "back", **back})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])


def test_move_from_an_old_version_shows_both_and_moves_nothing(house: House) -> None:
    client, address = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/move/"
    sent = {"to_phase": "judging", "reason": "Over.", "version": house.inspection.version - 1}
    assert client.post(address, {"key": "old", **sent}).status_code == 409
    assert Inspection.objects.get(pk=house.inspection.pk).phase == "fieldwork"


def test_plan_says_what_is_missing_before_fieldwork_and_offers_each_act_to_who_may(
    house: House,
) -> None:
    address = f"/i/{house.planned.slug}/"
    lead = words(signed_in(member(house.planned, Role.LEAD)).get(address))
    signing = words(signed_in(member(house.planned, Role.SIGNING)).get(address))
    assert "There are no terms of reference." in lead
    assert ("Set terms of reference" in lead, "Set terms of reference" in signing) == (True, False)
    assert "Put people on the team" in signing


def test_terms_form_begins_with_the_terms_that_stand(house: House) -> None:
    page = signed_in(house.who(Role.LEAD)).get(f"/i/{house.inspection.slug}/terms/")
    assert page.context["form"].initial == {"text": "How well is it done?"}


def test_outsider_finds_no_page_of_an_inspection(house: House) -> None:
    client = signed_in(house.outsider)
    for page in ("", "coverage/", "team/", "ledger/", "fieldwork/", "evidence/"):
        assert client.get(f"/i/{house.inspection.slug}/{page}").status_code == 404, page
    assert house.inspection.title not in words(client.get("/inspections/"))


@pytest.mark.parametrize("page", ["", "team/"])
def test_page_costs_as_much_for_three_more_of_the_team_as_for_none(house: House, page: str) -> None:
    client, address = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/{page}"
    few = queries_of(client, address)
    for letter in "XYZ":
        join(house.inspection, Role.INSPECTOR, letter)
    assert queries_of(client, address) == few


def test_list_costs_as_much_for_three_inspections_as_for_one(house: House) -> None:
    person = a_person(Role.SIGNING)

    def put_on(inspection: Inspection) -> None:
        actions.join(
            by=member(inspection, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=inspection,
            person=person,
            role="signing",
            team="",
        )

    put_on(house.inspection)
    client = signed_in(person)
    few = queries_of(client, "/inspections/")
    put_on(house.planned)
    put_on(an_inspection(phase="planned", framework=house.inspection.framework))
    assert queries_of(client, "/inspections/") == few
    assert house.planned.title in words(client.get("/inspections/"))
