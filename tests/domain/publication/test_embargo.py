"""What the press is told of the embargo: one moment, first on each copy, on nothing published."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from inspectorate.domain.publication.embargo import (
    embargo_line,
    planned_at,
    press_copy,
    to_press,
)
from inspectorate.domain.publication.queries import reasons_not_to_release
from inspectorate.domain.publication.states import State
from inspectorate.domain.reports import copies, queries
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.markdown import as_markdown
from inspectorate.domain.reports.editions.model import Block, EditionData, Run
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.quotations.actions import withdraw_approval
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.publishing import (
    EMBARGO,
    RELEASE,
    SIGNED,
    a_story,
    approved,
    frozen,
    prepared,
    saved,
)
from tests.factories.quoting import a_quotation
from tests.factories.rooms import a_key, a_person

SUMMER = datetime(2020, 7, 1, 8, 30, tzinfo=UTC)
LINE = "Under embargo: nobody may publish any of this before 00:01 GMT on 9 March 2020."


def test_line_gives_the_moment_by_the_clock_of_london() -> None:
    assert embargo_line(EMBARGO) == LINE
    assert "before 09:30 BST on 1 July 2020" in embargo_line(SUMMER)


@pytest.mark.django_db
def test_moment_is_the_stamp_that_was_frozen_to_the_minute() -> None:
    stamped = RELEASE.replace("published: 2020-03-09", "stamp: 2020-03-09T00:01:30+00:00")
    story = a_story(release=stamped)
    report, edition = frozen(story.report), frozen(story.release)
    saved(story.release, stamped.replace("00:01:30", "09:00:00"))
    edition = Edition.objects.get(pk=edition.pk)
    assert planned_at(edition) == EMBARGO.replace(second=30)
    assert planned_at(report) is None
    with pytest.raises(Refused) as refusal:
        prepared(story, [report, edition], embargo_until=EMBARGO.replace(hour=9))
    assert {one.code for one in refusal.value.reasons} == {"embargo_differs"}
    assert prepared(story, [report, edition]).embargo_until == EMBARGO


@pytest.mark.django_db
def test_press_is_given_the_release_alone_signed_by_two_and_while_the_embargo_lasts() -> None:
    story = a_story()
    editions = [frozen(story.report), frozen(story.release)]
    given = to_press(editions, State.APPROVED, EMBARGO, SIGNED)
    assert [one.document for one in given] == [story.release]
    for state in (State.PREPARED, State.CANCELLED, State.RELEASED):
        assert to_press(editions, state, EMBARGO, SIGNED) == []
    assert to_press(editions, State.APPROVED, EMBARGO, EMBARGO) == []
    assert to_press(editions, State.APPROVED, EMBARGO, EMBARGO - timedelta(seconds=1)) != []


@pytest.mark.django_db
def test_line_stands_first_in_each_copy_and_nowhere_in_what_was_frozen() -> None:
    edition = frozen(a_story().release)
    data = press_copy(edition, EMBARGO)
    assert copies.for_the_press(data, "md").decode().startswith(f"**{LINE}**\n\n")
    word = zipfile.ZipFile(io.BytesIO(copies.for_the_press(data, "docx")))
    body = word.read("word/document.xml").decode()
    assert body.index(LINE) < body.index("Most forces train")
    assert copies.for_the_press(data, "pdf").startswith(b"%PDF")
    assert "embargo" not in edition.data
    assert queries.data_of(edition).embargo == ""
    assert "embargo" not in queries.data_of(edition).as_json()


def test_markdown_of_an_edition_reads_as_its_words_and_tells_no_key() -> None:
    made = as_markdown(
        EditionData(
            slug="news",
            kind=DocumentKind.RELEASE,
            title="A *title*",
            subtitle="",
            edition="public",
            number=1,
            marking="",
            publisher="P",
            inspection="I",
            published_on="",
            notice="",
            blocks=(
                Block("heading", (Run("What we found"),), level=1),
                Block("paragraph", (Run("Most [forces]", claim="most"), Run(" bold", strong=True))),
                Block("list", items=((Run("one"),), (Run("two"),)), ordered=True),
                Block("quote", (Run("Said."),), source="Somebody"),
                Block("table", caption="Counts", header=("A", "B"), rows=(("1", "2|3"),)),
                Block("recommendation", (Run("Do it."),), number=2),
                Block("note", (Run("see", link="https://inspectorate.example/"),)),
            ),
        )
    )
    assert made == (
        "# A \\*title\\*\n\n## What we found\n\nMost \\[forces\\] **bold**\n\n1. one\n2. two\n\n"
        "> Said.\n\n> Somebody\n\nCounts\n\n| A | B |\n| --- | --- |\n| 1 | 2\\|3 |\n\n"
        "**Recommendation 2**\n\nDo it.\n\n[see](https://inspectorate.example/)\n"
    )


@pytest.mark.django_db
def test_edition_whose_speaker_took_their_approval_back_goes_out_to_nobody() -> None:
    story = a_story()
    approval = a_quotation(story.inspection, a_person(Role.BODY))
    edition = frozen(approval.quotation.document)
    release = approved(prepared(story, [edition]))
    assert to_press([edition], State.APPROVED, EMBARGO, SIGNED) == [edition]
    back = {"by": story.who(Role.EDITOR), "at": SIGNED, "reason": "They wrote again."}
    withdraw_approval(key=a_key(), approval=approval, **back)
    assert to_press([edition], State.APPROVED, EMBARGO, SIGNED) == []
    reasons = reasons_not_to_release(release, EMBARGO)
    assert [one.code for one in reasons if "took back" in one.text] == ["quotation_fallen"]
    # The draft of today is not what was frozen.
    saved(approval.quotation.document, "# Nothing\n\n{.narrative}\nNobody speaks.\n")
    with pytest.raises(Refused) as refusal:
        prepared(story, [edition])
    assert "quotation_fallen" in {one.code for one in refusal.value.reasons}
