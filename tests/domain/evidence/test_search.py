"""Search: the same words find the same items on both databases, whatever is typed; scope and
clearance stand inside.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.domain.evidence import actions, kinds, queries, search
from inspectorate.domain.evidence import models as evidence_models
from inspectorate.domain.evidence.kinds import Direction, SourceKind
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import Filters
from inspectorate.domain.fieldwork import methods
from inspectorate.domain.fieldwork import models as fieldwork_models
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings import scheme
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.search import port
from inspectorate.foundation.search.highlights import marks
from inspectorate.foundation.search.terms import Term, fold, terms
from inspectstats import triangulation
from tests.factories.findings import LATER, an_item
from tests.factories.keeping import kept
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body
from tests.shared import shared
from tests.sizes import sized

WORDS = (
    "Officers were trained in the spring; the risk assessment was shared.",
    "Training was cancelled. Risk was never part of any assessment.",
    "Mae'r heddlu yn hyfforddi swyddogion: tŷ, dŵr, Ynys Môn.",
    "The referral form (v2.1) went to the co-ordinator's inbox within 24 hours.",
    "Nobody referred anyone; referrals stopped. Café notes, naïve reading.",
)


@kept
def _five() -> Inspection:
    inspection = an_inspection()
    for words in WORDS:
        an_item(inspection, words=words)
    return inspection


def _found(inspection: Inspection, text: str, filters: Filters | None = None) -> list[int]:
    return sorted(
        item.number
        for item in queries.search(
            member(inspection, Role.INSPECTOR), inspection, text, filters
        ).items
    )


@pytest.mark.django_db
def test_words_find_the_same_items_on_every_database() -> None:
    inspection = _five()
    expected = {
        "training": [1, 2],
        "TRAINED officers": [1],
        '"risk assessment"': [1],
        "risk assessment": [1, 2],
        "the": [1, 4],
        "refer": [5],
        "referr*": [4, 5],
        "zebra": [],
        "ty dwr": [3],
        "môn": [3],
        "cafe naive": [5],
        "co-ordinator": [4],
        "coordinator": [],
        "v2.1": [4],
        "24": [4],
        "training -cancelled": [1],
        "-training": [3, 4, 5],
        "24 hours within": [4],
        '"within 24"': [4],
        '"24 within"': [],
        # As telephones and Word write quotation marks; the last word of a phrase begun.
        "\u201crisk assessment\u201d": [1],
        "\u201eassessment risk\u201c": [],
        "training -\u201cpart of any\u201d": [1],
        '"risk assess*"': [1],
        '"risk ass"': [],
        "zi1": [],
        "prevent": [1, 2, 3, 4, 5],
        "": [1, 2, 3, 4, 5],
        "!!! ** --": [],
    }
    assert {text: _found(inspection, text) for text in expected} == expected


@pytest.mark.django_db
def test_filters_narrow_by_body_criterion_kind_method_marking_person_and_day() -> None:
    inspection = an_inspection()
    second, other = scope_body(inspection, 1), member(inspection, Role.INSPECTOR, 1)
    an_item(inspection)
    an_item(
        inspection,
        second,
        "1.2",
        kind="document",
        method="document-review",
        direction="contradicts",
    )
    an_item(inspection, marking="OFFICIAL-SENSITIVE", practice=True, by=other)
    an_item(inspection, observed_at=AT - timedelta(days=40), written_at=AT)
    withdrawn = an_item(inspection)
    inspector = member(inspection, Role.INSPECTOR)
    actions.withdraw(by=inspector, at=LATER, key=a_key(), item=withdrawn, reason="Wrong")
    today = AT.date()
    expected: list[tuple[Filters, list[int]]] = [
        (Filters(body=second), [2]),
        (Filters(criterion=criterion(inspection, "1.2")), [2]),
        (Filters(kind="document"), [2]),
        (Filters(method="interview", marking="OFFICIAL"), [1, 4, 5]),
        (Filters(direction="contradicts"), [2]),
        (Filters(practice=True), [3]),
        (Filters(mine=True), [1, 2, 4, 5]),
        (Filters(from_on=today), [1, 2, 3, 5]),
        (Filters(to_on=today - timedelta(days=1)), [4]),
        (Filters(to_on=today - timedelta(days=41)), []),
        (Filters(to_on=date.max), [1, 2, 3, 4, 5]),
        (Filters(kind="", method="", direction=""), [1, 2, 3, 4, 5]),
        (Filters(from_on=today - timedelta(days=40), to_on=today - timedelta(days=40)), [4]),
        (Filters(standing=True), [1, 2, 3, 4]),
        (Filters(kind="no such kind"), []),
        (Filters(marking="no such marking"), []),
    ]
    for text in ("", "training"):
        assert [(one, _found(inspection, text, one)) for one, _ in expected] == expected


@pytest.mark.django_db
def test_hits_beyond_the_cap_come_newest_first_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    inspection = an_inspection()
    an_item(inspection, words="training training training training")
    for _ in range(3):
        an_item(inspection, words="Much else was said before training was named at all.")
    inspector = member(inspection, Role.INSPECTOR)
    ranked = queries.search(inspector, inspection, "training")
    monkeypatch.setattr(port, "CAP", 3)
    capped = queries.search(inspector, inspection, "training")
    assert (ranked.items[0].number, ranked.total, ranked.capped, ranked.ranked) == (
        1,
        4,
        False,
        True,
    )
    assert ([item.number for item in capped.items], capped.total, capped.capped, capped.ranked) == (
        [4, 3, 2, 1],
        3,
        True,
        False,
    )


@pytest.mark.django_db
def test_hits_beyond_those_that_are_ranked_are_counted_whole_and_come_newest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inspection = an_inspection()
    an_item(inspection, words="training training training training")
    for _ in range(3):
        an_item(inspection, words="Much else was said before training was named at all.")
    inspector = member(inspection, Role.INSPECTOR)
    monkeypatch.setattr(port, "RANKED", 4)
    assert queries.search(inspector, inspection, "training").items[0].number == 1
    monkeypatch.setattr(port, "RANKED", 3)
    found = queries.search(inspector, inspection, "training")
    assert ([item.number for item in found.items], found.total, found.capped, found.ranked) == (
        [4, 3, 2, 1],
        4,
        False,
        False,
    )


@pytest.mark.django_db
def test_number_of_queries_is_the_same_for_one_item_and_for_many() -> None:
    inspection = an_inspection()
    inspector = member(inspection, Role.INSPECTOR)
    counts = []
    for number in (1, 30):
        for _ in range(number):
            an_item(inspection, files=[("a.txt", b"x")])
        for text in ("", "training"):
            with CaptureQueriesContext(connection) as queries_made:
                page = queries.search(inspector, inspection, text)
                assert all(
                    item.recorded_by.name and list(item.criteria.all()) and item.ref
                    for item in page.items
                )
            counts.append(len(queries_made))
    assert counts == [12, 12, 12, 12]


@pytest.mark.django_db
def test_pages_hold_every_item_once() -> None:
    inspection = an_inspection()
    for _ in range(27):
        an_item(inspection)
    inspector = member(inspection, Role.INSPECTOR)
    pages = [queries.search(inspector, inspection, "", page=number) for number in (1, 2, 3, -5)]
    assert [[item.number for item in page.items] for page in pages] == [
        list(range(27, 2, -1)),
        [2, 1],
        [],
        list(range(27, 2, -1)),
    ]
    assert {page.pages for page in pages} == {2}


@pytest.mark.django_db
def test_index_made_afresh_finds_what_it_found() -> None:
    inspection = _five()
    before = {text: _found(inspection, text) for text in ("training", "refer", "dwr")}
    with connection.cursor() as cursor:
        emptied = "INSERT INTO evidence_search(evidence_search) VALUES ('delete-all')"
        cursor.execute(emptied if connection.vendor == "sqlite" else "DELETE FROM evidence_search")
    assert _found(inspection, "training") == []
    assert search.rebuild() == 5
    assert {text: _found(inspection, text) for text in before} == before


def _with_a_first(kind: type[models.TextChoices]) -> Any:
    """Return the enumeration with one more member before all others."""
    members = [("FIRST", ("first-of-all", "First of all"))]
    members += [(one.name, (one.value, one.label)) for one in kind]
    return models.TextChoices(kind.__name__, members)  # type: ignore[arg-type]


@pytest.fixture
def another_order(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put a new kind, method, direction and marking first in its list, and load the search anew."""
    for kind, modules in (
        (SourceKind, (kinds, evidence_models)),
        (Direction, (kinds, evidence_models)),
        (Method, (methods, fieldwork_models, evidence_models)),
        (Marking, (scheme, evidence_models)),
    ):
        longer = _with_a_first(kind)
        for module in modules:
            monkeypatch.setattr(module, kind.__name__, longer)
    ranks = {mark: rank for rank, mark in enumerate(scheme.Marking.values)}
    monkeypatch.setattr(scheme, "ORDER", ranks)
    yield
    monkeypatch.undo()
    importlib.reload(search)


