"""Every act has its words in the past tense, and everything an inspection's ledger names has a name
and a page.
"""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import get_resolver

from inspectorate.domain.evidence.queries import closed_to
from inspectorate.foundation.ledger import actions
from inspectorate.foundation.ledger.acts import ACTIONS, label
from inspectorate.foundation.ledger.models import Entry
from inspectorate.interfaces.web.done import DONE
from inspectorate.interfaces.web.things import KINDS, about, named
from tests.factories.standing import made_once, world
from tests.factories.world import World

__all__ = ["made_once", "world"]


def test_every_act_has_its_words_in_the_past_tense() -> None:
    assert get_resolver().url_patterns  # so that every act is imported
    assert actions
    # Tests make acts of their own.
    there = {one for one, act in ACTIONS.items() if act.__module__.startswith("inspectorate.")}
    spelt = {verb.value for verb in DONE}
    assert sorted(there - spelt) == [], "add a line for each to interfaces/web/done.py"
    assert sorted(spelt - there - {"ledger.migrate"}) == [], "these acts are gone"


def test_words_are_a_predicate_with_one_place_for_the_thing() -> None:
    assert [
        words for words in DONE.values() if words.count("{}") > 1 or not words[0].islower()
    ] == []


# What a page says and how it is made is of Python; on PostgreSQL the matrix opens these pages.
@pytest.mark.of_python
@pytest.mark.django_db
def test_everything_that_an_entry_is_of_has_a_name_and_a_page_that_opens(
    world: World, settings: object
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    logging.disable(logging.WARNING)
    missing, asked = set(), set()
    for half in (world.first, world.second):
        entries = Entry.objects.filter(stream=half.inspection.stream)
        # Of grades that came from devices no page opens to anybody but their authors.
        for those in closed_to(half.people["lead"], half.inspection):
            names = [label(one) for one in those]
            entries = entries.exclude(of__in=names)
        lead, client = half.people["lead"], Client()
        client.force_login(lead)
        for of, thing in named(lead, half.inspection, entries).items():
            table = of.partition("/")[0]
            if thing.url and table not in asked:
                asked.add(table)
                if client.get(thing.url).status_code != 200:
                    missing.add(thing.url)
            elif not thing.url:
                missing.add(of)
    logging.disable(logging.NOTSET)
    assert missing == set()
    assert len(asked) > 20
    assert asked <= set(KINDS)


@pytest.mark.django_db
def test_every_kind_of_thing_leads_to_its_inspection_and_body(world: World) -> None:
    inspection, lead = world.first.inspection, world.first.people["lead"]
    entries = Entry.objects.filter(stream=inspection.stream)
    assert entries.filter(about(lead, inspection, inspection.scope.first())).exists()
    # A path that is misspelt is refused by the database's own fields, whatever rows there are.
    none = [Entry(of=f"{table}/0") for table in KINDS]
    stubs = {of: thing for of, thing in named(lead, inspection, none).items() if not thing.url}
    assert set(stubs) == {entry.of for entry in none}
