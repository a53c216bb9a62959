"""One sentence of the demonstration's report changed and saved, each time at another place: how
long the save takes, and the page with every check that its writer and its signer open after it.

``python -m benchmarks.writing DATA TIMES [SEED]`` measures in a copy of a data folder in which the
demonstration was told.
"""

from __future__ import annotations

import random
import re
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.statistics import Row, said
from benchmarks.worlds import answer, load, percentiles

MOST_PAGE = 0.200  # seconds, at the 95th percentile
MOST_SIGNING = 0.010  # seconds, of half of the acts
SLUG, REPORT = "prevent-2018", "report"
EDITOR, SIGNER = "editor@inspectorate.example", "signing@inspectorate.example"
REFERENCER = "referencer@inspectorate.example"
_WORD = re.compile(r"(?<=[a-z] )[a-z]{4,}(?= [a-z])")
_NUMERAL = re.compile(r"(?<=[a-z] )\d+(?= [a-z])")
Change = Callable[[str], str | None]


@dataclass(slots=True)
class Taken:
    """Seconds by the clock and computing, and queries, of each of the same page."""

    seconds: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        half, most = percentiles(self.seconds)
        computing = percentiles(self.computing)[1]
        times = f"p50 {said(half)}, p95 {said(most)} (computing p95 {said(computing)})"
        return f"{times}, {max(self.queries)} queries at most"

    def time(self, ask: Callable[[], Any], answer: int | None = None) -> None:
        """Time one request, which must be answered so, or one act."""
        from django.db import connection

        asked = 0

        def count(execute: Any, *given: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*given)

        with connection.execute_wrapper(count):
            begun, spent = time.perf_counter(), time.process_time()
            given = ask()
            self.seconds.append(time.perf_counter() - begun)
            self.computing.append(time.process_time() - spent)
        self.queries.append(asked)
        if answer is not None and given.status_code != answer:
            raise RuntimeError(f"answered {given.status_code}: {given.content[:2000]!r}")

    @property
    def p95(self) -> float:
        """By the clock."""
        return percentiles(self.seconds)[1]


def put_in(sentence: str) -> str | None:
    """A word put in."""
    return _once(_WORD, sentence, lambda word: f"{word} indeed")


def swapped(sentence: str) -> str | None:
    """A word that another takes the place of."""
    return _once(_WORD, sentence, lambda _: "likewise")


def counted(sentence: str) -> str | None:
    """A numeral that is one more."""
    return _once(_NUMERAL, sentence, lambda number: str(int(number) + 1))


def denied(sentence: str) -> str | None:
    """What was had is not."""
    return sentence.replace(" had ", " did not have ", 1) if " had " in sentence else None


def added(sentence: str) -> str | None:
    """A sentence more, which leans on this one."""
    return f"{sentence} This matters to those who asked."


CHANGES: tuple[Change, ...] = (put_in, denied, swapped, counted, added)


def _once(pattern: re.Pattern[str], text: str, new: Callable[[str], str]) -> str | None:
    # Keys and attributes of a span are no words of the sentence.
    outside = re.split(r"(\{[^}]*\})", text)
    for place, part in enumerate(outside):
        if not part.startswith("{") and (found := pattern.search(part)):
            outside[place] = part[: found.start()] + new(found[0]) + part[found.end() :]
            return "".join(outside)
    return None


def changed(text: str, times: int, seed: str) -> Iterator[str]:
    """Yield the text so many times, each time with one sentence more that is another.

    The sentences lie evenly over the text, the sorts of change in turn.
    """
    places = _places(text)
    chosen = random.Random(seed).sample(range(len(places)), min(times, len(places)))
    for turn, place in enumerate(chosen):
        for step in range(len(CHANGES)):
            new = CHANGES[(turn + step) % len(CHANGES)](places[place])
            if new is not None and new != places[place]:
                text = text.replace(places[place], new, 1)
                yield text
                break


def _places(text: str) -> list[str]:
    """The lines of prose of a Markdown text that stand in it once, by their first sentence."""
    body = text.split("---", 2)[-1]
    fenced, found = False, []
    for line in body.split("\n"):
        fenced ^= line.startswith("```")
        if fenced or not re.match(r"(?:[-*] |\d+\. )?[\[A-Z]", line):
            continue
        sentence = re.split(r"(?<=[.!?]) (?=[A-Z\[])", line)[0]
        if len(sentence.split()) >= 5 and text.count(sentence) == 1:
            found.append(sentence)
    return found


def measure(times: int, seed: str) -> list[Row]:
    """Save so many changes through the form and open the page after each, as two people."""
    from django.test import Client

    from inspectorate.config.settled import settle
    from inspectorate.domain.reports.models import Document
    from inspectorate.foundation.people.models import Person

    document = Document.objects.get(slug=REPORT, inspection__slug=SLUG)
    page = f"/i/{SLUG}/documents/{REPORT}/"
    settle()  # as a server does
    readers = {}
    for name, email in (("editor", EDITOR), ("signer", SIGNER)):
        readers[name] = Client()
        readers[name].force_login(Person.objects.get(email=email))
    cold, saves, first, second = Taken(), Taken(), Taken(), Taken()
    cold.time(lambda: readers["signer"].get(page), 200)
    for turn, text in enumerate(changed(document.text, times, seed), start=1):
        document.refresh_from_db()
        sent = {"text": text, "version": document.version, "key": uuid.uuid4().hex}
        saves.time(lambda sent=sent: readers["editor"].post(f"{page}edit/", sent), 302)
        order = ("editor", "signer") if turn % 2 else ("signer", "editor")
        for taken, name in zip((first, second), order, strict=True):
            taken.time(lambda name=name: readers[name].get(page), 200)
    bound = f"p95 {said(MOST_PAGE)}"
    words = f"{len(document.text.split()):,} words"
    return [
        Row(f"first page of a process ({words})", str(cold), None, ""),
        Row(f"{len(saves.seconds)} sentences changed, one a save: the save", str(saves), None, ""),
        Row("the page after it", str(first), None, "", bound, first.p95 <= MOST_PAGE),
        Row("the page after it, opened by another", str(second), None, ""),
        signing(document),
    ]


def signing(document: Any) -> Row:
    """Sign what is asked of the text since it was changed: the act alone, with its commit."""
    from django.utils import timezone

    from inspectorate.domain.reports.proof import proof_of
    from inspectorate.domain.reports.wording.actions import sign
    from inspectorate.foundation.people.models import Person

    document.refresh_from_db()
    by, taken = Person.objects.get(email=REFERENCER), Taken()
    for asked in proof_of(document).signed_text.left():
        act = {"by": by, "at": timezone.now(), "key": uuid.uuid4().hex, "document": document}
        taken.time(lambda act=act, asked=asked: sign(**act, asked=asked))
    half, _ = percentiles(taken.seconds)
    name = f"a signing act, of {len(taken.seconds)}"
    return Row(name, str(taken), None, "", f"p50 {said(MOST_SIGNING)}", half <= MOST_SIGNING)


if __name__ == "__main__":
    load(Path(sys.argv[1]), fresh=False)
    answer(measure(int(sys.argv[2]), *(sys.argv[3:] or ["0"])))
