"""A text laid out as one person has it, where they may not read all: nothing else is compiled or
checked for them, so that no page, picture or problem tells of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.newest import newest_entries
from inspectorate.foundation.markings import redaction
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Problem

from ..editions.model import Block, EditionData, EditionKind, Run
from ..editions.runs import joined
from ..models import Document
from ..proof import Proof, proof_of
from ..verbs import ReportVerb
from .let_stand import let_stand
from .reading import TextAsRead, as_read

_MARK = re.compile(re.escape(redaction.replacement("\0")).replace("\0", r"([^\]]*)"))


@dataclass(frozen=True, slots=True)
class LeftText:
    """What is left of the text of a ``document`` for a person: as they read it, and laid out."""

    person: Person
    document: Document
    read: TextAsRead
    laid: Proof

    def edition(self, kind: EditionKind = EditionKind.FULL) -> EditionData:
        """The text as the edition it would become, as they may read it."""
        reader = reading(self.person, self.laid.document.inspection)
        made = self.laid.compiled_for(reader, kind)
        # A passage is removed from what is public; a claim that no check stopped yet stands in it.
        marking = made.holds if kind is EditionKind.PUBLIC else self.laid.marking
        reader.of(self.laid.document, marking)
        blocks = made.edition.blocks
        return replace(made.edition, blocks=blocks if self.read.whole else _marked(blocks))

    def section(self, identity: str) -> EditionData:
        """What is left of one section, as it would be printed in the full edition."""
        reader = reading(self.person, self.laid.document.inspection)
        made = self.laid.compiled_for(reader, EditionKind.FULL)
        reader.of(self.laid.document, self.laid.marking)
        first, after = self._lines(identity)
        here = [
            block
            for block, lines in zip(made.edition.blocks, made.lines, strict=True)
            if lines and first <= lines[0] < after
        ]
        return replace(made.edition, blocks=_marked(here))

    def problems(self) -> list[Problem]:
        """What is open in the sections that they read whole, found in what they have alone."""
        reader = reading(self.person, self.laid.document.inspection)
        if not reader.may(self.laid.marking):
            return []  # it prints words of records that are closed to them
        stand = let_stand(self.document, self.read)
        spans = [self._lines(one.identity) for one in self.read.sections if not one.unread]
        return [
            one
            for one in self.laid.problems().problems
            if (one.check, one.place.excerpt) not in stand
            and any(first <= one.place.line < after for first, after in spans)
        ]

    def _lines(self, identity: str) -> tuple[int, int]:
        first = 1
        for one in self.read.sections:
            after = first + one.told.count("\n")
            if one.identity == identity:
                break
            first = after
        last = one is self.read.sections[-1]
        return first, after + last


def left_of(
    person: Person, document: Document, on: date | None = None, out: Collection[int] = ()
) -> LeftText:
    """Lay out what this person may read of the newest text; a read is noted with what is told."""
    read = as_read(person, document, noted=False)
    reader = reading(person, document.inspection)
    under = newest_entries(document.inspection, ReportVerb.SEE.room)
    typed = None if read.whole else read.text
    return LeftText(
        person, document, read, proof_of(document, on, reader, out, under=under, typed=typed)
    )


def preview(person: Person, document: Document, kind: EditionKind) -> EditionData:
    """Return the newest text as the edition it would become, as this person may read it."""
    return left_of(person, document).edition(kind)


def _marked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The marks that stand for removed words, as marks: they came through a text as its words."""
    return tuple(
        replace(
            one,
            runs=joined(_split(one.runs)),
            items=tuple(joined(_split(each)) for each in one.items),
        )
        for one in blocks
    )


def _split(runs: Sequence[Run]) -> Iterator[Run]:
    for run in runs:
        at = 0
        for mark in _MARK.finditer(run.text):
            if mark.start() > at:
                yield replace(run, text=run.text[at : mark.start()])
            yield Run(mark.group(), redacted=mark.group(1))
            at = mark.end()
        if at < len(run.text):
            yield replace(run, text=run.text[at:])
