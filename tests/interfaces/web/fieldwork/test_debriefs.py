"""The page on which a visit ends with its hot debrief, made from the evidence of the visit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.judgments.debriefs.blindness import WITHHELD
from inspectorate.domain.judgments.debriefs.models import ToldGrade
from inspectorate.domain.publication import actions as publication
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from tests.domain.judgments.test_overrides import override
from tests.factories.findings import agreed, assigned, submitted
from tests.factories.publishing import (
    EMBARGO,
    SIGNED,
    Story,
    a_document,
    approved,
    frozen,
    prepared,
)
from tests.factories.rooms import (
    a_contact,
    a_key,
    a_visit,
    an_inspection,
    criterion,
    join,
    member,
    move_to,
    scope_body,
)
from tests.factories.telling import (
    ENDED,
    debriefed,
    heard,
    judged,
    not_told,
    say,
    set_telling,
    tell,
)
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
        slug = visit.inspection.slug
        there = reverse("fieldwork-visit", args=[slug, visit.pk])
        cell = reverse("judgments-cell", args=[slug, visit.scope_body.code, criterion_of(told)])
        pages = {
            there: "Training is good",
            f"{reverse('search')}?q=Training": "Training is good",
            cell: "the body was told, provisionally",
            reverse("fieldwork-tell-grade", args=[slug, visit.pk]): "was told on",
        }
        lead = signed_in(member(visit.inspection, Role.LEAD))
        for address, what in pages.items():
            assert what in words(lead.get(address)), address
        blind = member(visit.inspection, Role.INSPECTOR, 2)
        assigned(visit.inspection, visit.scope_body, criterion(visit.inspection), blind)
        client = signed_in(blind)
        assert WITHHELD in words(client.get(there))
        for address in pages:
            page = words(client.get(address))
            for what in {*pages.values(), "Provisional grades that the body was told"}:
                assert what not in page, address
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
        stands = lead.get(address).context["form"]["agreed"].value()
        sent_words = {"key": "one", "words": "We weighed records too.", "agreed": stands}
        answer = lead.post(address, sent_words)
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
        other = signed_in(a_contact(scope_body(inspection, 1).body))
        assert other.get(address).status_code == 404


def out_with(visit: Visit) -> None:
    """A letter to the body of a visit, frozen and released."""
    inspection, body = visit.inspection, visit.scope_body
    text = "---\ntitle: To you\npublished: 2020-03-09\n---\n\n{.narrative}\nThank you.\n"
    letter = a_document(inspection, "letter", "letter", "To you", text, scope_body=body)
    chosen = [frozen(letter)]
    story = Story(inspection, letter, letter)
    at, press = SIGNED + timedelta(hours=1), member(inspection, Role.PRESS)
    release = approved(prepared(story, chosen, at=at))
    publication.release(by=press, at=EMBARGO, key=a_key(), release=release)


class TestPortalOnceTheLetterIsOut:
    """What the body reads in the portal is what its letter says, whatever became of it since."""

    @pytest.fixture
    def told(self, visit: Visit) -> ToldGrade:
        inspection = visit.inspection
        set_telling(inspection)
        debriefed(visit, told=[judged(visit)])
        told = ToldGrade.objects.get()
        move_to(inspection, "judging")
        visit.inspection.refresh_from_db()
        agreed(inspection, visit.scope_body, criterion(inspection), "Outstanding")
        say(told, "We weighed records too.")
        return told

    def page_of_body(self, visit: Visit) -> str:
        address = reverse("portal-visit", args=[visit.inspection.slug, visit.scope_body.code, 1])
        return words(signed_in(a_contact(visit.scope_body.body)).get(address))

    def test_letter_is_told_as_it_was_frozen_after_rewording_and_override(
        self, visit: Visit, told: ToldGrade
    ) -> None:
        in_it = "The judgment in our letter to you: Outstanding . We weighed records too."
        assert in_it not in self.page_of_body(visit)
        out_with(visit)
        assert in_it in self.page_of_body(visit)
        say(told, "Reworded.")
        assert in_it in self.page_of_body(visit)
        override(visit.inspection, "Requires improvement")
        shown = self.page_of_body(visit)
        assert in_it in shown
        assert "Requires improvement" not in shown
        assert "Reworded" not in shown

    def test_grade_told_after_the_letter_is_not_said_to_be_in_it(
        self, visit: Visit, told: ToldGrade
    ) -> None:
        out_with(visit)
        visit.inspection.refresh_from_db()
        tell(told.debrief, judged(visit, ref="1.2"))
        shown = self.page_of_body(visit)
        assert shown.count("The judgment in our letter to you") == 1
        assert "Our letter to you that is out does not speak of it." in shown

    def test_grade_that_was_not_told_after_all_is_said_to_be_a_mistake(
        self, visit: Visit, told: ToldGrade
    ) -> None:
        not_told(told)
        shown = self.page_of_body(visit)
        assert f"{told.submission.assignment.criterion}: recorded by mistake." in shown
        assert "Good Provisional" not in shown


class TestSent:
    """What was sent and may not be told, or relied on, any more."""

    GIVEN: ClassVar = {
        "debrief": "Good work.",
        "heard_by": "Chief officer",
        "said_on": "2018-10-09",
    }

    def test_ticked_grade_that_may_not_be_told_any_more_is_refused_with_why(
        self, visit: Visit
    ) -> None:
        set_telling(visit.inspection)
        said = judged(visit)
        of = criterion(visit.inspection)
        other = member(visit.inspection, Role.INSPECTOR, 1)
        assigned(visit.inspection, visit.scope_body, of, other)
        answer = sent(signed_in(said.by), visit, told=[said.pk], **self.GIVEN)
        assert answer.status_code == 422
        shown = words(answer)
        assert "Not every submission on Force 01 on 1.1 is in." in shown
        form = answer.context["form"]
        assert form["told"].value() == [str(said.pk)]
        assert form["debrief"].value() == "Good work."
        visit.refresh_from_db()
        assert visit.ended_at is None

    def test_ticked_grade_is_refused_where_none_are_told_any_more_and_where_there_is_none(
        self, visit: Visit
    ) -> None:
        said = judged(visit)
        client = signed_in(said.by)
        never = sent(client, visit, told=[said.pk], **self.GIVEN)
        assert "This inspection never tells provisional grades." in words(never)
        none = sent(client, visit, told=["987654"], **self.GIVEN)
        assert "A judgment that was chosen does not exist here." in words(none)
        assert (never.status_code, none.status_code) == (422, 422)

    def test_ticked_evidence_withdrawn_meanwhile_is_named_and_nothing_typed_is_lost(
        self, visit: Visit
    ) -> None:
        item = heard(visit)
        said = {"by": item.recorded_by, "at": ENDED, "key": "gone", "item": item}
        evidence.withdraw(reason="Misheard", **said)
        lead = signed_in(member(visit.inspection, Role.LEAD))
        answer = sent(lead, visit, cited=[item.pk], **self.GIVEN)
        assert answer.status_code == 422
        assert f"{item.ref} was withdrawn. It is ticked no more" in words(answer)
        assert "valid choice" not in words(answer)
        assert answer.context["form"]["debrief"].value() == "Good work."
        unknown = sent(lead, visit, cited=[987654, "x"], **self.GIVEN)
        assert "Evidence that was ticked is not here." in words(unknown)

    def test_grade_told_already_keeps_the_form_and_its_day_and_says_so_beside_the_grade(
        self, visit: Visit
    ) -> None:
        set_telling(visit.inspection)
        debrief, said = debriefed(visit), judged(visit)
        tell(debrief, said)
        address = reverse("fieldwork-tell-grade", args=[visit.inspection.slug, visit.pk])
        given = {"key": "k", "submission": said.pk, "told_on": "2018-10-11"}
        answer = signed_in(said.by).post(address, given)
        form = answer.context["form"]
        assert "was told on 11 October 2018" in str(form.errors["submission"])
        assert form["told_on"].value() == "2018-10-11"
        assert "Record it" in words(answer)

    def test_words_written_for_a_judgment_that_stands_no_more_are_kept_and_refused_once(
        self, visit: Visit
    ) -> None:
        inspection, of = visit.inspection, criterion(visit.inspection)
        set_telling(inspection)
        debriefed(visit, told=[judged(visit)])
        told, lead = ToldGrade.objects.get(), signed_in(member(inspection, Role.LEAD))
        agreed(inspection, visit.scope_body, of, "Requires improvement")
        address = reverse("judgments-say-difference", args=[inspection.slug, told.pk])
        stands = lead.get(address).context["form"]["agreed"].value()
        agreed(inspection, visit.scope_body, of, "Outstanding")
        given = {"key": "k", "words": "Training had stopped.", "agreed": stands}
        answer = lead.post(address, given)
        assert answer.status_code == 422
        assert "was decided anew since these words were begun" in words(answer)
        form = answer.context["form"]
        assert form["words"].value() == "Training had stopped."
        newest = {name: form[name].value() for name in ("key", "words", "agreed")}
        assert lead.post(address, {**newest, "words": "More was seen."}).status_code == 302


def test_list_of_visits_names_grades_without_words_and_leads_to_where_they_are_written(
    visit: Visit,
) -> None:
    inspection = visit.inspection
    set_telling(inspection)
    debriefed(visit, told=[judged(visit)])
    told, there = ToldGrade.objects.get(), reverse("fieldwork-visits", args=[inspection.slug])
    lead = signed_in(member(inspection, Role.LEAD))
    assert "Without words for the body" not in words(lead.get(there))
    agreed(inspection, visit.scope_body, criterion(inspection), "Outstanding")
    to = reverse("judgments-say-difference", args=[inspection.slug, told.pk])
    assert to in lead.get(there).content.decode()
    assert "Force 01 on 1.1 : Agreed otherwise: Outstanding." in words(lead.get(there))
    inspector = signed_in(member(inspection, Role.INSPECTOR))
    assert to not in inspector.get(there).content.decode()
    say(told)
    assert to not in lead.get(there).content.decode()


def test_debrief_made_from_evidence_above_the_reader_says_nothing_of_evidence(
    visit: Visit,
) -> None:
    item = heard(visit, marking=Marking.SENSITIVE)
    unread = signed_in(join(visit.inspection, Role.INSPECTOR, reading=False))
    debriefed(visit, item, marking=Marking.SENSITIVE)
    there = reverse("fieldwork-visit", args=[visit.inspection.slug, visit.pk])
    shown = words(unread.get(there))
    assert "Heard by" in shown
    assert "Made from" not in shown
    assert "No evidence named" not in shown


def criterion_of(told: ToldGrade) -> int:
    return told.submission.assignment.criterion_id
