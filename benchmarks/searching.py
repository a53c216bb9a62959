"""The search within an inspection and across all one is on, on SQLite and on PostgreSQL: 1,000,000
items of evidence over 20 inspections, the largest of 100,000, and 100,000 pages of the text of
documents that bodies handed in, 40 pages each. All of it is put in past the actions, for the bench
only. Each sentence has a word of a vocabulary with a long tail, as texts have.

A tenth is marked; the reader is a lead of every inspection, cleared on every second of them.
``python -m benchmarks.searching FOLDER ITEMS ADDRESS`` measures one database.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.evidence import NOUNS, REST, VERBS
from benchmarks.statistics import Row
from benchmarks.worlds import answer, apart, load, opened

ITEMS, INSPECTIONS, BODIES, TIMES = 1_000_000, 20, 46, 40
# Of all items, so many stand in the largest inspection; and for so many items stands a page.
LARGEST, PAGES = 10, 10
BATCH = 5_000
# Words of a page of text, past which a page is another.
SENTENCES = 24
OF_A_DOCUMENT = 40
# How many words the tail of the vocabulary may have.
TAIL = 50_000
NOTES = 2_000
ASKED = (
    ("list", "?"),
    ("a word in most", "?q=officer"),
    ("two words and a method", "?q=sergeant+panel&method=interview"),
    ("a phrase", "?q=%22knew+the+form%22"),
    ("the beginning of a word", "?q=refer*"),
    ("a word in few", "?q=quokka"),
    ("one kind, last page", "?q=officer&what=item&page=800"),
)
BOUNDS = {("within", ""): 0.1, ("across", ""): 0.3, ("within", "counts"): 0.3}
BOUNDS |= {("across", "counts"): 1.0}


def _words(rng: random.Random, sentences: int) -> str:
    said = " ".join(
        f"One {rng.choice(NOUNS)} {rng.choice(VERBS)} {rng.choice(REST)}, and the "
        f"{rng.choice(NOUNS)} {rng.choice(VERBS)} {_rare(rng)}."
        for _ in range(sentences)
    )
    return f"{said} A quokka was seen." if rng.random() < 0.00002 else said


def _rare(rng: random.Random) -> str:
    """One word of the tail, the first of them often and the last hardly ever."""
    place, letters = int(rng.paretovariate(0.6)) % TAIL, ""
    while place or not letters:
        place, one = divmod(place, 20)
        letters += "bcdfghjklmnprstvwxyz"[one] + "aeiou"[one % 5]
    return letters


def sizes(items: int, inspections: int) -> list[int]:
    """How many items each inspection gets: the largest a tenth of all."""
    rest = (items - items // LARGEST) // (inspections - 1)
    return [items // LARGEST, *[rest] * (inspections - 1)]


def _batches(number: int) -> Iterator[range]:
    for start in range(0, number, BATCH):
        yield range(start, min(start + BATCH, number))


def fill_items(inspection: Any, number: int, rng: random.Random) -> float:
    """Put in so many items and index them; return the seconds that the index alone took."""
    from django.db import transaction
    from tests.factories.rooms import AT, criterion, member

    from inspectorate.domain.evidence.kinds import Direction, SourceKind
    from inspectorate.domain.evidence.models import Item, ItemCriterion
    from inspectorate.domain.evidence.search import index
    from inspectorate.domain.fieldwork.methods import Method
    from inspectorate.foundation.people.roles import Role

    bodies = list(inspection.scope.order_by("order"))
    of = [criterion(inspection, ref) for ref in ("1.1", "1.2", "2.1", "2.2")]
    people = [member(inspection, Role.INSPECTOR, one) for one in range(3)]
    spent = 0.0
    for batch in _batches(number):
        made = []
        for place in batch:
            at = AT + timedelta(minutes=place)
            made.append(
                Item(
                    inspection=inspection,
                    number=place + 1,
                    scope_body=bodies[place % len(bodies)],
                    kind=rng.choice(SourceKind.values),
                    method=rng.choice(Method.values),
                    origin=f"{rng.choice(NOUNS).capitalize()} {place % 400}",
                    words=_words(rng, 4),
                    direction=rng.choice(Direction.values),
                    marking="OFFICIAL-SENSITIVE" if place % 10 == 0 else "OFFICIAL",
                    observed_at=at,
                    written_at=at,
                    recorded_at=at,
                    recorded_by=people[place % 3],
                )
            )
        with transaction.atomic():
            stored = Item.objects.bulk_create(made)
            ItemCriterion.objects.bulk_create(
                [ItemCriterion(item=one, criterion=of[one.number % 4]) for one in stored]
            )
            begun = time.perf_counter()
            index([(one, [of[one.number % 4].pk]) for one in stored])
            spent += time.perf_counter() - begun
    return spent


def fill_pages(inspection: Any, number: int, rng: random.Random) -> float:
    """Put in so many pages of text, of documents that bodies handed in; return the seconds of the
    index alone: pages read, folded and kept, as when it is made again.
    """
    from django.db import transaction
    from tests.factories.rooms import AT, a_request, member

    from inspectorate.domain.evidence.searched_pages import PAGE
    from inspectorate.domain.fieldwork.models import Receipt
    from inspectorate.foundation.documents.models import TextLayer, TextPage
    from inspectorate.foundation.people.roles import Role

    requests = [a_request(inspection, place) for place in range(8)]
    by = member(inspection, Role.LEAD)
    with transaction.atomic():
        for place in range(0, number, OF_A_DOCUMENT):
            digest = hashlib.sha256(f"{inspection.pk} {place}".encode()).hexdigest()
            document = place // OF_A_DOCUMENT
            Receipt.objects.create(
                request=requests[document % 8],
                by=by,
                at=AT + timedelta(minutes=place),
                name=f"Paper {document}.pdf",
                digest=digest,
                marking="OFFICIAL-SENSITIVE" if document % 10 == 0 else "OFFICIAL",
            )
            layer = TextLayer.objects.create(
                digest=digest, method="bench", text_digest=digest, made_at=AT
            )
            TextPage.objects.bulk_create(
                TextPage(
                    layer=layer,
                    number=page + 1,
                    title=f"page {page + 1}",
                    parts=[[f"p{part}", _words(rng, SENTENCES // 4)] for part in range(4)],
                )
                for page in range(min(OF_A_DOCUMENT, number - place))
            )
    with transaction.atomic():
        begun = time.perf_counter()
        kept = PAGE.keep_all(inspection.pk)
        spent = time.perf_counter() - begun
    if kept != number:
        raise RuntimeError(f"{kept} pages of {number} were put into the index")
    return spent


def _settled() -> None:
    """Let the database know its tables, as one that runs all day does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def measure(items: int, times: int = TIMES, inspections: int = INSPECTIONS) -> list[Row]:
    """Fill, then open each page ``times`` times."""
    from django.db import connection
    from django.test import Client
    from tests.factories.rooms import AT, a_key, a_person, an_inspection, member, reads_up_to

    from inspectorate.config.settled import settle
    from inspectorate.domain.inspections import actions
    from inspectorate.foundation.people.roles import Role

    rng, database = random.Random(1), "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    parts = sizes(items, inspections)
    lead, spent, every = a_person(Role.LEAD), [0.0, 0.0], []
    for place, size in enumerate(parts):
        one = an_inspection(bodies=BODIES, slug=f"bench-{place}", prefix=f"B{place}")
        actions.join(
            by=member(one, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=one,
            person=lead,
            role=Role.LEAD,
            team="",
        )
        every.append(one)
        spent[0] += fill_items(one, size, rng)
        spent[1] += fill_pages(one, size // PAGES, rng)
    for one in every[::2]:
        reads_up_to(one, "OFFICIAL-SENSITIVE", lead)
    _settled()
    # As a server does before it takes a request.
    settle()
    rows = [
        _rate(database, "items indexed", sum(parts), spent[0], NOTES),
        _rate(database, "pages of text indexed", sum(parts) // PAGES, spent[1], None),
    ]
    client = Client()
    client.force_login(lead)
    for where, path in (("within", "/i/bench-0/search/"), ("across", "/search/")):
        for name, query in ASKED:
            found = opened(client, f"{path}{query}", times)
            rows.append(_row(database, where, "", name, found))
            counted = opened(_InPlace(client), f"{path}{query}&counts=on", max(2, times // 2))
            rows.append(_row(database, where, "counts", name, counted))
    return rows


class _InPlace:
    """A client that asks as the script of an open page does."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def get(self, path: str) -> Any:
        """Ask for the counts alone."""
        return self.client.get(path, headers={"HX-Request": "true"})


def _rate(database: str, name: str, number: int, seconds: float, least: int | None) -> Row:
    rate = number / seconds
    bound = f"{least:,} a second" if least else ""
    held = rate >= least if least else None
    return Row(f"{database}: {number:,} {name}", f"{rate:,.0f} a second", None, "", bound, held)


def _row(database: str, where: str, part: str, name: str, found: Any) -> Row:
    bound = BOUNDS[where, part]
    label = f"{database}, {where}, {part or 'first page'}: {name}"
    return Row(label, str(found), None, "", f"p95 {bound * 1000:.0f} ms", found.p95 < bound)


def bench(folder: Path, items: int = ITEMS, *, both: bool = True) -> list[Row]:
    """Measure both databases, or SQLite alone, each in a process of its own."""
    if not both:
        return apart("searching", folder, str(items), "", "2", "2")
    from tests.postgres import server

    rows = []
    with server() as address:
        for name, given in (("sqlite", ""), ("postgresql", address)):
            room = folder / f"searching-{name}"
            room.mkdir()
            rows += apart("searching", room, str(items), given)
    return rows


if __name__ == "__main__":
    load(Path(sys.argv[1]), address=sys.argv[3])
    answer(measure(int(sys.argv[2]), *map(int, sys.argv[4:])))
