"""What is decided on the desk is what stands: papers, looks, sources and counts."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.judgments import actions, grid_filters, queries
from inspectorate.domain.judgments.cell_marks import CellMark
from inspectorate.domain.judgments.desk import actions as desk
from inspectorate.domain.judgments.desk.agenda import AgendaReason, agenda
from inspectorate.domain.judgments.desk.papers import papers
from inspectorate.domain.judgments.desk.showing import showing
from inspectorate.domain.judgments.grid import grid
from inspectorate.domain.judgments.grid_filters import GridFilters, narrowed
from inspectorate.domain.judgments.grid_totals import totals
from inspectorate.domain.judgments.models import Agreed, Moderation, ShownPapers
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.interfaces.web.judgments import cells
from inspectorate.interfaces.web.judgments.grid import _distributions
from tests.browser.to_judge import framework as with_an_ungraded_end
from tests.factories.findings import LATER, a_grade, agreed, an_item, answers, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    a_framework,
    a_key,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
)
from tests.factories.sampling import a_sample

from .test_desk import DOCUMENT, judged, moderator
from .test_sample import agree
from .test_sample import judged as many

pytestmark = pytest.mark.django_db
ON_DESK = {"HX-Request": "true", "HX-Target": "decision-desk"}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form_in(text: str) -> dict[str, str]:
    """What the decision in a page holds beside what is written: the seal and the key."""
    part = text[text.find('id="decision-desk"') :]
    found = {}
    for name in ("shown", "key"):
        held = re.search(rf'name="{name}" value="([^"]*)"', part)
        assert held is not None
        found[name] = html.unescape(held[1])
    return found


def test_decision_on_papers_whose_submissions_no_longer_stand_is_refused() -> None:
    inspection = an_inspection(phase="judging")
    judged(inspection, 0, "Good", "Outstanding")
    who, body, of = moderator(inspection), scope_body(inspection), criterion(inspection)
    cell = queries.cell(who, body, of)
    assert cell is not None
    shown = showing(papers(who, inspection, cell))
    third = join(inspection, Role.INSPECTOR)
    given = assigned(inspection, body, of, third, second=True, chance="1/5")
    submitted(given, "Inadequate")

    def moderate(shown: Any) -> object:
        return actions.moderate(
            by=who,
            at=LATER,
            key=a_key(),
            scope_body=body,
            criterion=of,
            grade=a_grade(of, "Good"),
            findings=answers(of),
            reasons="So.",
            shown=shown,
        )

    with pytest.raises(Refused) as refusal:
        moderate(shown)
    assert codes_of(refusal) == ["submissions_changed"]
    assert not Moderation.objects.exists()
    cell = queries.cell(who, body, of)
    assert cell is not None
    assert moderate(showing(papers(who, inspection, cell)))
    with pytest.raises(Refused) as refusal:
        actions.agree(
            by=who,
            at=LATER,
            key=a_key(),
            scope_body=body,
            criterion=of,
            grade=a_grade(of, "Good"),
            findings=answers(of),
            reasons="So.",
            cited=[an_item(inspection, body)],
            shown=shown,
        )
    assert codes_of(refusal) == ["submissions_changed"]


def test_refused_on_the_desk_the_decision_keeps_the_papers_that_were_shown() -> None:
    inspection = an_inspection(phase="judging")
    judged(inspection, 0, "Good", "Outstanding")
    who, body, of = moderator(inspection), scope_body(inspection), criterion(inspection)
    client = client_of(who)
    desk_of = reverse("judgments-desk", args=[inspection.slug])
    first = form_in(client.get(desk_of).content.decode())
    late = an_item(inspection, body, words="Came after the page was drawn.")
    address = reverse("judgments-moderate", args=[inspection.slug, body.code, of.pk])
    sent = {**first, "grade": a_grade(of).pk, "reasons": ""}
    refused = client.post(address, sent, headers=ON_DESK)
    assert refused.status_code == 422
    again = form_in(refused.content.decode())
    assert again["shown"] == first["shown"]
    findings = {f"finding_{one.code}": "yes" for one in of.findings.all()}
    done = client.post(address, {**sent, **again, "reasons": "So.", **findings}, headers=ON_DESK)
    assert done.status_code == 204
    assert late.number not in [number for number, _ in ShownPapers.objects.get().items]


def decision(inspection: Any, client: Client, act: str) -> tuple[str, dict[str, Any]]:
    """Where a decision on the first judgment goes, and all that its page sends."""
    body, of = scope_body(inspection), criterion(inspection)
    address = reverse(f"judgments-{act}", args=[inspection.slug, body.code, of.pk])
    page = client.get(address).content.decode()
    found = {
        name: html.unescape(held[1])
        for name in ("shown", "key")
        if (held := re.search(rf'name="{name}" value="([^"]*)"', page)) is not None
    }
    findings = {f"finding_{one.code}": "yes" for one in of.findings.all()}
    cited = list(queries.cell(moderator(inspection), body, of).submissions[0].citations.all())
    typed = {"grade": a_grade(of).pk, "reasons": "What I typed.", "cited": cited[0].item_id}
    return address, {**found, **findings, **typed}


@pytest.mark.parametrize("act", ["moderate", "agree"])
def test_second_who_decides_on_the_same_page_is_refused_and_keeps_what_was_typed(act: str) -> None:
    inspection = an_inspection(phase="judging")
    judged(inspection, 0, "Good", "Good")
    who, other = moderator(inspection), join(inspection, Role.MODERATOR)
    windows = [
        (client, decision(inspection, client, act)) for client in map(client_of, (other, who))
    ]
    sent_in = [client.post(to, sent) for client, (to, sent) in windows]
    assert [one.status_code for one in sent_in] == [302, 422]
    words = sent_in[1].content.decode()
    done = "moderated" if act == "moderate" else "agreed"
    assert f"This judgment was {done} after this page was shown to you." in words
    assert "What I typed." in words
    model = Moderation if act == "moderate" else Agreed
    assert model.objects.count() == 1
    # The page shows what stands now: sent again from it, the decision goes through.
    again = html.unescape(re.findall(r'name="shown" value="([^"]*)"', words)[-1])
    client, (to, sent) = windows[1]
    assert client.post(to, {**sent, "shown": again, "key": a_key()}).status_code == 302
    assert model.objects.count() == 2


def test_one_person_in_two_windows_agrees_once(settings: Any) -> None:
    inspection = an_inspection(phase="judging")
    judged(inspection, 0, "Good", "Good")
    client = client_of(moderator(inspection))
    windows = [decision(inspection, client, "agree") for _ in range(2)]
    assert [client.post(to, sent).status_code for to, sent in windows] == [302, 422]
    assert Agreed.objects.count() == 1


def test_decision_overtaken_on_the_desk_shows_what_stands_now_and_then_goes_through() -> None:
    inspection = an_inspection(phase="judging")
    judged(inspection, 0, "Good", "Outstanding")
    desk_of = reverse("judgments-desk", args=[inspection.slug])
    client = client_of(moderator(inspection))
    other = client_of(join(inspection, Role.MODERATOR))
    first = form_in(client.get(desk_of).content.decode())
    to, sent = decision(inspection, other, "moderate")
    assert other.post(to, {**sent, "and_agree": "yes"}).status_code == 302
    assert Agreed.objects.get().shown.moderations[0][0] == Moderation.objects.get().pk
    mine = {**sent, **first, "reasons": "What I typed on the desk."}
    agree_at = to.replace("moderate", "agree")
    refused = client.post(agree_at, mine, headers=ON_DESK)
    assert refused.status_code == 422
    words = refused.content.decode()
    assert "was moderated and agreed after this page was shown" in words
    part = words[words.find('id="decision-desk"') :]
    assert "What stands now" in part
    assert "What I typed on the desk." in part
    done = client.post(agree_at, {**mine, **form_in(words)}, headers=ON_DESK)
    assert done.status_code == 204
    kept = Agreed.objects.latest("number").shown
    assert kept.agreed_before[0][0] == Agreed.objects.get(number=1).pk


def test_judgment_that_was_in_doubt_is_not_agreed_by_drawing_until_it_is_left_out() -> None:
    inspection = many(60)
    by = member(inspection, Role.MODERATOR)
    sample = a_sample(inspection, by)
    doubted, *_ = sample.cells.order_by("place")
    place = (doubted.scope_body_id, doubted.criterion_id)
    left_out = False
    while not left_out:
        # Each sample is looked at before another is drawn, the judgment in doubt as such each time.
        for one in sample.cells.all():
            stands = (one.scope_body_id, one.criterion_id) != place
            desk.look(by=by, at=LATER, key=a_key(), cell=one, stands=stands)
        sample = a_sample(inspection, by)
        left_out = place not in set(sample.cells.values_list("scope_body", "criterion"))
    for one in sample.cells.all():
        desk.look(by=by, at=LATER, key=a_key(), cell=one, stands=True)
    order = [one.pk for one in inspection.scope.order_by("order")]
    number = order.index(doubted.scope_body_id)
    with pytest.raises(Refused) as refusal:
        agree(inspection, by, number)
    assert codes_of(refusal) == ["sample_doubted"]
    assert agree(inspection, by, (number + 1) % 60)


def test_sampled_judgment_that_is_judged_once_more_says_why_it_is_not_looked_at() -> None:
    inspection = many(2)
    by = member(inspection, Role.MODERATOR)
    cell, *_ = a_sample(inspection, by).cells.order_by("place")
    second = member(inspection, Role.INSPECTOR, 1)
    assigned(inspection, cell.scope_body, cell.criterion, second, second=True, chance="1/5")
    client = client_of(by)
    listed = client.get(reverse("judgments-undisputed", args=[inspection.slug]))
    to = reverse("judgments-look", args=[inspection.slug, cell.pk])
    assert to in listed.content.decode()
    answer = client.get(to)
    assert answer.status_code == 200
    assert "is not open to you now" in answer.content.decode()
    assert client.post(to, {"key": a_key(), "stands": "yes"}).status_code == 422


def test_desk_and_grid_agree_how_thin_twenty_interviews_and_a_document_are() -> None:
    inspection = an_inspection(phase="judging")
    body, of, who = (
        scope_body(inspection),
        criterion(inspection),
        member(inspection, Role.INSPECTOR),
    )
    cited = [an_item(inspection, body, by=who, words=f"Said {one}.") for one in range(20)]
    cited.append(an_item(inspection, body, by=who, **DOCUMENT))
    submitted(assigned(inspection, body, of, who), cited=cited)
    reader = moderator(inspection)
    on_grid = CellMark.THIN in grid(reader, inspection).cells[body.pk, of.pk].marks
    on_desk = AgendaReason.THIN in agenda(reader, inspection).items[0].reasons
    assert on_grid == on_desk


def test_body_that_is_left_out_is_not_among_those_most_alike() -> None:
    inspection = an_inspection(phase="judging")
    judged(inspection, 0, "Good", "Outstanding")
    other, of = scope_body(inspection, 1), criterion(inspection)
    agreed(inspection, other, of)
    who = moderator(inspection)
    cell = queries.cell(who, scope_body(inspection), of)
    assert cell is not None
    assert [one.scope_body for one in papers(who, inspection, cell).alike] == [other]
    inspections.leave_out(
        by=member(inspection, Role.LEAD),
        at=LATER + timedelta(hours=1),
        key=a_key(),
        inspection=inspection,
        scope_body=other,
        criterion=of,
        reason="Gone",
    )
    assert papers(who, inspection, cell).alike == ()


def test_picture_beside_a_narrowed_grid_counts_what_was_asked_for_alone() -> None:
    inspection = an_inspection(phase="judging", bodies=2)
    for number, ref, grade in (
        (0, "1.1", "Inadequate"),
        (1, "1.1", "Good"),
        (0, "2.1", "Good"),
        (1, "2.1", "Inadequate"),
    ):
        agreed(inspection, scope_body(inspection, number), criterion(inspection, ref), grade)
    whole = grid(member(inspection, Role.LEAD), inspection)
    low, good = (a_grade(criterion(inspection), name) for name in ("Inadequate", "Good"))
    asked = narrowed(whole, GridFilters(grade=low.pk), {})
    keys = [cells.scale_key(one) for one in grid_filters.scales_in(whole)]
    tables = [str(one) for one in (_distributions(whole, keys)[0], _distributions(asked, keys)[0])]
    assert tables[0] != tables[1]
    assert good.name in tables[0]


def test_last_sheet_of_a_grid_says_what_is_in_all_of_every_scale() -> None:
    inspection = an_inspection(phase="judging", framework=a_framework(with_an_ungraded_end()))
    drawn = grid(member(inspection, Role.LEAD), inspection)
    keys = [cells.scale_key(one) for one in grid_filters.scales_in(drawn)]
    parts = cells.sheets(drawn, keys, totals(drawn), of=10)
    whole = [label for sheet in parts for label, line in sheet.foot if "in all" in line]
    assert len(parts) > 1
    assert len(whole) == len(set(whole))
    for key in keys:
        for grade, _ in key.grades:
            assert any(grade.name in label for label in whole)
