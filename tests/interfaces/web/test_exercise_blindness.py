"""Twenty ways to learn of an exercise what one may not know yet, or never: none of them works.

What nobody may read too early is planted as words of its own: the panel's reasons, and each
inspector's. A page is what the server sends, all of it.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.exercises import actions
from inspectorate.domain.judgments.exercises.models import HandIn
from inspectorate.domain.judgments.exercises.policies import Answer
from inspectorate.domain.judgments.models import Exercise
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as accounts
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.exercises import PANEL, a_case, an_exercise, closed, decided, handed_in, opened
from tests.factories.findings import LATER, an_item
from tests.factories.rooms import AT, a_key, an_admin, an_inspection, join, member
from tests.interfaces.web.acting import signed_in

pytestmark = pytest.mark.django_db

THEIRS = "What the other inspector weighed"
MINE = "What I weighed myself"
DECIDED = "What was decided of the other"
CASE = "All records on 1.1 were kept."


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection(bodies=2, phase="planned")


@pytest.fixture
def exercise(inspection: Inspection) -> Exercise:
    """Open, and answered by the second inspector alone, far from the panel."""
    made = opened(an_exercise(inspection, 2))
    handed_in(made, other_of(inspection), "Inadequate", reasons=THEIRS)
    return made


def one_of(inspection: Inspection) -> Person:
    return member(inspection, Role.INSPECTOR)


def other_of(inspection: Inspection) -> Person:
    return member(inspection, Role.INSPECTOR, 1)


def pages_of(inspection: Inspection, *numbers: int) -> list[str]:
    """Every page that an inspector may open and on which an exercise could show."""
    slug = inspection.slug
    named = ("judgments-mine", "judgments-grid", "ledger", "evidence-list", "inspections-plan")
    taken = [reverse("judgments-take-exercise", args=[slug, number]) for number in numbers]
    return ["/", *(reverse(name, args=[slug]) for name in named), *taken]


def read(client: Client, address: str) -> str:
    """What the server sends, without what differs from one page to the next."""
    found = client.get(address)
    assert found.status_code == 200, address
    text = re.sub(r"gAAAAA[\w=-]+", "", found.content.decode())
    text = re.sub(r'name="(?:csrfmiddlewaretoken|whose|key|until)"[^>]*value="[^"]*"', "", text)
    return re.sub(r'value="[^"]*"[^>]*name="(?:key|until)"', "", text)


def told(person: Person, inspection: Inspection, *numbers: int) -> str:
    """All that a person can read on these pages."""
    client = signed_in(person)
    return "\n".join(read(client, one) for one in pages_of(inspection, *numbers))


def lead_pages(exercise: Exercise) -> list[str]:
    """The pages of the lead."""
    slug, number = exercise.inspection.slug, exercise.number
    one = ("exercise", "add-case", "pass-mark", "open-exercise", "close-exercise")
    named = [reverse(f"judgments-{name}", args=[slug, number]) for name in one]
    named.append(reverse("judgments-cancel-exercise", args=[slug, number]))
    named.append(reverse("judgments-take-out-case", args=[slug, number, 1]))
    person = other_of(exercise.inspection).pk
    named.append(reverse("judgments-readiness", args=[slug, number, person]))
    return [
        *named,
        *(reverse(f"judgments-{n}", args=[slug]) for n in ("exercises", "set-exercise")),
    ]


def test_01_page_of_the_cases_shows_neither_the_panel_nor_anybody(exercise: Exercise) -> None:
    seen = told(one_of(exercise.inspection), exercise.inspection, 1)
    assert CASE in seen
    assert PANEL not in seen
    assert THEIRS not in seen
    assert other_of(exercise.inspection).name not in re.sub(
        r"(?s)<section.*?</section>", "", seen.split('id="page"')[-1]
    )


def test_02_pages_of_the_lead_do_not_exist_for_an_inspector(exercise: Exercise) -> None:
    client = signed_in(one_of(exercise.inspection))
    for address in lead_pages(exercise):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"key": a_key()}).status_code in {404, 405}, address


def test_03_nor_for_a_moderator_who_inspects_too(exercise: Exercise) -> None:
    person = one_of(exercise.inspection)
    _joins(exercise.inspection, person, Role.MODERATOR)
    client = signed_in(person)
    for address in lead_pages(exercise):
        assert client.get(address).status_code == 404, address


def _joins(inspection: Inspection, person: Person, role: Role) -> None:
    accounts.grant(by=an_admin(), at=AT, key=a_key(), person=person, role=role)
    inspections.join(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        person=person,
        role=role,
        team="",
    )


def test_04_nothing_at_all_changes_when_another_drafts_hands_in_or_takes_back(
    exercise: Exercise,
) -> None:
    """By page, count, order, date, feed or ledger."""
    inspection, third = exercise.inspection, member(exercise.inspection, Role.INSPECTOR, 2)
    reader = one_of(inspection)
    before = told(reader, inspection, 1)
    draft = {1: Answer(None, THEIRS)}
    actions.save_answers(
        by=third, at=LATER, key=a_key(), exercise=exercise, answers=draft, version=0
    )
    assert told(reader, inspection, 1) == before
    handed_in(exercise, third, "Outstanding", reasons=THEIRS)
    assert told(reader, inspection, 1) == before
    actions.withdraw_answers(
        by=third, at=LATER, key=a_key(), exercise=exercise, reason="Read it again"
    )
    assert told(reader, inspection, 1) == before


def test_05_ledger_of_a_moderator_who_inspects_tells_nothing_of_exercises(
    exercise: Exercise,
) -> None:
    inspection, person = exercise.inspection, one_of(exercise.inspection)
    _joins(inspection, person, Role.MODERATOR)
    page = read(signed_in(person), reverse("ledger", args=[inspection.slug]))
    assert "exercise" not in page.casefold()
    asked = read(signed_in(person), reverse("ledger", args=[inspection.slug]) + "?room=judgments")
    assert "handed in" not in asked
    assert not re.search(r"handed_in|hand_in", asked)


def test_06_ledger_shows_no_numbers_where_one_could_be_missing(exercise: Exercise) -> None:
    inspection = exercise.inspection
    hidden = Entry.objects.filter(stream=inspection.stream, verb="judgments.hand_in_answers")
    assert hidden.exists()
    for reader in (one_of(inspection), member(inspection, Role.LEAD)):
        page = read(signed_in(reader), reverse("ledger", args=[inspection.slug]))
        digests = Entry.objects.filter(stream=inspection.stream).values_list("digest", flat=True)
        assert not re.search(r"Entry\s+\d", page)
        assert not any(one[:12] in page for one in digests)


def test_07_thing_named_in_the_address_of_the_ledger_tells_nothing(exercise: Exercise) -> None:
    inspection = exercise.inspection
    client = signed_in(one_of(inspection))
    for page in ("judgments-exercise", "judgments-take-exercise"):
        thing = reverse(page, args=[inspection.slug, 1])
        found = client.get(reverse("ledger", args=[inspection.slug]), {"thing": thing})
        words = found.content.decode()
        assert "handed in" not in words
        assert "Before fieldwork" not in words


def test_08_work_of_an_inspector_counts_their_own_and_no_others(exercise: Exercise) -> None:
    inspection = exercise.inspection
    for number, waits in ((0, True), (1, False)):
        words = read(signed_in(member(inspection, Role.INSPECTOR, number)), "/")
        assert ("Judge the cases of" in words) is waits
    assert "Judge the cases of" not in read(signed_in(member(inspection, Role.LEAD)), "/")


def test_09_refusals_tell_nothing_of_the_answer_nor_of_others(exercise: Exercise) -> None:
    inspection = exercise.inspection
    client = signed_in(one_of(inspection))
    take = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    back = reverse("judgments-withdraw-answers", args=[inspection.slug, 1])
    for address in (take, back):
        answer = client.post(address, {"key": a_key(), "version": 0, "reason": "So"})
        words = answer.content.decode()
        assert answer.status_code == 422
        assert PANEL not in words
        assert THEIRS not in words


def test_10_draft_of_another_is_neither_shown_nor_met_as_a_conflict(exercise: Exercise) -> None:
    inspection, third = exercise.inspection, member(exercise.inspection, Role.INSPECTOR, 2)
    actions.save_answers(
        by=third,
        at=LATER,
        key=a_key(),
        exercise=exercise,
        answers={1: Answer(None, THEIRS)},
        version=0,
    )
    client = signed_in(one_of(inspection))
    take = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    sent = {"key": a_key(), "version": 0, "draft": "yes", "reasons_1": MINE}
    assert client.post(take, sent).status_code == 302
    stale = client.post(take, {**sent, "key": a_key()})
    assert stale.status_code == 409
    assert MINE in stale.content.decode()
    assert THEIRS not in stale.content.decode()


def test_11_evidence_a_case_was_taken_from_tells_of_no_case_and_the_case_of_no_evidence(
    inspection: Inspection,
) -> None:
    item = an_item(inspection)
    made = an_exercise(inspection, 0)
    a_case(made, item=item.number)
    opened(made)
    client = signed_in(one_of(inspection))
    page = read(client, reverse("evidence-item", args=[inspection.slug, item.number]))
    assert PANEL not in page
    assert "Before fieldwork" not in page
    take = read(client, reverse("judgments-take-exercise", args=[inspection.slug, 1]))
    assert item.ref not in take
    assert item.scope_body.label not in take


def test_12_whoever_did_not_hand_in_is_told_nothing_once_it_is_closed(exercise: Exercise) -> None:
    inspection = exercise.inspection
    closed(exercise)
    decided(exercise, other_of(inspection), "trains-first", DECIDED)
    seen = told(one_of(inspection), inspection, 1)
    for canary in (PANEL, THEIRS, DECIDED):
        assert canary not in seen


def test_13_whoever_handed_in_is_told_nothing_before_it_is_closed(exercise: Exercise) -> None:
    inspection = exercise.inspection
    handed_in(exercise, one_of(inspection), "Good", reasons=MINE)
    seen = told(one_of(inspection), inspection, 1)
    assert MINE in seen
    assert PANEL not in seen
    assert THEIRS not in seen


def test_14_own_result_holds_the_panel_and_nobody_else(exercise: Exercise) -> None:
    inspection = exercise.inspection
    handed_in(exercise, one_of(inspection), "Good", reasons=MINE)
    closed(exercise)
    decided(exercise, other_of(inspection), "trains-first", DECIDED)
    decided(exercise, one_of(inspection), "may-judge", "Near enough to the panel")
    seen = told(one_of(inspection), inspection, 1)
    assert PANEL in seen
    assert "Near enough to the panel" in seen
    for canary in (THEIRS, DECIDED, "Inadequate.", "Trains first"):
        assert canary not in seen
    page = read(
        signed_in(one_of(inspection)),
        reverse("judgments-take-exercise", args=[inspection.slug, 1]),
    )
    assert other_of(inspection).name not in page


def test_15_own_result_is_the_same_whatever_others_answered(inspection: Inspection) -> None:
    """No figure of it counts another's answer: not even as a total from which to subtract."""
    pages = []
    for grade in ("Outstanding", "Inadequate"):
        where = an_inspection(bodies=2, phase="planned")
        made = opened(an_exercise(where, 2))
        handed_in(made, other_of(where), grade, reasons=THEIRS)
        handed_in(made, one_of(where), "Good", reasons=MINE)
        closed(made)
        address = reverse("judgments-take-exercise", args=[where.slug, 1])
        page = read(signed_in(one_of(where)), address).replace(where.slug, "")
        pages.append(re.sub(r"\d+", "", page[page.index("<main") : page.index("</main")]))
    assert pages[0] == pages[1]


