"""What one freeze and one look at the drafting page cost: each text parsed once, each edition
compiled once, a bounded number of queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from markdown_it import MarkdownIt

from inspectorate.domain.claims.kinds import chance_of_word
from inspectorate.domain.publication.queries import out
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports import proof, queries, set_ahead
from inspectorate.domain.reports.models import Document
from inspectorate.foundation.people.roles import Role
from inspectorate.prose.reading import markdown
from tests.factories.calibrations import bearing
from tests.factories.publishing import ALL_THE_SAME, SIGNED, Story, a_story, asked, frozen
from tests.factories.rooms import a_key
from tests.factories.wording import signed

# What was signed and objected to is read by two of them, visits and breaks of a scale by two more.
MOST_QUERIES = 65
MOST_QUERIES_OF_CHECKS = 28
MOST_OF_JOINT = 4  # the newest joint figures, and the readings of now
# Their copies, points and answers, and for what each would be sent now: the scope, the register and
# former names, the names of the team, and outcomes.
MOST_OF_ROUNDS = 8
READ_ONCE = ("programmes_criterion", "judgments_agreed", "claims_pin")


class Profile:
    """What ran: texts parsed, editions compiled by kind, statements sent but the ledger's own."""

    def __init__(self) -> None:
        self.parsed: Counter[str] = Counter()
        self.compiled: Counter[str] = Counter()
        self.queries: list[str] = []


@contextmanager
def profiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[Profile]:
    """Count what runs inside."""
    found = Profile()

    def counted(call: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
        def inner(*args: Any, **kwargs: Any) -> Any:
            note(*args)
            return call(*args, **kwargs)

        return inner

    with monkeypatch.context() as patch:
        parse = counted(MarkdownIt.parse, lambda _, text, *__: found.parsed.update([text]))
        patch.setattr(MarkdownIt, "parse", parse)
        # As in a process that has read none of them yet.
        patch.setattr(markdown, "_read_again", lru_cache(maxsize=8)(markdown._read))
        compiling = counted(proof.compile_edition, lambda *args: found.compiled.update([args[4]]))
        patch.setattr(proof, "compile_edition", compiling)
        with CaptureQueriesContext(connection) as captured:
            yield found
    statements = [query["sql"] for query in captured.captured_queries]
    found.queries = [sql for sql in statements if "ledger_" not in sql]


@pytest.fixture
def chances_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped result of the drill bears the method of now: claims ask for chances."""
    monkeypatch.setattr(chance_of_word, "calibrated", bearing)


@pytest.fixture
def story() -> Story:
    return a_story()


def frozen_alone(story: Story, document: Document, monkeypatch: pytest.MonkeyPatch) -> Profile:
    """What the act of freezing costs: its PDFs are set before it takes its locks."""
    by, known = story.who(Role.SIGNING), out(story.inspection)  # as the room above gives it
    signed(document)
    document = Document.objects.get(pk=document.pk)
    ahead = set_ahead._set_now(by, document, SIGNED.date(), known)
    said = {"by": by, "at": SIGNED, "document": document, "reason": ALL_THE_SAME}
    with profiled(monkeypatch) as found:
        reports.freeze(**said, key=a_key(), out=known, ahead=ahead)
    return found


@pytest.mark.django_db
def test_one_freeze_parses_each_text_once_and_compiles_each_edition_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = frozen_alone(story, story.release, monkeypatch)
    assert (sorted(found.parsed.values()), found.compiled) == ([1, 1], {"full": 1, "public": 1})
    assert len(found.queries) <= MOST_QUERIES, "\n".join(found.queries)


@pytest.mark.django_db
def test_freeze_of_a_text_that_bodies_were_asked_about_reads_what_they_have_not_seen_besides(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where nothing warns: to go past it is an act of its own.
    asked(story.report)
    found = frozen_alone(story, story.report, monkeypatch)
    every = {"full": 1, "public": 1, "body": 1}
    assert (sorted(found.parsed.values()), found.compiled) == ([1, 1], every)
    assert len(found.queries) <= MOST_QUERIES + MOST_OF_ROUNDS, "\n".join(found.queries)


@pytest.mark.django_db
@pytest.mark.usefixtures("chances_told")
def test_drafting_page_that_tells_chances_asks_four_things_more(
    story: Story, monkeypatch: pytest.MonkeyPatch, client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    frozen(story.report)
    client.force_login(story.who(Role.LEAD))
    page = reverse("reports-document", args=[story.inspection.slug, story.report.slug])
    with profiled(monkeypatch) as found:
        assert client.get(page).status_code == 200
    assert len(found.queries) <= MOST_QUERIES + MOST_OF_JOINT, "\n".join(found.queries)


@pytest.mark.django_db
def test_drafting_page_parses_each_text_once_and_compiles_each_edition_once(
    story: Story, monkeypatch: pytest.MonkeyPatch, client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    frozen(story.report)
    client.force_login(story.who(Role.LEAD))
    page = reverse("reports-document", args=[story.inspection.slug, story.report.slug])
    with profiled(monkeypatch) as found:
        answer = client.get(page)
    assert answer.status_code == 200
    assert (sorted(found.parsed.values()), found.compiled) == ([1, 1], {"full": 1, "public": 1})
    assert len(found.queries) <= MOST_QUERIES, "\n".join(found.queries)


@pytest.mark.django_db
def test_checks_read_criteria_judgments_and_pins_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    with profiled(monkeypatch) as found:
        queries.problems(story.report)
    first = Counter(sql.split(' FROM "', 1)[1].split('"', 1)[0] for sql in found.queries)
    assert {table: first[table] for table in READ_ONCE} == dict.fromkeys(READ_ONCE, 1)
    # Items that a judgment cites are read once, and beside them only those that none cites.
    assert first["evidence_item"] <= 3
    assert len(found.queries) <= MOST_QUERIES_OF_CHECKS, "\n".join(found.queries)
