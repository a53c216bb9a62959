"""A suppressed column is in nothing that is published, no signed or frozen thing that holds it goes
out, and the intruder is given no more of it; and one bound of small numbers holds throughout.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from inspectorate.domain.inspections.columns import actions
from inspectorate.domain.inspections.models import Suppression
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication import contents, intruder, queries
from inspectorate.domain.publication.bundle import build
from inspectorate.domain.publication.policies import day
from inspectorate.domain.publication.schema import Bundle, EditionData, read_bundle
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.editions.columns import printed_columns
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.test_redaction_canary import pdf_words
from tests.factories.leaking import DECIDED, a_release
from tests.factories.publishing import (
    EMBARGO,
    REPORT,
    SIGNED,
    Story,
    a_story,
    frozen,
    prepared,
    saved,
)
from tests.factories.rooms import AT, a_key, criterion

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]
DISTRIBUTION = (
    "```chart\nkind: distribution\narea: capability\ncaption: How forces were graded\n```\n"
)
GRID = "\n```chart\nkind: grid\narea: capability\ncaption: Every grade\n```\n"
TILES = "\n```chart\nkind: tiles\ncriterion: 1.1\ncaption: On the map\n```\n"
COVERAGE = "\n```table\nkind: coverage\ncaption: Who was inspected\n```\n"


def suppressed(story: Story, column: str, ref: str = "1.1", **given: Any) -> Suppression:
    of = (
        {"criterion": criterion(story.inspection, ref)} if column in ("grades", "inspected") else {}
    )
    return actions.suppress(
        by=story.who(Role.LEAD),
        at=given.pop("at", AT),
        key=a_key(),
        inspection=story.inspection,
        column=column,
        reason="One would be known",
        **of,
    )


def built(story: Story) -> Bundle:
    """What a release of its report would put out; frozen again where that says something else."""
    there = story.report.editions.filter(kind="public").order_by("number").last()
    if there is None:
        there = frozen(story.report)
    elif reports.suppressed_since(there):
        there = frozen(saved(story.report, story.report.text), at=SIGNED + timedelta(hours=1))
    release = prepared(story, [there])
    bundle, _ = build(release, [*release.editions.all()], on=day(EMBARGO), address="https://x/")
    return bundle


def table(bundle: Bundle, slug: str) -> list[dict[str, str]]:
    (found,) = [one for one in bundle.tables if one.slug == slug]
    names = [name for name, *_ in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


class TestNothingHoldsIt:
    def test_grades_of_a_criterion_are_in_no_table_no_bodys_grades_and_no_picture(self) -> None:
        story = a_story(names_bodies=True, report=REPORT + GRID)
        before = built(story)
        assert {row["criterion"] for row in table(before, "judgments")} >= {"1.1", "1.2"}
        assert before.bodies[0].grades.keys() == {"1.1"}
        suppressed(story, "grades", at=SIGNED)
        after = built(story)
        assert {row["criterion"] for row in table(after, "judgments")} == {"1.2", "2.1"}
        assert [one.grades for one in after.bodies if one.inspected] == [{}] * 12
        assert after.suppressed == ("the grades given on a criterion 1.1",)
        data = EditionData.from_json(
            story.report.editions.filter(kind="public").order_by("number").last().data
        )
        grid = next(one for one in data.blocks if one.caption == "Every grade")
        assert "1.1" not in grid.header

    def test_who_was_inspected_is_in_neither_table_of_coverage_nor_in_a_cell(self) -> None:
        story = a_story(names_bodies=True, report=REPORT + COVERAGE)
        suppressed(story, "inspected")
        bundle = built(story)
        rows = {row["criterion"]: row for row in table(bundle, "coverage")}
        assert (rows["1.1"]["inspected"], rows["1.1"]["not_inspected"]) == ("", "")
        assert rows["1.2"]["inspected"] == "0"
        assert "1.1" not in {row["criterion"] for row in table(bundle, "judgments")}
        data = EditionData.from_json(
            story.report.editions.filter(kind="public").order_by("number").last().data
        )
        (printed,) = [one for one in data.blocks if one.caption == "Who was inspected"]
        assert [row[0] for row in printed.rows] == ["1.2", "2.1", "2.2"]

    def test_kind_and_place_of_each_body_are_told_of_nobody_inspected(self) -> None:
        story = a_story(names_bodies=True)
        kinds = {row["kind"] for row in table(built(story), "bodies") if row["inspected"] == "true"}
        assert kinds - {""}
        suppressed(story, "kind")
        suppressed(story, "place")
        bundle = built(story)
        inspected = [one for one in bundle.bodies if one.inspected]
        assert {(one.kind, one.tile) for one in inspected} == {("", None)}
        assert {row["kind"] for row in table(bundle, "bodies") if row["inspected"] == "true"} == {
            ""
        }

    def test_column_published_again_is_there_again(self) -> None:
        story = a_story(names_bodies=True)
        made = suppressed(story, "grades")
        actions.unsuppress(
            by=story.who(Role.LEAD), at=AT, key=a_key(), suppression=made, reason="It is old"
        )
        assert {row["criterion"] for row in table(built(story), "judgments")} >= {"1.1"}


class TestNothingGoesOutThatHoldsIt:
    def test_release_signed_before_has_moved(self) -> None:
        story = a_story(names_bodies=True)
        release = prepared(story, [frozen(story.report)])
        digest, on = release.contents.digest, day(release.embargo_until)
        assert contents.moved(release, digest, on) == []
        suppressed(story, "grades", "1.2", at=SIGNED)
        told = contents.moved(release, digest, on)
        assert "suppressed" in told
        assert any(one.startswith("judgments: ") for one in told)

    @pytest.mark.parametrize(
        ("column", "called"),
        [
            ("grades", ["How forces were graded", "Every grade"]),
            ("inspected", ["How forces were graded", "Every grade", "Who was inspected"]),
            ("kind", []),
        ],
    )
    def test_edition_frozen_before_that_prints_it_is_refused_by_what_it_is_called(
        self, column: str, called: list[str]
    ) -> None:
        story = a_story(names_bodies=True, report=REPORT + GRID + COVERAGE)
        edition = frozen(story.report)
        assert reports.suppressed_since(edition) == []
        suppressed(story, column, at=SIGNED)
        assert reports.suppressed_since(edition) == called
        if called:
            with pytest.raises(Refused) as refusal:
                prepared(story, [edition])
            found = {one.code for one in refusal.value.reasons}
            assert found == {"column_suppressed_since"}

    def test_map_of_one_criterion_prints_its_grades_who_was_inspected_and_where_each_stands(
        self,
    ) -> None:
        board = reports.board(a_story().inspection)
        text = f"# A\n{TILES}{TILES.replace('1.1', '9.9')}"
        printed = printed_columns(from_markdown(text, "a"), board)
        assert {column for column, called in printed if called == "On the map"} == {
            ("grades", "1.1"),
            ("inspected", "1.1"),
            ("place", ""),
        }


class TestIntruder:
    def test_secret_that_a_column_gives_away_is_gone_once_the_column_is_suppressed(self) -> None:
        words = REPORT.replace(
            "[Most forces have mandatory training]{#mandatory-training}",
            "[1 of the 12 forces has mandatory training]{#mandatory-training}",
        ).replace(
            DISTRIBUTION,
            "",
        )
        story = a_story(
            met=1,
            names_bodies=True,
            first="Outstanding",
            report=words,
            claim={"small_number_decision": DECIDED},
        )
        edition = frozen(story.report)
        leaking = prepared(story, [edition])
        told = intruder.told(story.who(Role.SIGNING), leaking)
        assert {one.bodies for one in told} == {(story.body(0).label,)}
        assert any("Suppress the column" in each for one in told for each in one.remedies)
        suppressed(story, "grades", at=SIGNED)
        again = prepared(story, [edition])
        assert intruder.found(again).secrets
        assert intruder.told(story.who(Role.SIGNING), again) == []

    @pytest.mark.drill
    def test_number_of_four_is_a_secret_below_five_and_none_below_three(self) -> None:
        secrets = {}
        for below in (3, 5):
            story, release = _four(below)
            secrets[below] = {one.secret.says for one in intruder.found(release).derived}
            assert story.inspection.small_below == below
        assert secrets[3] == set()
        assert any(one.startswith("4 of 12") for one in secrets[5])


def _four(below: int) -> tuple[Story, Any]:
    """A release that prints 4 of 12 and names the four beside it."""
    said = "[4 of the 12 forces have mandatory training]{#mandatory-training}"
    words = REPORT.replace("[Most forces have mandatory training]{#mandatory-training}", said)
    story = a_story(
        met=4,
        names_bodies=True,
        small_below=below,
        report=words,
        claim={"small_number_decision": DECIDED},
    )
    labels = ", ".join(story.body(number).label for number in range(4))
    named = f"; {labels} wrote to us]{{#mandatory-training}}, as"
    story.report = saved(story.report, words.replace("]{#mandatory-training}, as", named))
    return story, prepared(story, [frozen(story.report)])


class TestBoundInPrint:
    def test_bound_amended_after_contents_were_signed_has_moved(self) -> None:
        story, release = a_release(leaking=False)
        digest = release.contents.digest
        _amended(story, 5)
        told = contents.moved(release, digest, day(release.embargo_until))
        assert told == ["small below"]

    def test_bundle_holds_the_bound_and_one_without_it_holds_the_usual(self) -> None:
        story, release = a_release(leaking=False)
        bundle = read_bundle(queries.root() / release.contents.digest)
        assert (bundle.small_below, bundle.suppressed) == (3, ())
        assert story.inspection.small_below == 3

    def test_edition_with_a_withheld_number_prints_the_bound_and_is_refused_once_it_is_another(
        self,
    ) -> None:
        story = a_story(
            met=1,
            report=REPORT.replace("[Most forces have", "[Some force has"),
            claim={"small_number_decision": DECIDED, "withhold_count": True},
        )
        edition = frozen(story.report)
        said = " ".join(pdf_words(pdf(EditionData.from_json(edition.data))).split())
        assert "A number is small below 3, or where it leaves so few." in said
        _amended(story, 5)
        with pytest.raises(Refused) as refusal:
            prepared(story, [edition])
        assert {one.code for one in refusal.value.reasons} == {"bound_moved"}


def _amended(story: Story, below: int) -> None:
    publication.amend(
        by=story.who(Role.LEAD),
        at=SIGNED,
        key=a_key(),
        inspection=story.inspection,
        changes={"small_below": below},
        reason="They know each other",
        version=0,
    )
    story.inspection.refresh_from_db()
