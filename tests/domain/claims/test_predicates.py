"""A predicate is read whole or refused, each wrong field named by its path."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.domain.claims.kinds.conditions import Condition
from inspectorate.domain.claims.kinds.counted import Counted
from inspectorate.domain.claims.kinds.development import Development
from inspectorate.domain.claims.kinds.evidence import Evidence
from inspectorate.domain.claims.kinds.figure import RECIPES, FigureRecipe
from inspectorate.domain.claims.kinds.population import Population
from inspectorate.domain.claims.kinds.quotation import Quotation
from inspectorate.domain.claims.kinds.reading import KnownCriterion, KnownNames
from inspectorate.domain.claims.kinds.registry import KINDS, kind_of
from inspectorate.domain.claims.kinds.variation import Variation
from inspectorate.foundation.reasons.reasons import Refused

GRADES = ("Inadequate", "Requires improvement", "Good", "Outstanding")
KNOWN = KnownNames(
    criteria=(
        KnownCriterion(
            1,
            "1.1",
            "capability",
            {"mandatory-training": "Training is mandatory", "duty-met": "The duty is met"},
            GRADES,
            outcomes={"cause-of-concern": "Cause of concern"},
        ),
        KnownCriterion(2, "1.2", "capability", {}, GRADES),
        KnownCriterion(3, "2.2", "consistency", {"heard": "Partners are heard"}, ()),
        KnownCriterion(4, "9", "capability", {}, GRADES),
        KnownCriterion(5, "9", "consistency", {}, GRADES),
    ),
    kinds=frozenset({"territorial", "special"}),
    groups={"north": "The north"},
    registers=frozenset({"police forces"}),
    directions={"supports": "Points to good practice", "contradicts": "Points to a weakness"},
    fieldwork_to=date(2019, 2, 28),
)


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        (
            "counted",
            {"criterion": "1.1", "finding": "duty-met"},
            Counted((Condition(1, "duty-met"),)),
        ),
        (
            "counted",
            {"criterion": "1.1", "finding": "duty-met", "holds": False},
            Counted((Condition(1, "duty-met", False),)),
        ),
        (
            "counted",
            {"criterion": "1.1", "grades": ["Good"]},
            Counted((Condition(1, grades=frozenset({"Good"})),)),
        ),
        ("counted", {"criterion": "1.1"}, Counted((Condition(1),))),
        (
            "counted",
            {"criterion": "1.1", "outcome": "cause-of-concern"},
            Counted((Condition(1, outcome="cause-of-concern"),)),
        ),
        ("counted", {"criteria": ["1.1", "1.2"]}, Counted((Condition(1), Condition(2)))),
        ("counted", {"criterion": "9", "area": "consistency"}, Counted((Condition(5),))),
        (
            "counted",
            {
                "any_of": [{"criterion": "1.1", "finding": "duty-met"}, {"criterion": "1.2"}],
                "population": {"kind": "special"},
            },
            Counted(
                (Condition(1, "duty-met"), Condition(2)),
                any_of=True,
                population=Population("special"),
            ),
        ),
        (
            "counted",
            {"criterion": "1.1", "population": {"group": "north"}},
            Counted((Condition(1),), population=Population(group="north")),
        ),
        ("figure", {"recipe": "bodies_inspected"}, FigureRecipe("bodies_inspected")),
        (
            "figure",
            {"recipe": "register", "register": "police forces", "on": "2020-03-09"},
            FigureRecipe("register", "police forces", date(2020, 3, 9)),
        ),
        ("variation", {"criteria": ["1.1", "1.2", "1.1"]}, Variation((1, 2))),
        (
            "example",
            {"criteria": ["1.1"], "practice": True, "min_items": 3},
            Evidence((1,), True, min_items=3),
        ),
        (
            "qualitative",
            {"criteria": ["2.2"], "direction": "contradicts", "min_kinds": 2, "min_bodies": 2},
            Evidence((3,), None, "contradicts", 1, 2, 2),
        ),
        (
            "development",
            {"source": "A statement", "on": "2020-01-20"},
            Development("A statement", date(2020, 1, 20)),
        ),
        ("quotation", {"source": "report", "words": "It works"}, Quotation("report", "It works")),
    ],
)
def test_well_formed_predicate_is_read(kind: str, raw: dict[str, Any], expected: object) -> None:
    assert KINDS[kind].read(raw, KNOWN) == expected


@pytest.mark.parametrize(
    ("kind", "raw", "fields"),
    [
        ("counted", {}, ["criterion"]),
        ("counted", "most forces", ["criterion", ""]),
        ("counted", {"criterion": "1.1", "criteria": ["1.2"]}, ["criterion"]),
        ("counted", {"criterion": "7.7"}, ["criterion"]),
        ("counted", {"criterion": "9"}, ["criterion"]),
        ("counted", {"criterion": ["1.1"]}, ["criterion"]),
        ("counted", {"criterion": "1.1", "finding": "unheard-of"}, ["finding"]),
        ("counted", {"criterion": "1.1", "finding": "duty-met", "holds": "yes"}, ["holds"]),
        ("counted", {"criterion": "1.1", "finding": "duty-met", "grades": ["Good"]}, ["grades"]),
        ("counted", {"criterion": "1.1", "grades": ["Splendid"]}, ["grades"]),
        ("counted", {"criterion": "1.1", "grades": []}, ["grades"]),
        ("counted", {"criterion": "1.1", "grades": "Good"}, ["grades"]),
        ("counted", {"criterion": "2.2"}, ["grades"]),
        ("counted", {"criterion": "1.1", "sql": "1=1"}, ["sql"]),
        ("counted", {"criterion": "1.1", "population": {"kind": "naval"}}, ["population.kind"]),
        ("counted", {"criterion": "1.1", "population": {"group": "south"}}, ["population.group"]),
        (
            "counted",
            {"criterion": "1.1", "population": {"kind": "special", "group": "north"}},
            ["population"],
        ),
        (
            "counted",
            {
                "any_of": [
                    {"criterion": "1.1"},
                    {"criterion": "7"},
                    {"criterion": "1.1", "finding": "x"},
                ]
            },
            ["any_of.1.criterion", "any_of.2.finding"],
        ),
        ("counted", {"any_of": []}, ["any_of"]),
        ("figure", {"recipe": "horoscope"}, ["recipe"]),
        ("figure", {"recipe": "register", "register": "navies"}, ["register"]),
        ("figure", {"recipe": "visits", "register": "police forces"}, ["register"]),
        ("figure", {"recipe": "register", "register": "police forces", "on": "yesterday"}, ["on"]),
        ("variation", {"criteria": []}, ["criteria"]),
        ("variation", {"criteria": ["2.2"]}, ["criteria"]),
        ("example", {"criteria": ["1.1"], "min_items": 0}, ["min_items"]),
        ("example", {"criteria": ["1.1"], "min_items": True}, ["min_items"]),
        (
            "example",
            {"criteria": ["1.1"], "practice": "yes", "direction": "up"},
            ["direction", "practice"],
        ),
        ("development", {"source": "", "on": "2018-12-01"}, ["on", "source"]),
        ("quotation", {"source": "report", "words": "nul \x00"}, ["words"]),
    ],
)
def test_each_wrong_field_is_named_by_its_path(kind: str, raw: Any, fields: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        KINDS[kind].read(raw, KNOWN)
    named = [
        reason.field.removeprefix("predicate").removeprefix(".") for reason in refusal.value.reasons
    ]
    assert sorted(named) == sorted(fields)


def test_kind_that_is_none_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        kind_of("hunch")
    assert [reason.code for reason in refusal.value.reasons] == ["kind_unknown"]


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=True)
    | st.text(max_size=5)
    | st.sampled_from(
        ["1.1", "2.2", "9", "Good", "duty-met", "register", "2020-01-20", *sorted(RECIPES)]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
_fields = st.sampled_from(
    [
        "criterion",
        "criteria",
        "any_of",
        "finding",
        "holds",
        "grades",
        "population",
        "area",
        "recipe",
        "register",
        "on",
        "practice",
        "direction",
        "min_items",
        "source",
        "words",
    ]
)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(list(KINDS)),
    st.dictionaries(_fields, _values, max_size=4) | _values,
)
def test_any_structure_is_read_or_refused_and_never_an_error(kind: str, raw: Any) -> None:
    fields = []
    try:
        KINDS[kind].read(raw, KNOWN)
    except Refused as refusal:
        fields = [reason.field for reason in refusal.reasons] or ["none"]
    assert [field for field in fields if not field.startswith("predicate")] == []


@pytest.mark.parametrize("other", [{"finding": "duty-met"}, {"grades": ["Good"]}])
def test_condition_on_an_outcome_and_another_thing_is_refused_by_name(other: Any) -> None:
    raw = {"criterion": "1.1", "outcome": "cause-of-concern", **other}
    with pytest.raises(Refused) as refused:
        kind_of("counted").read(raw, KNOWN)
    assert [reason.field for reason in refused.value.reasons] == ["predicate.outcome"]


def test_outcome_that_no_judgment_records_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match="Choose one of: cause-of-concern"):
        kind_of("counted").read({"criterion": "1.1", "outcome": "praise"}, KNOWN)