def test_16_answers_are_not_taken_back_to_answer_anew_once_the_panel_was_read(
    exercise: Exercise,
) -> None:
    inspection = exercise.inspection
    handed_in(exercise, one_of(inspection), "Inadequate", reasons=MINE)
    closed(exercise)
    client = signed_in(one_of(inspection))
    back = reverse("judgments-withdraw-answers", args=[inspection.slug, 1])
    assert client.post(back, {"key": a_key(), "reason": "I know better"}).status_code == 422
    assert HandIn.objects.filter(withdrawal=None).count() == 2


def test_17_member_of_the_panel_is_shown_nobodys_answers(inspection: Inspection) -> None:
    panel = one_of(inspection)
    made = opened(an_exercise(inspection, 2, panel=[panel]))
    handed_in(made, other_of(inspection), "Inadequate", reasons=THEIRS)
    before = told(panel, inspection, 1)
    closed(made)
    after = told(panel, inspection, 1)
    for seen in (before, after):
        assert THEIRS not in seen
        assert CASE not in seen
    take = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    sent = {"key": a_key(), "version": 0}
    assert signed_in(panel).post(take, sent).status_code == 422


def test_18_earlier_result_is_shut_from_setting_its_cases_again_until_that_is_closed(
    exercise: Exercise,
) -> None:
    """Who has handed in may take it back and answer anew, so that handing in opens nothing."""
    inspection, person = exercise.inspection, one_of(exercise.inspection)
    handed_in(exercise, person, "Good", reasons=MINE)
    closed(exercise)
    assert PANEL in told(person, inspection, 1)
    again = an_exercise(inspection, 0, again=exercise)
    shut = told(person, inspection, 1)
    opened(again)
    handed_in(again, person, "Good", reasons=MINE)
    for seen in (shut, told(person, inspection, 1, 2)):
        assert PANEL not in seen
        assert MINE in seen
        assert "some of these cases are to be judged anew" in seen
    closed(again)
    client = signed_in(person)
    for number in (1, 2):
        take = reverse("judgments-take-exercise", args=[inspection.slug, number])
        assert PANEL in read(client, take)