def _one_of_each(inspection: Inspection) -> dict[int, dict[str, str]]:
    """Record an item of each kind, method, direction and marking; return what each is."""
    made = {}
    longest = max(SourceKind.values, Method.values, key=len)
    for place in range(len(longest)):
        what = {
            "kind": SourceKind.values[place % len(SourceKind.values)],
            "method": Method.values[place % len(Method.values)],
            "direction": Direction.values[place % len(Direction.values)],
            "marking": ["OFFICIAL", "OFFICIAL-SENSITIVE"][place % 2],
        }
        made[an_item(inspection, **what).number] = what
    return made


def _every_search_is_right(inspection: Inspection, made: dict[int, dict[str, str]]) -> None:
    for name in ("kind", "method", "direction", "marking"):
        for value in {what[name] for what in made.values()} | {"first-of-all"}:
            expected = [number for number, what in made.items() if what[name] == value]
            for text in ("", "training"):
                found = _found(inspection, text, Filters(**{name: value}))
                assert (name, value, text, found) == (name, value, text, expected)
    editor = member(inspection, Role.EDITOR)
    cleared = [one for one, what in made.items() if what["marking"] == "OFFICIAL"]
    seen = [item.number for item in queries.search(editor, inspection, "training").items]
    assert sorted(seen) == cleared


