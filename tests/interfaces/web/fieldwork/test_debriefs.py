"""The page on which a visit ends with its hot debrief, made from the evidence of the visit."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.fieldwork.models import Visit
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_visit, an_inspection, join, member
from tests.factories.telling import debriefed, heard
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(settings: Any) -> Visit:
    settings.SECOND_FACTOR_REQUIRED = False
    return a_visit(an_inspection())


def page_of(visit: Visit) -> str:
    return reverse("fieldwork-end-visit", args=[visit.inspection.slug, visit.pk])


def sent(client: Client, visit: Visit, **given: Any) -> Any:
    return client.post(page_of(visit), {"version": visit.version, "key": "once", **given})


def test_ticked_evidence_is_put_into_words_by_its_side_and_nothing_typed_is_lost(
    visit: Visit,
) -> None:
    good = heard(visit, words="Officers know the form.")
    weak = heard(visit, words="Nobody reads it.", direction="contradicts")
    plain = heard(visit, words="It is kept on paper.", direction="neutral")
    unticked = heard(visit, words="Left out.")
    answer = sent(
        signed_in(member(visit.inspection, Role.LEAD)),
        visit,
        words="yes",
        cited=[good.pk, weak.pk, plain.pk],
        debrief="Thank you for having us.",
        heard_by="Chief officer",
        said_on="2018-10-09",
        marking=Marking.SENSITIVE,
    )
    form = answer.context["form"]
    assert form["debrief"].value().split("\n") == [
        "Thank you for having us.",
        "",
        "Strengths",
        f"- {good.ref}: Officers know the form.",
        "",
        "Concerns",
        f"- {weak.ref}: Nobody reads it.",
        "",
        "Not yet clear",
        f"- {plain.ref}: It is kept on paper.",
    ]
    assert unticked.ref not in form["debrief"].value()
    kept = [form[name].value() for name in ("heard_by", "said_on", "marking", "key")]
    assert kept == ["Chief officer", "2018-10-09", Marking.SENSITIVE, "once"]
    assert answer.content.decode().count(" checked") == 3
    visit.refresh_from_db()
    assert visit.ended_at is None


def test_evidence_put_into_words_a_second_time_is_not_written_twice(visit: Visit) -> None:
    lead = signed_in(member(visit.inspection, Role.LEAD))
    first, second = heard(visit), heard(visit)
    said = f"Strengths\n- {first.ref}: As we said.\n\nConcerns\nNone yet."
    answer = sent(lead, visit, words="yes", cited=[first.pk, second.pk], debrief=said)
    told = answer.context["form"]["debrief"].value().splitlines()
    assert told[:3] == [
        "Strengths",
        f"- {first.ref}: As we said.",
        f"- {second.ref}: {second.words}",
    ]
    assert told[3:] == ["", "Concerns", "None yet."]


def test_visit_shows_who_heard_its_debrief_and_what_it_was_made_from(visit: Visit) -> None:
    item = heard(visit)
    answer = sent(
        signed_in(member(visit.inspection, Role.INSPECTOR)),
        visit,
        cited=[item.pk],
        debrief="Leaders know why.",
        heard_by="Chief officer",
        said_on="2018-10-09",
    )
    assert answer.status_code == 302
    shown = signed_in(member(visit.inspection, Role.ANALYST)).get(answer["Location"])
    said = words(shown)
    assert "Provisional Leaders know why." in said
    assert "Heard by Chief officer Said on 9 October 2018" in said
    assert f"Made from {item.ref}" in said


def test_evidence_above_the_reader_is_neither_offered_nor_named(visit: Visit) -> None:
    item = heard(visit, marking=Marking.SENSITIVE)
    other = heard(visit)
    unread = signed_in(join(visit.inspection, Role.INSPECTOR, reading=False))
    offered = words(unread.get(page_of(visit)))
    assert other.ref in offered
    assert item.ref not in offered
    debriefed(visit, item, other, marking=Marking.SENSITIVE)
    there = words(unread.get(reverse("fieldwork-visit", args=[visit.inspection.slug, visit.pk])))
    assert f"Made from {other.ref}" in there
    assert item.ref not in there