def test_18_exercise_that_was_cancelled_shuts_no_earlier_result(exercise: Exercise) -> None:
    inspection, person = exercise.inspection, one_of(exercise.inspection)
    handed_in(exercise, person, "Good", reasons=MINE)
    closed(exercise)
    again = an_exercise(inspection, 0, again=exercise)
    assert PANEL not in told(person, inspection, 1)
    lead = member(inspection, Role.LEAD)
    actions.cancel_exercise(by=lead, at=LATER, key=a_key(), exercise=again, reason="Not needed")
    assert PANEL in told(person, inspection, 1)


def test_18_member_of_the_panel_of_another_exercise_keeps_the_earlier_result(
    exercise: Exercise,
) -> None:
    inspection, person = exercise.inspection, one_of(exercise.inspection)
    handed_in(exercise, person, "Good", reasons=MINE)
    closed(exercise)
    opened(an_exercise(inspection, 0, again=exercise, panel=[person]))
    page = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    assert PANEL in read(signed_in(person), page)


def test_19_lead_reads_no_answer_before_it_is_closed_and_so_can_tell_of_none(
    exercise: Exercise,
) -> None:
    inspection = exercise.inspection
    client = signed_in(member(inspection, Role.LEAD))
    page = read(client, reverse("judgments-exercise", args=[inspection.slug, 1]))
    assert "1 of 3 inspectors has handed in" in " ".join(page.split())
    assert PANEL in page
    assert THEIRS not in page
    assert "Inadequate" not in page[page.index("<main") :]