@pytest.mark.django_db
@pytest.mark.usefixtures("another_order")
def test_kind_method_direction_and_marking_put_first_leave_every_search_right() -> None:
    inspection = an_inspection()
    made = _one_of_each(inspection)
    importlib.reload(search)
    _every_search_is_right(inspection, made)


def _index_by_places() -> None:
    """Write the index as the code before the spellings wrote it: places in lists."""
    places = {
        name: {value: place for place, value in enumerate(values)}
        for name, values in (
            ("k", SourceKind.values),
            ("m", Method.values),
            ("d", Direction.values),
            ("g", Marking.values),
        )
    }
    with pytest.MonkeyPatch.context() as patch:
        numbered = search.token
        patch.setattr(
            search,
            "token",
            lambda letter, value: numbered(
                letter, value if isinstance(value, int) else places[letter][value]
            ),
        )
        search.rebuild()


@pytest.mark.django_db
def test_index_written_by_places_is_right_after_the_migration() -> None:
    inspection = an_inspection()
    made = _one_of_each(inspection)
    _index_by_places()
    assert _found(inspection, "training", Filters(kind="interview")) == []
    before = MigrationLoader(connection).project_state(("evidence", "0003_search")).apps
    name = "inspectorate.domain.evidence.migrations.0004_search_spellings"
    importlib.import_module(name).rebuild(before, None)
    _every_search_is_right(inspection, made)
    assert Item.objects.count() == len(made)


