"""The evidence list and search with 100,000 items in one inspection of 46 bodies, put in past the
actions, for the bench only.
"""

from __future__ import annotations

import random
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.statistics import Row
from benchmarks.worlds import answer, load, opened

ITEMS, BODIES, TIMES = 100_000, 46, 60
PAGE, SECONDS = 100_000, 0.1
NOUNS = (
    "officer",
    "sergeant",
    "partner",
    "school",
    "panel",
    "referral",
    "record",
    "form",
    "unit",
    "training",
    "briefing",
    "shift",
)
VERBS = (
    "knew",
    "asked",
    "showed",
    "kept",
    "missed",
    "explained",
    "found",
    "checked",
    "sent",
    "waited",
    "wrote",
    "saw",
)
REST = (
    "the form",
    "last month",
    "in the register",
    "twice that week",
    "before the panel",
    "after the briefing",
)
ASKED = (
    ("list, first page", ""),
    ("list, last page", "?page=4000"),
    ("list, one body and one criterion", "?body=force-07&criterion={criterion}"),
    ("search, a word in most items", "?q=officer"),
    ("search, two words and a body", "?q=sergeant+panel&body=force-07"),
    ("search, a phrase", "?q=%22knew+the+form%22"),
    ("search, the beginning of a word", "?q=refer*"),
    ("search, a word in one item", "?q=quokka"),
)


def fill(inspection: Any, items: int = ITEMS) -> None:
    """Put in ``items`` items of words drawn from a small grammar, one of which names a quokka;
    indexed.
    """
    from django.db import transaction
    from tests.factories.rooms import AT, criterion, member

    from inspectorate.domain.evidence.kinds import Direction, SourceKind
    from inspectorate.domain.evidence.models import Item, ItemCriterion
    from inspectorate.domain.evidence.search import index
    from inspectorate.domain.fieldwork.methods import Method
    from inspectorate.foundation.people.roles import Role

    rng = random.Random(1)
    bodies, of = (
        list(inspection.scope.order_by("order")),
        [criterion(inspection, ref) for ref in ("1.1", "1.2", "2.1", "2.2")],
    )
    people = [member(inspection, Role.INSPECTOR, one) for one in range(3)]
    kinds, methods, ways = SourceKind.values, Method.values, Direction.values
    for start in range(0, items, 5_000):
        made = []
        for number in range(start + 1, start + 5_001):
            words = " ".join(
                f"One {rng.choice(NOUNS)} {rng.choice(VERBS)} {rng.choice(REST)}, and the "
                f"{rng.choice(NOUNS)} {rng.choice(VERBS)}."
                for _ in range(4)
            )
            at = AT + timedelta(minutes=number)
            made.append(
                Item(
                    inspection=inspection,
                    number=number,
                    scope_body=bodies[number % len(bodies)],
                    kind=rng.choice(kinds),
                    method=rng.choice(methods),
                    origin=f"{rng.choice(NOUNS).capitalize()} {number % 400}",
                    words=f"{words} A quokka was seen." if number == 77_777 else words,
                    direction=rng.choice(ways),
                    observed_at=at,
                    written_at=at,
                    recorded_at=at,
                    recorded_by=people[number % 3],
                )
            )
        with transaction.atomic():
            stored = Item.objects.bulk_create(made)
            ItemCriterion.objects.bulk_create(
                [ItemCriterion(item=one, criterion=of[one.number % 4]) for one in stored]
            )
            index([(one, [of[one.number % 4].pk]) for one in stored])


def measure(items: int = ITEMS, times: int = TIMES) -> list[Row]:
    """Fill, then open each page ``times`` times as the lead."""
    import time

    from django.test import Client
    from tests.factories.rooms import an_inspection, criterion, member

    from inspectorate.foundation.people.roles import Role

    inspection = an_inspection(bodies=BODIES, slug="bench", prefix="BENCH")
    begun = time.perf_counter()
    fill(inspection, items)
    took = time.perf_counter() - begun
    rows = [
        Row(
            f"{items:,} items put in and indexed",
            f"{items / took:,.0f} items/s",
            None,
            "",
            "2,000 items/s",
            items / took >= 2000,
        )
    ]
    client = Client()
    client.force_login(member(inspection, Role.LEAD))
    for name, query in ASKED:
        path = f"/i/bench/evidence/{query.format(criterion=criterion(inspection).pk)}"
        found = opened(client, path, times)
        rows.append(
            Row(
                name,
                str(found),
                None,
                "",
                "p95 100 ms, 100 kB",
                found.p95 < SECONDS and found.size < PAGE,
            )
        )
    return rows


if __name__ == "__main__":
    load(Path(sys.argv[1]))
    answer(measure())
