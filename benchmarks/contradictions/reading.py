"""What the product says of a changed document: the checks it runs before freezing, on the facts as
they stand, and the identities of its passages.

``python -m benchmarks.contradictions.reading DATA SEED PART OF`` judges every ``OF``-th case in a
data folder in which the demonstration was told; ``… short SEED`` a few on facts of the plan.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.worlds import load

from .clean import CLEAN
from .forms import FAMILIES
from .page import read
from .sowing import sow
from .sown import Sown, World
from .verdicts import Found, Outcome, Reading, judged
from .world import planned

SLUG = "prevent-2018"
SIZES = {"whole": (36, 420), "short": (3, 30)}
Read = Callable[[str, str], Reading]


def cases(world: World, seed: str, size: str) -> Iterator[Sown]:
    """All cases of a run: those of each family, then the clean ones."""
    sown, clean = SIZES[size]
    for family in FAMILIES:
        yield from sow(world, family, sown, seed)
    yield from sow(world, CLEAN, clean, seed)


def judge(world: World, reader: Read, found: Iterator[Sown]) -> list[Outcome]:
    """Judge cases, each against the clean text of its page."""
    clean: dict[str, Reading] = {}
    made = []
    for case in found:
        name = case.page.name
        if name not in clean:
            clean[name] = reader(name, world.pages[name].text)
            if clean[name].unsigned:
                raise ValueError(f"signed and yet unsigned: {clean[name].unsigned}")
        made.append(judged(case, clean[name], reader(name, case.text)))
    return made


def store() -> tuple[World, Read]:
    """The world and the reader over the data folder that Django was loaded with.

    The facts are read anew for each text, as when it was saved. Raises ValueError where the store
    counts otherwise than the plan.
    """
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.judgments import queries as judgments
    from inspectorate.domain.programmes.queries import criteria_to_judge
    from inspectorate.domain.reports.fact_loading import load_facts, scope_of

    inspection = Inspection.objects.get(slug=SLUG)
    documents = {one.kind: one for one in inspection.documents.all()}
    stand: dict[str, Any] = {
        "scope": scope_of(inspection),
        "agreed": judgments.current(inspection),
        "criteria": criteria_to_judge(inspection.framework_id),
    }

    signatures = Signatures()

    def reader(name: str, text: str) -> Reading:
        document = documents[name]
        with _stored(document.pk, text):
            facts = load_facts(inspection, document=document, **stand)
        return signatures.read(name, facts.documents[document.slug], facts)

    pages = {name: read(name, one.text) for name, one in documents.items()}
    facts = load_facts(inspection, **stand)
    return _agreeing(replace(planned(), pages=pages), facts.claims or {}), reader


@contextmanager
def _stored(document: int, text: str) -> Iterator[None]:
    """Let the store hold a text as a document's newest, and forget it again."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE reports_document SET text = %s WHERE id = %s", [text, document])
        yield
        transaction.set_rollback(True)


def _agreeing(world: World, claims: Mapping[str, Any]) -> World:
    other = [
        key
        for key, fact in world.facts.items()
        if fact.n > 0 and claims[key].counts != (fact.met, fact.n)
    ]
    if other:
        raise ValueError(f"the store counts otherwise than the plan: {', '.join(other)}")
    return world


def from_plan() -> tuple[World, Read]:
    """The world and the reader from the plan alone, without a store: for the small size and for
    tests.
    """
    from tests.demo.facts import facts, manuscripts

    from inspectorate.domain.reports.fact_loading import published_day
    from inspectorate.prose.reading.markdown import from_markdown

    texts = manuscripts()
    signatures = Signatures()

    def reader(name: str, text: str) -> Reading:
        manuscript = from_markdown(text)
        known = facts(name, {**texts, name: manuscript})
        report = manuscript if name == "report" else texts["report"]
        numbers = {b.fields.get("number") for b in report.blocks if b.kind == "recommendation"}
        day = published_day(manuscript)
        titles = facts(name, texts).titles  # on record, whatever the changed text says
        known = replace(known, recommendation_count=len(numbers), published_on=day, titles=titles)
        return signatures.read(name, manuscript, known)

    return planned(), reader


class Signatures:
    """Reads texts; the first one read under a name is the clean one, all of which is signed."""

    def __init__(self) -> None:
        self.records: dict[str, Any] = {}

    def read(self, name: str, manuscript: Any, facts: Any) -> Reading:
        """The problems of a text, and what of it is not signed."""
        from inspectorate.domain.reports.checks.registry import run

        from .signing import signed, unsigned

        if name not in self.records:
            self.records[name] = signed(manuscript, facts)
        problems = tuple(
            Found(
                str(one.check),
                one.severity == "blocks",
                one.place.line,
                one.place.column,
                one.place.excerpt,
                one.what,
            )
            for one in run(manuscript, facts).problems
        )
        return Reading(problems, unsigned(manuscript, facts, self.records[name]))


def _on_the_plan() -> tuple[World, Read]:
    with tempfile.TemporaryDirectory() as empty:
        load(Path(empty), fresh=False)
        return from_plan()


def main(*arguments: str) -> None:
    """Judge the cases, or a part of them, and print the outcomes as the last line.

    Arguments: ``short SEED`` on facts of the plan, or ``DATA SEED PART OF`` on a store, where
    ``DATA`` may be the word ``plan``.
    """
    if arguments[0] == "short":
        _, seed = arguments
        world, reader = _on_the_plan()
        found = cases(world, seed, "short")
    else:
        data, seed, part, of = arguments
        if data == "plan":
            world, reader = _on_the_plan()
        else:
            load(Path(data), fresh=False)
            world, reader = store()
        every = enumerate(cases(world, seed, "whole"))
        found = (one for at, one in every if at % int(of) == int(part))
    print(json.dumps([one.as_json() for one in judge(world, reader, found)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
