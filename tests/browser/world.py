"""A small inspection in the middle of its walk, for a browser: told into the data folder of the
environment, as a process.

Three forces at judging. On Force 01 one of two inspectors has submitted (``CANARY`` in the
reasons), the other has not; on Force 02 both have. A request waits for the contact of Force 01, a
claim for its referencer, a report for its signature. Beside it stand the two inspections of
``tests.browser.publishing``, and one that is being planned.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from tests.migrated import migrate
from tests.sizes import sized

if TYPE_CHECKING:  # a model can be imported only once Django is loaded
    from inspectorate.domain.inspections.models import Inspection

# On four criteria each: 656 judgments.
TO_GIVE = sized(6, 164)
CANARY = "Canary reasons that nobody may read too early"
SEEN = "Reasons that a moderator may read, since both are in"
PASSWORD = "correct horse battery staple"
REPORT = """---
title: How well forces train
published: 2026-12-01
---

# Summary

{.narrative}
We looked at training in forces.

[3 forces]{#bodies-in-scope} were in scope.
"""


def main() -> None:
    """Make the world; print who is who as JSON: an e-mail for each word."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()

    migrate()
    print(json.dumps(tell(alone="alone" in sys.argv[1:])))  # noqa: T201 - a process's answer


def tell(*, alone: bool = False) -> dict[str, str]:
    """Tell it through actions; everyone gets the same password. ``alone``: the small inspection,
    and none beside it.
    """
    from django.contrib.auth.hashers import make_password

    from inspectorate.domain.judgments import actions as judgments
    from inspectorate.domain.reports import actions as reports
    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role
    from tests.factories.findings import LATER, a_claim, a_grade, an_item, answers, assigned
    from tests.factories.rooms import (
        AT,
        a_contact,
        a_key,
        a_request,
        a_session,
        a_visit,
        an_inspection,
        criterion,
        member,
        move_to,
        scope_body,
    )

    inspection = an_inspection(bodies=3, phase="fieldwork", slug="small", prefix="SMALL")
    a_request(inspection, 0, title="Training records of Force 01")
    a_request(inspection, 1, title="Training records of Force 02")
    contact, elsewhere = (a_contact(scope_body(inspection, number).body) for number in range(2))
    a_session(a_visit(inspection), member(inspection, Role.INSPECTOR))
    move_to(inspection, "judging")
    of = criterion(inspection)
    one, other = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)

    def judge(person: Person, number: int, reasons: str) -> None:
        body = scope_body(inspection, number)
        given = assigned(inspection, body, of, person, second=person == other)
        if reasons:
            judgments.submit(
                by=person,
                at=LATER,
                key=a_key(),
                assignment=given,
                grade=a_grade(of, "Outstanding"),
                findings=answers(of),
                reasons=reasons,
                cited=[an_item(inspection, body, by=person)],
            )

    judge(one, 0, "")
    judge(other, 0, CANARY)
    judge(one, 1, SEEN)
    judge(other, 1, SEEN)
    judge(one, 2, "")
    analyst, editor = member(inspection, Role.ANALYST), member(inspection, Role.EDITOR)
    for recipe in ("bodies_in_scope", "bodies_inspected", "visits", "judgments", "sessions"):
        a_claim(
            inspection,
            {"recipe": recipe},
            name=recipe.replace("_", "-"),
            kind="figure",
            statement="Forces in scope" if recipe == "bodies_in_scope" else f"Number of {recipe}",
            by=analyst,
        )
    document = reports.open_document(
        by=editor,
        at=AT,
        key=a_key(),
        inspection=inspection,
        slug="report",
        # A letter is frozen while judging goes on; a report is not.
        kind="letter",
        title="How well forces train",
    )
    reports.save(
        by=editor, at=AT, key=a_key(), document=document, text=REPORT, version=document.version
    )
    others = {} if alone else beside()
    # One hash for all: each takes a third of a second.
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    roles = (
        Role.LEAD,
        Role.SIGNING,
        Role.MODERATOR,
        Role.ANALYST,
        Role.EDITOR,
        Role.REFERENCER,
        Role.PRESS,
    )
    people = {role.value: member(inspection, role).email for role in roles}
    people |= {
        "inspector": one.email,
        "other": other.email,
        "contact": contact.email,
        "elsewhere": elsewhere.email,
    }
    return people | others


def beside() -> dict[str, str]:
    """Tell the inspections beside it; who is who in them, but nobody's password."""
    from django.utils.timezone import localdate

    from inspectorate.foundation.people.roles import Role
    from tests.browser.publishing import tell as in_print
    from tests.factories.rooms import a_contact, a_visit, an_inspection, member, scope_body
    from tests.factories.samples import a_form, a_read_sample

    planned, given, drawn = to_be_planned(), to_be_given(), to_be_drawn()
    examined, visited = to_be_examined(), to_be_visited()
    sampled = an_inspection(bodies=2, phase="fieldwork", slug="sampled", prefix="CASES")
    a_visit(sampled)
    a_read_sample(a_form(sampled), scope_body(sampled, 1))
    paused = to_be_paused()
    host = a_contact(scope_body(paused).body)
    printed = in_print(localdate())
    people = {
        "planner": member(planned, Role.LEAD).email,
        "giver": member(given, Role.LEAD).email,
        "drawer": member(drawn, Role.LEAD).email,
        "visitor": member(visited, Role.LEAD).email,
        **{f"team {letter}": accounts_of(visited, letter) for letter in "ABCDE"},
        "examiner": member(examined, Role.LEAD).email,
        "examined": member(examined, Role.INSPECTOR).email,
        "examined-too": member(examined, Role.INSPECTOR, 1).email,
        "sampler": member(sampled, Role.LEAD).email,
        "pauser": member(paused, Role.LEAD).email,
        "visiting": member(paused, Role.INSPECTOR).email,
        "visited": host.email,
    }
    return people | printed


