"""Every page of one thing tells what happened to it: found by the addresses, asked of each page."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.test import Client

from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web import history, house_things
from tests.factories.rooms import an_admin
from tests.factories.standing import made_once, world
from tests.factories.world import World
from tests.house.matrix import Asking, Row, addresses, rows

__all__ = ["made_once", "world"]

# Addresses that end in the key of a thing and are yet no page of it, each with the reason.
NONE: Mapping[str, str] = {
    "evidence-file": "a download",
    "evidence-arrival-file": "a download",
    "quarantine-one": "says itself what was decided on it, to those who decide",
    "capture-pack": "what a device takes along; the visit has its history",
    "capture-document": "a download",
    "fieldwork-file": "a download",
    "fieldwork-return-file": "a download",
    "fieldwork-template-file": "a download",
    "portal-return-file": "a download",
    "fieldwork-except-rows": "an act; what happened stands on the page of the request",
    "fieldwork-withdraw-exception": "an act; what happened stands on the page of the request",
    "portal-withdraw-exception": "an act; what happened stands on the page of the request",
    "portal-except-rows": "an act; what happened stands on the page of the request",
    "recommendations-file": "a download",
    "portal-file": "a download",
    "judgments-compare": "an act; what happened stands on the page of the order",
    "judgments-look": "an act; what happened stands on the page of the judgment",
    "judgments-take-exercise": "the act of judging cases; the exercise has its history",
    "judgments-readiness": "an act; what happened stands on the page of the exercise",
    "judgments-judge": "the act of judging; what happened stands on the page of the judgment",
    "recommendations-accept": "an act; what happened stands on the page of the recommendation",
    "recommendations-confirm": "an act; what happened stands on the page of the recommendation",
    "judgments-still-to-judge": "an act for what one person has still to judge",
    "publication-content": "a page of the public site, byte for byte as it will be",
    "publication-face": "a typeface",
    "publication-press": "a file for the press; what happened stands on the page of its release",
    "steering-rests-on-session": "what rests on it; what happened stands on its visit",
    "steering-rests-on-visit": "what rests on it; the visit has its history",
    "steering-rests-on-document": "what rests on it; its request or item has its history",
    "reports-section": "the form in which it is written; its history is a page of its own",
    "reports-remarks": "what was said of a section; each remark says who made it and when",
    "reports-section-revision": "what a section was; its history is a page of its own",
    "reports-preview": "not yet a thing: what an edition would be; the document has its history",
    # What a body may know of its requests, replies and points stands there with its days; the
    # ledger is the inspectorate's own.
    "portal-visit": "of the portal",
    "portal-request": "of the portal",
    "portal-receipt": "of the portal",
    "portal-fact-check": "of the portal",
    "portal-draft": "of the portal",
    "portal-quotation": "of the portal",
    "portal-picture": "of the portal",
    "portal-draft-picture": "of the portal",
    "reports-answer-change": "an act on what changed; the document has its history",
    "portal-recommendation": "of the portal",
}
ENDS_IN_A_KEY = re.compile(r"<[^<>]+>/?$")


def things() -> list[str]:
    """The names of the addresses that end in the key of a thing."""
    return [
        name
        for name, pattern in addresses()
        if ENDS_IN_A_KEY.search(pattern)
        and not pattern.startswith(("accounts/", "static/"))
        and name not in NONE
    ]


def told() -> frozenset[str]:
    return frozenset(history.OBJECTS) | house_things.PAGES


def without_history(client: Client, asking: Asking, asked: list[Row]) -> list[str]:
    """The addresses whose page, opened, tells nothing of what happened to its thing."""
    found = []
    for row in asked:
        text = client.get(asking.path(row)).content.decode()
        _, _, section = text.partition('aria-labelledby="what-happened"')
        if "<li>" not in section.partition("</section>")[0]:
            found.append(row.title)
    return found


def test_every_address_that_ends_in_the_key_of_a_thing_has_its_history() -> None:
    assert len(things()) > 12
    assert sorted(set(things()) - told()) == [], "name it in history.py, or say here why not"
    there = {name for name, _ in addresses()}
    assert sorted((told() | set(NONE)) - there) == [], "these addresses are gone"
    assert sorted(told() & set(NONE)) == []


# What a page says and how it is made is of Python; on PostgreSQL the matrix opens these pages.
@pytest.mark.of_python
@pytest.mark.django_db
def test_every_page_of_a_thing_tells_what_happened_to_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = Asking(world)
    asked = [row for row in rows() if row.name in told() and "get" in row.who]
    # A grade from a device has its history for its author alone.
    asked = [row for row in asked if not row.title.endswith("@ grade")]
    assert {row.name for row in asked} == told()
    administrator = Client()
    administrator.force_login(an_admin())
    lead = asking.clients["first"][Role.LEAD]
    second = asking.clients["second"][Role.LEAD]
    of_house = [row for row in asked if row.name in house_things.PAGES]
    firsts = [row for row in asked if row not in of_house and row.half == "first"]
    seconds = [row for row in asked if row not in of_house and row.half == "second"]
    assert without_history(administrator, asking, of_house) == []
    assert without_history(lead, asking, firsts) == []
    assert without_history(second, asking, seconds) == []

    fewer = {name: most for name, most in history.OBJECTS.items() if name != "fieldwork-visit"}
    monkeypatch.setattr(history, "OBJECTS", fewer)
    assert {title.partition(" ")[0] for title in without_history(lead, asking, firsts)} == {
        "fieldwork-visit"
    }
