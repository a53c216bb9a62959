"""Frameworks and vocabularies: loading, adopting, reading them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inspectorate.domain.programmes import actions
from inspectorate.domain.programmes.models import Framework, Scale, Strategy, Vocabulary
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.foundation.people.roles import Role
from inspectorate.prose.style.house import HouseStyle, StyleRule
from inspectstats.quantity import SHIPPED
from tests.factories.rooms import AT, FRAMEWORK_CSV, a_framework, a_key
from tests.interfaces.web.acting import Act, EachAct, House, queries_of, signed_in, words

OTHER = FRAMEWORK_CSV.replace("Test framework", "Other framework")


def csv(content: str = OTHER) -> SimpleUploadedFile:
    """A framework as a file."""
    return SimpleUploadedFile("framework.csv", content.encode())


def _draft(house: House) -> None:
    a_framework(OTHER, adopted=False)


def _newest(house: House) -> tuple[int]:
    newest = Framework.objects.order_by("-pk").first()
    assert newest is not None
    return (newest.pk,)


def _two_scales(house: House) -> None:
    for number in (1, 2):
        actions.add_scale(
            by=house.who(Role.LEAD),
            at=AT,
            key=a_key(),
            code=f"scale-{number}",
            version="1",
            name=f"Scale {number}",
            grades=[("Poor", "P", False), ("Good", "G", True)],
        )


def _days(row: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("days.csv", f"day,name\n{row}\n".encode())


_COVERS = {"first_on": "2018-01-01", "last_on": "2018-12-31"}
SWAPS = (("whilst", "while"),)
STYLE = {
    "rules": ["words", "plain"],
    "longest_sentence": "25",
    "longest_paragraph": "6",
    "figures_from": "10",
    "per_cent": "per cent",
    "day_form": "7 November 2018",
    "swaps": "whilst = while",
}
ACTS = [
    Act(
        "programmes-calendar",
        ProgrammeVerb.LOAD_CALENDAR,
        may=Role.ADMIN,
        may_not=Role.LEAD,
        fields=lambda house: {
            "file": _days("2018-12-25,Christmas Day"),
            "title": "England",
            **_COVERS,
        },
        refused=lambda house: {
            "file": _days("2019-12-25,Christmas Day"),
            "title": "Kept words",
            **_COVERS,
        },
        reason="row 2, column day",
        keeps="Kept words",
        done="The calendar is loaded: England, version 1.",
        back="programmes",
    ),
    Act(
        "programmes-load",
        ProgrammeVerb.LOAD_FRAMEWORK,
        may=Role.LEAD,
        may_not=Role.INSPECTOR,
        fields=lambda house: {"file": csv(), "question": "", "version": ""},
        refused=lambda house: {"file": csv("framework,version\nOne,1\n"), "question": "How so?"},
        reason="area",
        keeps="How so?",
        done="The framework is loaded.",
        back="programmes",
    ),
    Act(
        "programmes-adopt",
        ProgrammeVerb.ADOPT_FRAMEWORK,
        may=Role.SIGNING,
        may_not=Role.INSPECTOR,
        before=_draft,
        args=_newest,
        only_post=True,
        done="The framework is adopted and will not change.",
        back="programmes-framework",
    ),
    Act(
        "programmes-adopt-style",
        ProgrammeVerb.ADOPT_STYLE,
        may=Role.SIGNING,
        may_not=Role.LEAD,
        fields=lambda house: {**STYLE, "words": "utilise = use\ngoing forward\n"},
        refused=lambda house: {**STYLE, "words": "kept words = said = twice"},
        beside="words",
        reason="Line 1: write it as utilise = use.",
        keeps="kept words",
        done="The house style is adopted. What is written from now on is held to it.",
        back="programmes-style",
    ),
    Act(
        "programmes-adopt-vocabulary",
        ProgrammeVerb.ADOPT_VOCABULARY,
        may=Role.SIGNING,
        may_not=Role.INSPECTOR,
        fields=lambda house: {
            "code": "proposed_default",
            "version": "2",
            "name": "Our words for quantities",
        },
        refused=lambda house: {"version": "1"},
        beside="version",
        reason="version",
        keeps="Our words for quantities",
        done="The vocabulary is adopted.",
        back="programmes",
    ),
]


STRANDS = "prevent | Prevent | Stop it early\n- Know the signs\n-\n\npursue | Pursue\n- Find them\n"
GRADES = "Poor | P\nGood | G | met\n"

ACTS += [
    Act(
        "programmes-strategy",
        ProgrammeVerb.REGISTER_STRATEGY,
        may=Role.LEAD,
        may_not=Role.INSPECTOR,
        fields=lambda house: {"code": "contest", "name": "CONTEST", "strands": STRANDS},
        refused=lambda house: {"strands": "- Know the signs\n"},
        beside="strands",
        reason="Line 1 is an objective, and no strand stands above it.",
        keeps="CONTEST",
        done="The strategy is registered.",
        back="programmes",
    ),
    Act(
        "programmes-scale",
        ProgrammeVerb.ADD_SCALE,
        may=Role.ANALYST,
        may_not=Role.MODERATOR,
        fields=lambda house: {
            "code": "two-steps",
            "version": "1",
            "name": "Two steps",
            "grades": GRADES,
        },
        refused=lambda house: {"grades": "Poor | P | not met\nGood | G | met"},
        beside="grades",
        reason="Line 1 ends with 'not met'.",
        keeps="Two steps",
        done="The scale is added.",
        back="programmes",
    ),
    Act(
        "programmes-break",
        ProgrammeVerb.MARK_BREAK,
        may=Role.ANALYST,
        may_not=Role.EDITOR,
        before=lambda house: _two_scales(house),
        fields=lambda house: {
            "before": Scale.objects.get(code="scale-1").pk,
            "after": Scale.objects.get(code="scale-2").pk,
            "changed_on": "2019-09-01",
            "reason": "Good means more now.",
        },
        refused=lambda house: {"after": Scale.objects.get(code="scale-1").pk},
        beside="after",
        reason="Choose two scales.",
        keeps="Good means more now.",
        done="The break is marked.",
        back="programmes",
    ),
]


@pytest.mark.parametrize("act", ACTS, ids=str)
class TestActs(EachAct):
    pass


def test_adopted_framework_offers_no_adoption_and_refuses_one(house: House) -> None:
    client, pk = signed_in(house.who(Role.SIGNING)), house.inspection.framework_id
    address = f"/programmes/framework/{pk}/"
    assert "Adopt this framework" not in words(client.get(address))
    answer = client.post(address + "adopt/", {"key": "again"})
    assert answer.status_code == 422
    assert "framework" not in answer.context["form"].fields
    assert answer.context["form"].non_field_errors()


def test_framework_page_shows_what_each_grade_looks_like_and_each_finding(house: House) -> None:
    address = f"/programmes/framework/{house.inspection.framework_id}/"
    page = words(signed_in(house.who(Role.PRESS)).get(address))
    assert "Good Leaders understand it" in page
    assert "Training is mandatory" in page


def test_vocabulary_page_gives_each_word_its_counts(house: House) -> None:
    vocabulary = Vocabulary.objects.get(pk=house.inspection.vocabulary_id)
    page = words(signed_in(house.who(Role.EDITOR)).get(f"/programmes/vocabulary/{vocabulary.pk}/"))
    bands = SHIPPED[vocabulary.code].bands
    assert [band.word for band in bands if band.word not in page.lower()] == []


def test_programmes_page_costs_as_much_for_three_frameworks_as_for_one(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    few = queries_of(client, "/programmes/")
    for name in ("Second", "Third"):
        a_framework(FRAMEWORK_CSV.replace("Test framework", name), adopted=False)
    assert queries_of(client, "/programmes/") == few
    assert "Loaded, not adopted" in words(client.get("/programmes/"))


def test_strategy_written_as_lines_stands_with_its_strands_and_objectives(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    sent = {"key": "strategy", "code": "contest", "name": "CONTEST", "strands": STRANDS}
    client.post("/programmes/strategy/", sent)
    strategy = Strategy.objects.get(code="contest")
    assert [
        (one.code, one.name, one.aim, [str(each) for each in one.objectives.all()])
        for one in strategy.strands.all()
    ] == [
        ("prevent", "Prevent", "Stop it early", ["Know the signs"]),
        ("pursue", "Pursue", "", ["Find them"]),
    ]
    offered = client.get("/programmes/load/").context["form"].fields["strand"].queryset
    assert [str(one) for one in offered] == ["Prevent", "Pursue"]


def test_scale_written_as_lines_stands_from_worst_to_best(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    sent = {"key": "scale", "code": "two-steps", "version": "1", "name": "Two", "grades": GRADES}
    client.post("/programmes/scale/", sent)
    grades = Scale.objects.get(code="two-steps").grades.all()
    assert [(one.name, one.letter, one.meets) for one in grades] == [
        ("Poor", "P", False),
        ("Good", "G", True),
    ]
    assert "Poor (P), Good (G, counts as met)" in words(client.get("/programmes/"))


def test_load_says_what_it_took_and_names_what_it_would_leave_out(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    table = "area,criterion,Outstanding\nLeadership,Leaders know why,They teach it\n"
    address = "/programmes/load/"
    answer = client.post(address, {"key": "load", "file": csv(table)})
    assert answer.status_code == 422
    assert "the column 'outstanding' is not known" in words(answer)
    answer = client.post(
        address, {"key": "again", "file": csv(table), "leave_out": "on"}, follow=True
    )
    assert "1 area, 1 criterion, 0 graded. Left out: outstanding." in words(answer)
    (pk,) = _newest(house)
    page = words(client.get(f"/programmes/framework/{pk}/"))
    assert "Left out of the file outstanding" in page


def test_acts_of_programmes_are_offered_to_who_may_do_them(house: House) -> None:
    page = signed_in(house.who(Role.INSPECTOR)).get("/programmes/").content.decode()
    asked = ("load", "strategy", "scale", "break", "vocabulary/adopt")
    assert [one for one in asked if f"/programmes/{one}/" in page] == []
    page = signed_in(house.who(Role.LEAD)).get("/programmes/").content.decode()
    assert [one for one in asked if f"/programmes/{one}/" not in page] == []


def test_page_of_the_house_style_lists_rules_words_swaps_and_versions(house: House) -> None:
    client, address = signed_in(house.who(Role.EDITOR)), reverse("programmes-style")
    assert "No style was adopted: no rule of style is told." in words(client.get(address))
    for version in (25, 20):
        style = HouseStyle(
            frozenset({StyleRule.WORDS}), version, words=(("utilise", "use"),), swaps=SWAPS
        )
        actions.adopt_style(by=house.who(Role.SIGNING), at=AT, key=a_key(), style=style)
    said = words(client.get(address))
    assert "Words that are avoided: on" in said
    assert "Days: off" in said
    assert "A sentence has 20 words at most" in said
    assert "whilst and while" in said
    assert "Adopt a house style" not in said


def test_form_of_a_house_style_begins_as_the_one_in_force(house: House) -> None:
    style = HouseStyle(frozenset({StyleRule.DAYS}), 21, words=(("utilise", "use"), ("on foot", "")))
    actions.adopt_style(by=house.who(Role.SIGNING), at=AT, key=a_key(), style=style)
    page = signed_in(house.who(Role.SIGNING)).get(reverse("programmes-adopt-style"))
    shown = page.content.decode()
    assert "utilise = use\non foot" in shown
    assert 'value="21"' in shown
    assert re.search(r'value="days"[^>]*\bchecked', shown)
    assert not re.search(r'value="words"[^>]*\bchecked', shown)