def test_20_who_led_once_and_so_read_the_panel_does_not_judge(exercise: Exercise) -> None:
    inspection, person = exercise.inspection, one_of(exercise.inspection)
    lead = member(inspection, Role.LEAD)
    _joins(inspection, person, Role.LEAD)
    row = inspection.team.get(person=person, role=Role.LEAD)
    inspections.leave(by=lead, at=AT, key=a_key(), member=row, reason="Inspects alone again")
    take = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    client = signed_in(person)
    assert CASE not in read(client, take)
    assert client.post(take, {"key": a_key(), "version": 0}).status_code == 422


def test_21_exercise_that_is_not_opened_does_not_exist_for_an_inspector(
    inspection: Inspection,
) -> None:
    an_exercise(inspection, 2)
    client = signed_in(one_of(inspection))
    take = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    assert client.get(take).status_code == 404
    assert "Before fieldwork" not in told(one_of(inspection), inspection)


def test_22_case_marked_too_high_is_withheld_with_all_that_was_said_of_it(
    inspection: Inspection,
) -> None:
    item = an_item(inspection, marking="OFFICIAL-SENSITIVE")
    made = an_exercise(inspection, 1)
    a_case(made, item=item.number, words="Said in confidence.", reasons="Weighed in confidence.")
    opened(made)
    person = join(inspection, Role.INSPECTOR, reading=False)
    only = {1: Answer(made.cases.get(number=1).panel_answer.grade, MINE)}
    actions.hand_in_answers(by=person, at=LATER, key=a_key(), exercise=made, answers=only)
    closed(made)
    seen = told(person, inspection, 1)
    assert PANEL in seen
    assert "confidence" not in seen


def test_23_somebody_elses_key_opens_nothing(exercise: Exercise) -> None:
    """What was sent by another is not given back to who sends the same key."""
    inspection, one, third = (
        exercise.inspection,
        one_of(exercise.inspection),
        member(exercise.inspection, Role.INSPECTOR, 2),
    )
    key = a_key()
    sent = {"key": key, "version": 0, "draft": "yes", "reasons_1": THEIRS}
    take = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    assert signed_in(third).post(take, sent).status_code == 302
    mine = signed_in(one)
    assert mine.post(take, {**sent, "reasons_1": MINE}).status_code == 302
    assert THEIRS not in read(mine, take)


def test_what_was_typed_stands_again_where_the_exercise_was_closed_meanwhile(
    exercise: Exercise,
) -> None:
    inspection = exercise.inspection
    client = signed_in(one_of(inspection))
    take = reverse("judgments-take-exercise", args=[inspection.slug, 1])
    closed(exercise)
    for more in ({}, {"draft": "yes"}):
        answer = client.post(take, {"key": a_key(), "version": 0, "reasons_1": MINE, **more})
        words = answer.content.decode()
        assert answer.status_code == 422
        assert f">\n{MINE}</textarea>" in words
        assert "The exercise is closed" in words
        assert PANEL not in words