def test_no_two_stored_spellings_share_a_token() -> None:
    for values in (SourceKind.values, Method.values, Direction.values, Marking.values):
        assert len({search.token("k", value) for value in values}) == len(values)


def test_statistics_read_the_kinds_of_source_that_are_stored() -> None:
    testimony = {kind.value for kind in SourceKind if kind.about.testimony}
    assert (set(triangulation.KINDS), triangulation.TESTIMONY) == (
        set(SourceKind.values),
        testimony,
    )
    triangulation.check(
        [triangulation.Item("north", "1.1", kind, "a") for kind in SourceKind.values]
    )


@pytest.mark.django_db
def test_index_that_names_a_row_too_many_does_not_show_it() -> None:
    inspection, other = an_inspection(), an_inspection()
    foreign = an_item(other)
    forged = search.find  # what the index would say, had it gone wrong
    hits = forged(search.Scope(other.pk, ["OFFICIAL"]), (), start=0, size=25)
    assert hits.ids == (foreign.pk,)
    lead = member(inspection, Role.LEAD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "find", lambda *_, **__: hits)
        assert queries.search(lead, inspection, "training").items == ()
    sensitive = an_item(inspection, marking="OFFICIAL-SENSITIVE")
    above = search.Hits((sensitive.pk,), 1, False, True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "find", lambda *_, **__: above)
        assert queries.search(member(inspection, Role.EDITOR), inspection, "training").items == ()
        assert queries.search(lead, inspection, "training").items == (sensitive,)


@pytest.mark.django_db
def test_naughty_strings_are_never_an_error_and_come_back_unchanged() -> None:
    inspection = an_inspection()
    inspector = member(inspection, Role.INSPECTOR)
    strings = [
        one
        for one in json.loads(shared("badinput/naughty-strings/blns.json").read_text("utf-8"))
        if one.strip()
    ]
    kept = [one for one in strings if "\x00" not in one]
    long = " ".join(kept)[:90_000]
    item = an_item(inspection, words=long)
    for text in sized(strings[::6], strings):
        page = queries.search(inspector, inspection, text)
        assert all(
            "".join(segment.text for segment in page.marks[found.pk]) == found.words
            for found in page.items
        )
        queries.facets(inspector, inspection, text)
    item.refresh_from_db()
    assert item.words == long


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.text(alphabet="\"*-():^ANDORNT{}'&|!<>% ax", max_size=40))
def test_any_text_reads_into_terms_of_plain_words(one: str, other: str) -> None:
    for term in (*terms(one), *terms(other)):
        assert term.words
        assert all(word == fold(word) and word.isalnum() for word in term.words)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=30))
def test_marked_words_joined_are_the_words(text: str, asked: str) -> None:
    safe = {1: text.replace("\x00", "")}
    assert "".join(segment.text for segment in marks(safe, terms(asked))[1]) == safe[1]


def test_found_words_are_marked_in_every_form() -> None:
    found = marks({1: "They were trained; training went on. A train left."}, terms("training"))
    assert [segment.text for segment in found[1] if segment.marked] == [
        "trained",
        "training",
        "train",
    ]


def test_text_reads_into_words_phrases_beginnings_and_words_not_wanted() -> None:
    assert terms('Training "risk assessment" refer* -draft ab* "') == (
        Term(("training",)),
        Term(("risk", "assessment")),
        Term(("refer",), beginning=True),
        Term(("draft",), without=True),
        Term(("ab",)),
    )


@pytest.mark.django_db
def test_facets_count_the_hits_by_what_they_are() -> None:
    inspection = an_inspection()
    an_item(inspection)
    an_item(
        inspection,
        scope_body(inspection, 1),
        kind="document",
        method="document-review",
        words="A plan.",
    )
    inspector = member(inspection, Role.INSPECTOR)
    found: dict[str, Any] = {
        text: queries.facets(inspector, inspection, text) for text in ("", "training")
    }
    assert found[""].kinds == {"interview": 1, "document": 1}
    assert found["training"].bodies == {scope_body(inspection).pk: 1}
