"""Pages of samples: what is shown before a draw and after it, and what a list may hold."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.fieldwork.models import CaseList, CaseSample
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_key, an_inspection, member, scope_body
from tests.factories.samples import (
    SECRET,
    a_form,
    a_list,
    a_read_sample,
    a_sample,
    drawn,
    references,
)
from tests.interfaces.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection(bodies=2)


@pytest.fixture
def lead(inspection: Inspection) -> Client:
    return signed_in(member(inspection, Role.LEAD))


def to(name: str, inspection: Inspection, *args: object) -> str:
    return reverse(f"fieldwork-{name}", args=[inspection.slug, *args])


def words(client: Client, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", found.content.decode()).split())


def test_seed_is_on_no_page_before_the_draw_and_told_after_it(
    inspection: Inspection, lead: Client
) -> None:
    sample = a_sample(a_form(inspection))
    a_list(sample)
    pages = [
        to("sample", inspection, sample.pk),
        to("samples", inspection),
        to("draw-cases", inspection, sample.pk),
        reverse("ledger", args=[inspection.slug]),
    ]
    assert not any(SECRET in words(lead, page) for page in pages)
    assert sample.commitment in words(lead, pages[0])
    drawn(sample)
    assert SECRET in words(lead, pages[0])


def test_seed_of_the_page_is_its_own_each_time(inspection: Inspection, lead: Client) -> None:
    form = a_form(inspection)
    for number in range(2):
        sent = {
            "key": a_key(),
            "scope_body": scope_body(inspection, number).pk,
            "seeding": "commit",
        }
        assert lead.post(to("begin-sample", inspection, form.number), sent).status_code == 302
    secrets = set(CaseSample.objects.values_list("secret", flat=True))
    assert len(secrets) == 2
    assert {len(one) for one in secrets} == {64}


def test_second_press_on_begin_and_on_close_changes_nothing(
    inspection: Inspection, lead: Client
) -> None:
    form = a_form(inspection)
    sent = {"key": a_key(), "scope_body": scope_body(inspection).pk, "seeding": "commit"}
    for _ in range(2):
        assert lead.post(to("begin-sample", inspection, form.number), sent).status_code == 302
    sample = CaseSample.objects.get()
    listed = {"key": a_key(), "rule": "simple", "wanted": 1, "references": "CF-1\nCF-2"}
    for _ in range(2):
        assert lead.post(to("close-list", inspection, sample.pk), listed).status_code == 302
    assert CaseList.objects.get().salt != sample.secret


def test_bad_row_is_named_and_what_was_pasted_stays(inspection: Inspection, lead: Client) -> None:
    sample = a_sample(a_form(inspection))
    sent = {"key": a_key(), "rule": "simple", "wanted": 1, "references": "CF-1\nAnn Example"}
    answer = lead.post(to("close-list", inspection, sample.pk), sent)
    assert answer.status_code == 422
    assert "Row 2 holds a space, as names do." in answer.content.decode()
    assert "Ann Example" in answer.content.decode()
    assert not CaseList.objects.exists()


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfCF-1\r\nCF-2", "CF-1\nCF-2".encode("utf-16")])
def test_list_is_taken_from_a_file(inspection: Inspection, lead: Client, content: bytes) -> None:
    sample = a_sample(a_form(inspection))
    file = SimpleUploadedFile("list.csv", content)
    sent = {"key": a_key(), "rule": "simple", "wanted": 1, "references": "", "file": file}
    assert lead.post(to("close-list", inspection, sample.pk), sent).status_code == 302
    assert [row[1] for row in CaseList.objects.get().cases] == ["CF-1", "CF-2"]


def test_record_of_a_draw_is_sent_once_it_is_drawn(inspection: Inspection, lead: Client) -> None:
    sample = a_sample(a_form(inspection))
    a_list(sample)
    assert lead.get(to("draw-record", inspection, sample.pk)).status_code == 404
    draw = drawn(sample)
    record = json.loads(lead.get(to("draw-record", inspection, sample.pk)).content)
    assert (record["seed"], len(record["drawn"])) == (draw.seed, 10)


def test_share_stands_with_what_it_means_and_what_to_do_next(
    inspection: Inspection, lead: Client
) -> None:
    draw = a_read_sample(a_form(inspection), yes=15, text=references(60), wanted=20)
    said = words(lead, to("sample", inspection, draw.case_list.sample_id))
    assert "75 % 55 to 88 15 of 20 read say yes. Had all 60 been read" in said
    assert "Say “about” or “at least”" in said


def test_question_of_ones_own_that_names_no_criterion_is_refused_by_its_line(
    inspection: Inspection, lead: Client
) -> None:
    sent = {
        "key": a_key(),
        "title": "Files",
        "unit": "file",
        "called": "files",
        "own": "1.1: Is there a plan?\nIs it good?",
    }
    answer = lead.post(to("make-review-form", inspection), sent)
    assert answer.status_code == 422
    assert "Line 2 does not begin with a criterion and a colon." in answer.content.decode()


def test_share_is_claimed_from_its_form(inspection: Inspection, lead: Client) -> None:
    a_read_sample(a_form(inspection), yes=15, text=references(60), wanted=20)
    address = reverse("claims-draft", args=[inspection.slug]) + "?kind=share"
    assert "Review of case files: Does the file hold a plan?" in words(lead, address)
    sent = {
        "key": a_key(),
        "claim_key": "plans",
        "statement": "The file holds a plan",
        "question": "1.1",
        "body": scope_body(inspection).code,
    }
    assert lead.post(address, sent).status_code == 302
    assert Claim.objects.get().predicate == {
        "question": "1.1",
        "body": scope_body(inspection).code,
    }
    said = words(lead, reverse("claims-claim", args=[inspection.slug, "plans"]))
    assert "No word holds over the whole interval, 75 % (55 to 88)" in said
    assert "Rests on 20 reviewed" in said


def test_pages_warn_of_a_second_sample_of_the_same_question_before_it_is_begun_and_drawn(
    inspection: Inspection, lead: Client
) -> None:
    first, second = a_form(inspection), a_form(inspection, title="Once more")
    begin = to("begin-sample", inspection, second.number)
    assert "asks the same" not in words(lead, begin)
    a_read_sample(first)
    sample = a_sample(second)
    a_list(sample)
    draw, page = (to(name, inspection, sample.pk) for name in ("draw-cases", "sample"))
    for address in (begin, draw, page):
        said = words(lead, address)
        assert "stands on “Review of case files” and asks the same" in said
        assert "have it given up with the reason" in said