def to_be_planned() -> Inspection:
    """An inspection without a scope, and 46 bodies on the register that are in no other."""
    from tests.factories.rooms import a_body, an_inspection

    for number in range(43):
        a_body("fire", name=f"Service of shire {number:02}", region=f"Region {number % 9}")
    for number in range(3):
        a_body("special", name=f"Police of network {number}")
    return an_inspection(bodies=0, phase="planned", slug="planned", prefix="PLAN")


def to_be_given() -> Inspection:
    """An inspection at judging of which nothing is given to anybody."""
    from tests.factories.rooms import an_inspection

    return an_inspection(bodies=TO_GIVE, phase="judging", slug="given", prefix="GIVEN")


def to_be_drawn() -> Inspection:
    """An inspection of 46 bodies on twelve criteria, five cells left out: 547 to be judged, for
    which nobody has drawn a plan. Twenty-five inspectors in five field teams.
    """
    from inspectorate.demo.truth import content
    from inspectorate.domain.inspections import actions
    from inspectorate.foundation.people.roles import Role
    from tests.factories.rooms import (
        AT,
        TEAM,
        a_framework,
        a_key,
        an_inspection,
        criterion,
        member,
        scope_body,
    )

    others = [one for one in TEAM if one[0] != Role.INSPECTOR]
    inspection = an_inspection(
        bodies=46,
        slug="drawn",
        prefix="DRAWN",
        framework=a_framework(content("framework_prevent.csv")),
        team=[*((Role.INSPECTOR, letter) for letter in "ABCDE" * 5), *others],
    )
    for number in range(5):
        actions.leave_out(
            by=member(inspection, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=inspection,
            scope_body=scope_body(inspection, number),
            criterion=criterion(inspection, "3.4"),
            reason="The risk is low",
        )
    return inspection


def to_be_visited() -> Inspection:
    """An inspection of 46 bodies with five field teams, of which nothing is planned."""
    from inspectorate.foundation.people.roles import Role
    from tests.factories.rooms import TEAM, an_inspection

    others = [one for one in TEAM if one[0] != Role.INSPECTOR]
    team = [*((Role.INSPECTOR, letter) for letter in "ABCDE" * 2), *others]
    return an_inspection(bodies=46, slug="visited", prefix="VISITED", team=team)


def accounts_of(inspection: Inspection, letter: str) -> str:
    """The addresses with which those of a field team sign in, as a table names them."""
    members = inspection.team.filter(team=letter).order_by("pk").select_related("person")
    return "; ".join(member.person.email for member in members)


def to_be_paused() -> Inspection:
    """An inspection at fieldwork with a visit of these days: a session yesterday, one tomorrow. Its
    inspector is to judge the body that is visited.
    """
    from datetime import timedelta

    from django.utils.timezone import localdate, now

    from inspectorate.foundation.people.roles import Role
    from tests.factories.findings import assigned
    from tests.factories.rooms import (
        a_session,
        a_visit,
        an_inspection,
        criterion,
        member,
        scope_body,
        window_to,
    )

    inspection = an_inspection(bodies=1, phase="fieldwork", slug="paused", prefix="PAUSE")
    days = {"starts_on": localdate() - timedelta(days=2)}
    days["ends_on"] = localdate() + timedelta(days=3)
    window_to(inspection, days["ends_on"])
    visit, inspector = a_visit(inspection, **days), member(inspection, Role.INSPECTOR)
    for title, day in (("The first interview", -1), ("The second interview", 1)):
        at = now() + timedelta(days=day)
        times = {"starts_at": at, "ends_at": at + timedelta(minutes=30)}
        a_session(visit, inspector, title=title, **times)
    assigned(inspection, scope_body(inspection), criterion(inspection), inspector)
    return inspection


def to_be_examined() -> Inspection:
    """An inspection before fieldwork with two inspectors, who are to judge ten cases."""
    from inspectorate.foundation.people.roles import Role
    from tests.factories.exercises import an_exercise, opened
    from tests.factories.rooms import TEAM, an_inspection

    others = [one for one in TEAM if one[0] != Role.INSPECTOR]
    inspection = an_inspection(
        bodies=2,
        phase="planned",
        slug="examined",
        prefix="EXAM",
        team=[(Role.INSPECTOR, "A"), (Role.INSPECTOR, "B"), *others],
    )
    opened(an_exercise(inspection, 10))
    return inspection


if __name__ == "__main__":
    main()
