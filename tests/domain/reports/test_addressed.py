"""Whom a recommendation is put to: in a rehearsal always the same pseudonym, live the real name."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.addressed import OVERSEER, Addressed, _letters
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.queries import addressable
from tests.factories.forging import unguarded
from tests.factories.publishing import a_story, frozen, saved
from tests.factories.rooms import a_body

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]

MAKES = """---
title: {title}
published: 2020-03-09
---

# Summary

{{.narrative}}
We looked at training in forces.

{blocks}
"""
BLOCK = """```recommendation
number: {number}
to: {to}
due: 2020-09-30
origin: rehearsal
text: Set down what training number {number} is for.
```
"""


def report(*to: str, title: str = "How well forces train") -> str:
    blocks = "\n".join(BLOCK.format(number=n, to=one) for n, one in enumerate(to, start=1))
    return MAKES.format(title=title, blocks=blocks)


def nationals(*codes: str) -> None:
    for code in codes:
        a_body("national", code=code, name=code.replace("-", " ").title(), short_name=code.upper())


def names(inspection: Inspection) -> dict[str, str]:
    """Of each other body that may be addressed, its pseudonym."""
    return dict(addressable(inspection).hidden)


def test_bodies_are_lettered_in_the_order_in_which_they_are_first_addressed() -> None:
    nationals("arts-board", "boat-board", "coal-board", "dock-board")
    text = report("coal-board (asked)", "arts-board (asked), coal-board (asked)")
    found = names(a_story(report=text).inspection)
    assert (found["coal-board"], found["arts-board"]) == ("National body A", "National body B")
    # Nobody addressed them yet, and each would have a letter.
    assert {found["boat-board"], found["dock-board"]} == {"National body C", "National body E"}


@pytest.mark.drill
def test_kind_is_not_printed_where_only_one_body_is_of_it() -> None:
    a_body("other", code="river-trust", name="River Trust", short_name="RT")
    text = report("college-of-examples (asked), river-trust (asked)")
    to = addressable(a_story(report=text).inspection)
    assert {to.names["college-of-examples"], to.names["river-trust"]} == {"Body A", "Body B"}
    assert {to.kinds["college-of-examples"], to.kinds["river-trust"]} == {"Body"}


def test_letter_given_in_an_edition_stands_whatever_the_text_says_later() -> None:
    nationals("arts-board", "boat-board")
    story = a_story(report=report("boat-board (asked)"))
    before = names(story.inspection)
    edition = frozen(story.report)
    saved(story.report, report("arts-board (asked)", "boat-board (asked)"))

    after = names(story.inspection)
    assert before["boat-board"] == after["boat-board"] == "National body A"
    assert after["arts-board"] == "National body B"
    assert edition.addressees == {"national-body-a": ["boat-board", "National body A"]}


def test_edition_prints_the_pseudonym_and_its_code_and_holds_nothing_of_the_body() -> None:
    nationals("arts-board", "boat-board")
    story = a_story(report=report("boat-board (asked)"))
    for kind in ("public", "full"):
        edition = frozen(story.report) if kind == "public" else Edition.objects.get(kind="full")
        block = next(one for one in edition.data["blocks"] if one["kind"] == "recommendation")
        assert block["rows"] == [["national-body-a", "asked", "2020-09-30"]]
        assert "National body A, asked to reply" in json.dumps(block["items"])
        assert not re.search(r"boat.board", json.dumps(edition.data), re.IGNORECASE)


def test_live_inspection_prints_real_names_and_keeps_no_pseudonym() -> None:
    story = a_story(rehearsal=False)
    to = addressable(story.inspection)
    assert to.names["college-of-examples"] == "College of Examples"
    assert (to.codes["college-of-examples"], dict(to.hidden)) == ("college-of-examples", {})
    assert frozen(story.report).addressees == {}


@pytest.mark.drill
def test_overseer_of_a_body_in_scope_keeps_its_form_and_no_body_of_a_place_is_addressed() -> None:
    a_body("fire", code="norchester-fire", name="Norchester Fire", short_name="Norchester")
    story = a_story()
    to, scope = addressable(story.inspection), story.body()
    assert to.names[f"{OVERSEER}{scope.code}"] == f"Local policing body for {scope.label}"
    assert to.names[scope.code] == scope.label
    assert "norchester-fire" not in to.names
    assert scope.body.code not in to.names


def test_letter_that_a_body_in_scope_has_for_its_own_is_passed_over() -> None:
    nationals("arts-board", "boat-board")
    story = a_story(report=report("boat-board (asked)"))
    unguarded(type(story.body())).filter(pk=story.body().pk).update(
        label="National body A", code="national-body-a"
    )
    assert names(story.inspection)["boat-board"] == "National body B"


def test_author_may_write_either_code_and_not_both_of_one_body() -> None:
    nationals("arts-board", "boat-board")
    story = a_story(report=report("boat-board (asked)", "national-body-a (asked)"))
    rows = [
        one["rows"][0][0]
        for one in frozen(story.report).data["blocks"]
        if one["kind"] == "recommendation"
    ]
    assert rows == ["national-body-a", "national-body-a"]


def test_edition_of_before_pseudonyms_settles_the_order_for_good() -> None:
    nationals("arts-board", "boat-board")
    story = a_story(report=report("boat-board (asked)"))
    edition = frozen(story.report)
    _as_of_before(edition, "boat-board")
    saved(story.report, report("arts-board (asked)", "boat-board (asked)"))
    found = names(story.inspection)
    assert (found["boat-board"], found["arts-board"]) == ("National body A", "National body B")


def _as_of_before(edition: Edition, code: str) -> None:
    """An edition as it was frozen before: the body's own code in it, and nothing kept."""
    data: dict[str, Any] = json.loads(json.dumps(edition.data).replace("national-body-a", code))
    unguarded(Edition).filter(pk=edition.pk).update(
        data=data, addressees=None, digest="0" * 63 + code[0]
    )


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")]
)
def test_letters_go_on_after_the_last(number: int, letters: str) -> None:
    assert _letters(number) == letters


def test_nobody_is_behind_two_pseudonyms_and_none_is_behind_two_bodies() -> None:
    nationals(*(f"board-{n}" for n in range(40)))
    to: Addressed = addressable(a_story().inspection)
    assert len(set(to.bodies.values())) == len(to.bodies) == len(set(to.hidden.values()))
    assert len(to.bodies) == Body.objects.filter(kind="national").count()
