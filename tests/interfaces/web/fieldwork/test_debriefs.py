"""The page on which a visit ends with its hot debrief, made from the evidence of the visit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.judgments.debriefs import queries
from inspectorate.domain.judgments.debriefs.blindness import WITHHELD
from inspectorate.domain.judgments.debriefs.models import ToldGrade
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import agreed, assigned, submitted
from tests.factories.rooms import (
    a_contact,
    a_visit,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
)
from tests.factories.telling import debriefed, heard, judged, say, set_telling
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


class TestTold:
    """Grades told with a debrief, on staff pages and in the portal."""

    def test_grade_is_ticked_with_the_debrief_and_what_may_not_be_told_says_why(
        self, visit: Visit
    ) -> None:
        set_telling(visit.inspection)
        said = judged(visit)
        later = assigned(
            visit.inspection,
            visit.scope_body,
            criterion(visit.inspection, "1.2"),
            member(visit.inspection, Role.INSPECTOR),
        )
        submitted(later)
        assigned(
            visit.inspection,
            visit.scope_body,
            criterion(visit.inspection, "1.2"),
            member(visit.inspection, Role.INSPECTOR, 1),
        )
        client = signed_in(said.by)
        offered = words(client.get(page_of(visit)))
        assert f"{said.assignment.criterion}: Good" in offered
        assert "Not every submission on Force 01 on 1.2 is in." in offered
        given = {"debrief": "Good work.", "heard_by": "Chief officer", "said_on": "2018-10-09"}
        answer = sent(client, visit, told=[said.pk], **given)
        assert answer.status_code == 302
        assert "told on 9 October 2018" in words(client.get(answer["Location"]))

    def test_whoever_has_still_to_judge_finds_neither_grade_nor_words(self, visit: Visit) -> None:
        set_telling(visit.inspection)
        said = judged(visit)
        debriefed(visit, told=[said], debrief="Training is good, we think.")
        told = ToldGrade.objects.get()
        blind = member(visit.inspection, Role.INSPECTOR, 2)
        assigned(visit.inspection, visit.scope_body, criterion(visit.inspection), blind)
        client, slug = signed_in(blind), visit.inspection.slug
        there = reverse("fieldwork-visit", args=[slug, visit.pk])
        shown = words(client.get(there))
        assert WITHHELD in shown
        cell = reverse("judgments-cell", args=[slug, visit.scope_body.code, criterion_of(told)])
        pack = reverse("fieldwork-visit-pack", args=[slug, visit.pk])
        tell_page = reverse("fieldwork-tell-grade", args=[slug, visit.pk])
        ledger, search = reverse("ledger", args=[slug]), f"{reverse('search')}?q=Training"
        for address in (there, cell, pack, tell_page, ledger, search):
            page = words(client.get(address))
            assert "Training is good" not in page, address
            assert "provisionally" not in page, address
            assert "Provisional grades that the body was told" not in page, address
        gone = reverse("fieldwork-not-told", args=[slug, visit.pk, told.pk])
        assert client.get(gone).status_code == 404
        difference = reverse("judgments-say-difference", args=[slug, told.pk])
        assert client.get(difference).status_code == 404

    def test_page_of_the_judgment_says_what_was_told_and_leads_to_the_words(
        self, visit: Visit
    ) -> None:
        set_telling(visit.inspection)
        debriefed(visit, told=[judged(visit)])
        told, slug = ToldGrade.objects.get(), visit.inspection.slug
        lead = signed_in(member(visit.inspection, Role.LEAD))
        cell = reverse("judgments-cell", args=[slug, visit.scope_body.code, criterion_of(told)])
        assert "Another grade needs a reason" in words(lead.get(cell))
        agreed(visit.inspection, visit.scope_body, criterion(visit.inspection), "Outstanding")
        assert "Words for the body are missing" in words(lead.get(cell))
        address = reverse("judgments-say-difference", args=[slug, told.pk])
        answer = lead.post(address, {"key": "one", "words": "We weighed records too."})
        assert answer["Location"] == cell
        assert "The letter says: We weighed records too." in words(lead.get(cell))

    def test_body_reads_who_heard_it_and_the_grade_but_no_difference_before_its_letter_is_out(
        self, visit: Visit
    ) -> None:
        inspection = visit.inspection
        set_telling(inspection)
        debriefed(visit, told=[judged(visit)])
        agreed(inspection, visit.scope_body, criterion(inspection), "Outstanding")
        said = say(ToldGrade.objects.get(), "We weighed records too.")
        contact = signed_in(a_contact(visit.scope_body.body))
        address = reverse("portal-visit", args=[inspection.slug, visit.scope_body.code, 1])
        shown = words(contact.get(address))
        assert "heard by: Chief officer and two heads of department" in shown
        assert "Good Provisional told on 10 October 2018" in shown
        assert "Outstanding" not in shown
        assert said.words not in shown
        (before,) = queries.told_to_body(visit, said.at - timedelta(days=1))
        (after,) = queries.told_to_body(visit, said.at)
        assert (before.now, before.words) == ("", "")
        assert (after.now, after.words) == ("Outstanding", said.words)
        other = signed_in(a_contact(scope_body(inspection, 1).body))
        assert other.get(address).status_code == 404


def criterion_of(told: ToldGrade) -> int:
    return told.submission.assignment.criterion_id
