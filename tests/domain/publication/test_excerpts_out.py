"""Released excerpts in print: the note of the claim on the site and in the PDF, the open data, the
trace; withdrawn ones in nothing that goes out; and the intruder reads whom they name.
"""

from __future__ import annotations

import pytest

from inspectorate.domain.claims.excerpts import actions
from inspectorate.domain.claims.models import Claim, Excerpt
from inspectorate.domain.publication import contents, intruder, queries
from inspectorate.domain.publication.disclosed import Out, statements
from inspectorate.domain.publication.known_loading import load_known
from inspectorate.domain.publication.models import Release
from inspectorate.domain.publication.policies import day
from inspectorate.domain.publication.schema import read_bundle
from inspectorate.domain.publication.trace import trace
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.reports.test_redaction_canary import pdf_words
from tests.factories.findings import LATER, a_claim, an_item, referenced
from tests.factories.publishing import (
    SIGNED,
    Story,
    a_story,
    approved,
    frozen,
    prepared,
    saved,
)
from tests.factories.rooms import a_key, scope_body

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]
WORDS = "We went through it together, and then once more."
OURS = "Staff went through it twice."
SAYS = "\n\n[There were examples of training together]{#together}.\n\n# Training"
LABEL = "From an interview, in its own words"


def told(**given: object) -> tuple[Story, Claim]:
    """A story whose report carries a claim on evidence, referenced, that names one item."""
    story = a_story(**given)  # type: ignore[arg-type]
    item = an_item(story.inspection, scope_body(story.inspection), words=WORDS)
    claim = a_claim(
        story.inspection,
        {"criteria": ["1.1"], "says_so": [item.number]},
        kind="example",
        name="together",
        statement="There were examples of training together",
        small_number_decision="Nobody is named",
    )
    referenced(claim)
    story.report = saved(story.report, story.report.text.replace("\n\n# Training", SAYS, 1))
    return story, claim


def released(story: Story, claim: Claim, text: str = WORDS, rendering: str = "exact") -> Excerpt:
    pin = claim.pins.select_related("item").first()
    assert pin is not None
    assert pin.item is not None
    return actions.release_excerpt(
        by=story.who(Role.EDITOR),
        at=LATER,
        key=a_key(),
        claim=claim,
        item=pin.item,
        rendering=rendering,
        text=text,
    )


def withdrawn(story: Story, excerpt: Excerpt) -> None:
    actions.withdraw_excerpt(
        by=story.who(Role.LEAD), at=SIGNED, key=a_key(), excerpt=excerpt, reason="Known there"
    )


def page(release: Release, path: str = "report.html") -> str:
    content = (queries.root() / release.contents.digest / path).read_text("utf-8")
    return " ".join(content.split())


class TestPrint:
    def test_note_on_the_site_and_in_the_pdf_and_the_open_data_hold_the_words(self) -> None:
        story, claim = told()
        released(story, claim)
        released(story, claim, OURS, "paraphrase")
        edition = frozen(story.report)
        release = prepared(story, [edition])
        site = page(release)
        assert f"<dt>{LABEL}</dt> <dd> “{WORDS}” </dd>" in site
        assert f"<dt>From an interview, in our words</dt> <dd> {OURS} </dd>" in site
        said = " ".join(pdf_words(pdf(EditionData.from_json(edition.data))).split())
        assert f"{LABEL}: “{WORDS}”" in said
        assert f"From an interview, in our words: {OURS}" in said
        bundle = read_bundle(queries.root() / release.contents.digest)
        (table,) = [one for one in bundle.tables if one.slug == "excerpts"]
        assert table.rows == (
            ("together", "1", WORDS, "false", "interview", "false"),
            ("together", "2", OURS, "true", "interview", "false"),
        )
        assert WORDS in page(release, "data/excerpts.csv")

    def test_release_without_any_has_no_table_of_them(self) -> None:
        story, _ = told()
        release = prepared(story, [frozen(story.report)])
        bundle = read_bundle(queries.root() / release.contents.digest)
        assert "excerpts" not in [one.slug for one in bundle.tables]

    def test_number_of_the_item_and_whom_it_is_of_are_not_printed(self) -> None:
        story, claim = told()
        released(story, claim)
        release = prepared(story, [frozen(story.report)])
        pin = claim.pins.select_related("item").first()
        assert pin is not None
        assert pin.item is not None
        assert pin.item.ref not in page(release)
        assert pin.item.origin not in page(release)


class TestWithdrawn:
    def test_edition_that_prints_it_is_refused_and_its_next_is_without(self) -> None:
        story, claim = told()
        excerpt = released(story, claim)
        edition = frozen(story.report)
        prepared(story, [edition])
        withdrawn(story, excerpt)
        with pytest.raises(Refused) as refusal:
            prepared(story, [edition])
        (reason,) = refusal.value.reasons
        assert reason.code == "excerpt_withdrawn"
        assert WORDS in reason.text
        again = frozen(saved(story.report, story.report.text + "\n\n{.narrative}\nSo it was.\n"))
        assert WORDS not in str(again.data)

    def test_release_that_waits_is_not_approved_any_more(self) -> None:
        story, claim = told()
        excerpt = released(story, claim)
        release = prepared(story, [frozen(story.report)])
        withdrawn(story, excerpt)
        with pytest.raises(Refused) as refusal:
            approved(release)
        assert "excerpt_withdrawn" in {one.code for one in refusal.value.reasons}

    def test_one_released_after_freezing_moves_nothing_and_is_in_the_next_edition(self) -> None:
        story, claim = told()
        edition = frozen(story.report)
        release = prepared(story, [edition])
        released(story, claim)
        on = day(release.embargo_until)
        assert contents.moved(release, release.contents.digest, on) == []
        # The same text is another edition now.
        assert WORDS in str(frozen(story.report).data)


class TestTraced:
    def test_trace_tells_the_bound_under_which_a_small_number_was_decided(self) -> None:
        story, _ = told(small_below=4, met=6)
        found = trace("together", inspection=story.inspection)
        texts = [one.text for one in found if one.kind == "small number"]
        assert texts == ["small below 4: Nobody is named"]

    def test_trace_tells_of_what_stands_and_why_another_was_withdrawn(self) -> None:
        story, claim = told()
        released(story, claim)
        withdrawn(story, released(story, claim, OURS, "paraphrase"))
        found = trace("together", inspection=story.inspection)
        texts = [one.text for one in found if one.kind == "excerpt"]
        assert texts == [f"exact: {WORDS}", f"paraphrase, withdrawn: Known there: {OURS}"]
        assert all(one.digest for one in found if one.kind == "excerpt")


class TestIntruder:
    def test_body_that_an_excerpt_names_is_given_to_the_search(self) -> None:
        story, claim = told(names_bodies=True)
        label = story.body(4).label
        released(story, claim, f"As in {label}, staff went through it twice.", "paraphrase")
        release = prepared(story, [frozen(story.report)])
        out: Out = intruder.read(queries.root() / release.contents.digest, "")
        given = statements(out, load_known(story.inspection))
        named = [one for one in given if one.where == ("the table of excerpts",)]
        assert [one.values for one in named] == [
            {"the bodies named": frozenset({story.body(4).code})}
        ]
