"""Opens an old data folder as an installation would after an upgrade, in a process of its own:
migrates it, verifies it, reads every page that a link leads to, and builds the public site.

``python -m tests.written.opening SLUG`` prints what it found as JSON; the word ``faults`` in place
of a slug only verifies. The environment names the
data folder and the database.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, deque
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

EACH_VIEW = 2  # pages of one view, such as two claims or two cells


class Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads."""
        if tag == "a":
            self.found += [value or "" for name, value in attrs if name == "href"]


def crawl(person: Any, starts: list[str]) -> dict[str, int]:
    """Follow links from ``starts`` within the application, to a few pages of each view; return each
    address's status.
    """
    from django.test import Client
    from django.urls import Resolver404, resolve

    client = Client(raise_request_exception=False)
    client.force_login(person)
    found: dict[str, int] = {}
    read: Counter[str] = Counter()
    ahead = deque(starts)
    while ahead:
        address = ahead.popleft()
        try:
            view = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        if address in found or read[view] == EACH_VIEW:
            continue
        answer = client.get(address)
        found[address] = answer.status_code
        read[view] += answer.status_code == 200
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            links = Links()
            links.feed(answer.content.decode())
            ahead += [urldefrag(urljoin(address, link)).url for link in links.found]
    return found


def pages_of(person: Any, addresses: list[str]) -> dict[str, int]:
    """The status of each page as ``person`` asks for it."""
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.force_login(person)
    return {address: client.get(address).status_code for address in addresses}


def migrated() -> None:
    """Bring the database to today's tables."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def faults() -> list[str]:
    """Verify everything; one sentence for each fault."""
    from inspectorate.domain.publication.verify import verify

    return list(verify().faults)


def opened(slug: str) -> dict[str, Any]:
    """Verify, read and build ``site``; return the faults, each reader's pages and what the queries
    say.
    """
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.publication import queries
    from inspectorate.foundation.people.models import Person
    from inspectorate.interfaces.public.builder import build_site

    inspection = Inspection.objects.get(slug=slug)
    team = {one.role: one.person for one in inspection.team.order_by("-pk")}
    contact = Person.objects.get(held__role="body")
    build_site(queries.published(), queries.root(), Path(os.environ["INSPECTORATE_DATA"]) / "site")
    pages = {
        "lead": crawl(team["lead"], ["/", f"/i/{slug}/"]),
        "body": crawl(contact, ["/portal/"]),
    }
    return {
        "faults": faults(),
        "pages": pages,
        "claims": claims_of(inspection),
        "search": search_of(inspection, team["lead"]),
        "grid": grid_of(inspection, team["lead"]),
        "recommendations": recommendations_of(inspection),
    }


def claims_of(inspection: Any) -> dict[str, Any]:
    """Of every claim that counts bodies: how many met it, of how many."""
    from inspectorate.domain.claims import queries

    return {key: one.counts for key, one in queries.facts(inspection).items()}


def search_of(inspection: Any, person: Any) -> dict[str, int]:
    """How many items of evidence some searches find."""
    from inspectorate.domain.evidence import queries
    from inspectorate.domain.evidence.queries import Filters

    asked = {
        "training": ("training", {}),
        "kind interview": ("", {"kind": "interview"}),
        "interview, training": ("training", {"kind": "interview"}),
        "document, records": ("note written", {"kind": "document"}),
        "supports": ("training", {"direction": "supports"}),
        "document review": ("training", {"method": "document-review"}),
    }
    return {
        name: queries.search(person, inspection, text, Filters(**given)).total
        for name, (text, given) in asked.items()
    }


def grid_of(inspection: Any, person: Any) -> dict[str, int]:
    """How many cells of the grid are in each state."""
    from inspectorate.domain.judgments.grid import grid

    return dict(grid(person, inspection).totals)


def recommendations_of(inspection: Any) -> list[list[Any]]:
    """Each recommendation's reference with the state of each addressee."""
    from datetime import date

    from inspectorate.domain.recommendations import queries

    return [
        [entry.recommendation.ref, [str(part.state) for part in entry.standings]]
        for entry in queries.register(inspection, date(2020, 7, 1))
    ]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    json.dump(faults() if sys.argv[1] == "faults" else opened(sys.argv[1]), sys.stdout)
