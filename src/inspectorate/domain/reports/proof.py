"""One document laid out with everything needed to check and compile it.

That is its text taken apart, the facts, and what charts are drawn from.

Built once for one question (may it be frozen, what is wrong, what would it look like), so that the
facts are read once and each edition is compiled once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.text import slugify

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.small_numbers import USUAL
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.drawing.picture import Picture
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.foundation.remembered import Remembered
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown

from .addressed import Addressed, addressed
from .chart_loading import letters_own, load_chart_data
from .checks.registry import OF_EDITION, Findings, run
from .documents.registry import DocumentKind
from .editions.compile import CompiledEdition, EditionFrame, compile_edition
from .editions.frozen import canonical
from .editions.model import EditionData, EditionKind
from .editions.outcomes import OUTCOMES, outcome_words
from .editions.pictures import ChartData
from .editions.recommendations import answered_by
from .editions.told import as_told
from .fact_loading import CEILINGS, load_facts, published_day, scope_of, with_pins
from .facts import Facts
from .gaps import Gap
from .gates import Gates
from .marking import ceiling_of, of_manuscript
from .models import Document
from .wording.loading import SignedText
from .wording.standing import TextStanding

PUBLISHER = "The Inspectorate"


class Ground(NamedTuple):
    """What every text of an inspection stands on: its scope with the bodies, the judgments that
    stand by cell, what they are made on, and all bodies of the register. Nobody changes a row.
    """

    scope: Sequence[ScopeBody]
    agreed: Mapping[tuple[int, int], Agreed]
    criteria: Sequence[Criterion]
    register: Sequence[Body]


GROUND: Remembered[Ground] = Remembered(16)
BOARDS: Remembered[tuple[ChartData, dict[Hashable, Picture]]] = Remembered(32)


@dataclass(frozen=True, slots=True)
class Proof:
    """The document, its manuscript, the facts, what charts are drawn from, the gates before it, and
    whom it may address.

    ``out`` are the keys of editions that are out. Each edition is kept once compiled.
    """

    document: Document
    manuscript: Manuscript
    facts: Facts
    board: ChartData
    gates: Gates
    addressable: Addressed
    out: Collection[int] = ()
    kept: dict[EditionKind, CompiledEdition] = field(
        default_factory=dict, compare=False, repr=False
    )
    pictures: dict[Hashable, Picture] = field(default_factory=dict, compare=False, repr=False)
    texts: list[SignedText] = field(default_factory=list, compare=False, repr=False)
    missing: list[list[Gap]] = field(default_factory=list, compare=False, repr=False)

    def compiled(self, kind: EditionKind) -> CompiledEdition:
        """Return the text as one kind of edition, not yet numbered, with what is wrong in it."""
        if kind not in self.kept:
            self.kept[kind] = compile_edition(
                self.manuscript, self.facts, self.board, self._shell(), kind, self.pictures
            )
        return self.kept[kind]

    def marked(self) -> CompiledEdition:
        """Return the full edition with the marking of each sensitive passage, for its editors."""
        return compile_edition(
            self.manuscript,
            self.facts,
            self.board,
            self._shell(),
            EditionKind.FULL,
            self.pictures,
            marks=True,
        )

    @property
    def marking(self) -> str:
        """How high the text is marked, as it stands, with the outcomes in words that it prints."""
        blocks = self.manuscript.blocks
        printed = (one.marking for block in blocks for one in outcome_words(self.board, block))
        return highest([of_manuscript(self.manuscript, self.facts.bears), *printed])

    @property
    def marking_beside(self) -> str:
        """How high the original of a language variant is marked; no higher than any text, of any
        other document.
        """
        original = self.facts.documents.get(self.facts.variant_of)
        return BASELINE if original is None else of_manuscript(original, self.facts.bears)

    def as_read(self, reader: Reading, kind: EditionKind = EditionKind.FULL) -> EditionData:
        """Return a preview of an edition with what ``reader`` may not read removed."""
        return self.compiled_for(reader, kind).edition

    def compiled_for(self, reader: Reading, kind: EditionKind) -> CompiledEdition:
        """Return a preview of an edition, as :meth:`as_read`, with how high its words are."""
        if reader.may(self.marking):
            return self.compiled(kind)
        ceiling = ceiling_of(reader)
        shell = self._shell()
        return compile_edition(
            self.manuscript, self.facts, self.board, shell, kind, ceiling=ceiling
        )

    def edition(self, kind: EditionKind, number: int = 0) -> EditionData:
        """Return an edition under its number; 0 is a preview."""
        return replace(self.compiled(kind).edition, number=number)

    def problems(self) -> Findings:
        """Check the text for both editions that are frozen, and compile both.

        What is found twice is given once, in the order of the text.
        """
        public, full = (
            replace(self.facts, edition=kind.value, ceiling=ceiling)
            for kind, ceiling in CEILINGS.items()
        )
        # Every other check finds the same for both editions.
        findings = (run(self.manuscript, public), run(self.manuscript, full, only=OF_EDITION))
        found: dict[tuple[str, int, str, str], Problem] = {}
        for problem in chain(
            *(one.problems for one in findings),
            *(self.compiled(kind).problems for kind in CEILINGS),
        ):
            place = problem.place
            found.setdefault((problem.check, place.line, place.excerpt, problem.what), problem)
        ordered = sorted(found.values(), key=lambda one: (one.place.line, one.place.column))
        return Findings(tuple(ordered), findings[0].not_run)

    @property
    def signed_text(self) -> SignedText:
        """The text passage by passage, beside what was signed of it; read once."""
        if not self.texts:
            text = SignedText(
                self.document, self.manuscript, self.facts, self.out, board=self.board
            )
            self.texts.append(text)
        return self.texts[0]

    @property
    def wording(self) -> TextStanding:
        """Which passages and sections of the text are signed as they stand."""
        return self.signed_text.standing

    def unchanged(self) -> bool:
        """Does the newest public edition hold the very text and figures of now; and the full one,
        of a letter, what its body was told on the day and what became of it?
        """
        public = self.document.editions.filter(kind="public").order_by("-number")
        newest = public.annotate(as_text=Cast("data", TextField())).only("number").first()
        if newest is None:
            return False
        frozen = _taken_apart(newest.as_text)
        # Under the number of the newest: the number alone would make every text another.
        now = self.edition(EditionKind.PUBLIC, newest.number)
        if _says_otherwise(now, frozen):
            return False
        # Read first: what an older version froze has none of the fields added since.
        held = EditionData.from_json(frozen)
        if not held.small_below:
            held = replace(held, small_below=USUAL)
        return canonical(now.as_json()) == canonical(held.as_json()) and self._told_as(
            newest.number
        )

    def _told_as(self, number: int) -> bool:
        """Does the full edition of a number say of told grades what would be said now?

        The public edition has nothing of it, so that nothing there shows a difference.
        """
        if not DocumentKind(self.document.kind).type.to_one_body:
            return True
        full = self.document.editions.filter(kind=EditionKind.FULL.value, number=number)
        held = full.annotate(as_text=Cast("data", TextField())).only("number").get()
        frozen = EditionData.from_json(_taken_apart(held.as_text))
        return as_told(frozen.blocks) == self.board.told

    def _shell(self) -> EditionFrame:
        published_on = published_day(self.manuscript)
        kind = DocumentKind(self.document.kind)
        to_the_press = not kind.type.titled
        return EditionFrame(
            slug=self.document.slug,
            kind=kind,
            title=self.document.title,
            publisher=publisher(),
            inspection=self.document.inspection.title,
            published_on=published_on.isoformat() if published_on else "",
            notice=self.document.inspection.notice,
            contact=str(getattr(settings, "PUBLISHER_CONTACT", "")) if to_the_press else "",
            report_at=report_at(self.document.inspection) if to_the_press else "",
            language=self.facts.language,
            original=self.facts.variant_of,
            original_number=self.facts.original_edition,
        )


# What was frozen never changes, and each page of a text asks for it.
@lru_cache(maxsize=16)
def _taken_apart(text: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(text)
    return found


def _says_otherwise(now: EditionData, frozen: Mapping[str, Any]) -> bool:
    """Whether the words of an edition are others than those frozen: most changes show there."""
    said = [run.text for block in now.blocks for run in block.runs]
    return said != [run["text"] for block in frozen["blocks"] for run in block["runs"]]


def proof_of(
    document: Document,
    on: date | None = None,
    reader: Reading | None = None,
    out: Collection[int] = (),
    *,
    under: tuple[str, ...] = (),
    typed: str | None = None,
) -> Proof:
    """Lay out the newest text; ``on`` is the day of signing, where it is signed now.

    ``typed`` is a text that stands nowhere yet, taken for the newest one.

    ``out`` are the keys of editions that are out, which the room of publication knows. Where none
    is given, all is asked as it is of a text of which nothing is out.

    Laid out for a ``reader``, what is wrong names and counts no evidence that they may not read;
    what is frozen is laid out for nobody. For a page, what was read and computed ``under`` the same
    newest entries of the ledger is taken again; what is frozen is read and computed anew.
    """
    inspection = document.inspection
    ground = _ground(inspection, under)
    scope, agreed, criteria, register = ground
    documents = with_pins(inspection)
    if typed is not None:
        document, documents = _as_typed(document, documents, typed)
    addressable = addressed(inspection, scope, register, texts=documents)
    facts = load_facts(
        inspection,
        document=document,
        on=on,
        scope=scope,
        agreed=agreed,
        criteria=criteria,
        reader=reader,
        register=register,
        addressable=addressable,
        documents=documents,
        under=under,
    )
    manuscript = facts.documents.get(document.slug) or from_markdown(document.text, document.slug)
    board, pictures = _board(inspection, under, manuscript, addressable, ground)
    board = letters_own(board, document, scope, agreed)
    gates = Gates(
        inspection, facts.claims or {}, scope=scope, criteria=criteria, agreed=agreed, on=on
    )
    return Proof(document, manuscript, facts, board, gates, addressable, out, pictures=pictures)


def _as_typed(
    document: Document, documents: Sequence[Document], text: str
) -> tuple[Document, list[Document]]:
    """The document and those of its inspection as they would be with this text; none is changed."""
    found = copy(document)
    found.text = text
    there = {one.pk: one for one in documents}
    if document.pk in there:
        there[document.pk].text = text  # read for this question alone
    return found, list(there.values())


def _ground(inspection: Inspection, under: tuple[str, ...]) -> Ground:
    found = GROUND.of(inspection.pk, under) if under else None
    if found is None:
        found = Ground(
            scope_of(inspection),
            judgments.current(inspection),
            criteria_to_judge(inspection.framework_id),
            bodies.register(),
        )
        if under:
            GROUND.keep(inspection.pk, under, found)
    return found


def _board(
    inspection: Inspection,
    under: tuple[str, ...],
    manuscript: Manuscript,
    addressable: Addressed,
    ground: Ground,
) -> tuple[ChartData, dict[Hashable, Picture]]:
    """What charts are drawn from, with those drawn of it: of the text its kinds of table alone."""
    asked = {one.fields.get("kind", "") for one in manuscript.blocks if one.kind == "table"}
    # What a recommendation answers is told of the outcomes, too.
    answers = any(answered_by(one) for one in manuscript.blocks)
    tables = frozenset(asked | ({OUTCOMES} if answers else set()))
    name = (inspection.pk, tables)
    found = BOARDS.of(name, under) if under else None
    if found is None:
        board = load_chart_data(
            inspection, **ground._asdict(), tables=tables, addressable=addressable
        )
        found = (board, {})
        if under:
            BOARDS.keep(name, under, found)
    board, pictures = found
    # Whom the texts address is theirs to say.
    return replace(board, names=addressable.names, printed_codes=addressable.codes), pictures


def report_at(inspection: Inspection) -> str:
    """Return the address at which the newest report of an inspection stands; empty without one."""
    base = str(getattr(settings, "BASE_URL", "")).rstrip("/")
    has_one = inspection.documents.filter(kind=DocumentKind.REPORT.value).exists()
    path = f"{slugify(inspection.slug)}/latest/{DocumentKind.REPORT.type.stem}.html"
    return f"{base}/{path}" if base and has_one else ""


def publisher() -> str:
    """Return the publisher's name: the deployer's setting, or a plain word."""
    return str(getattr(settings, "PUBLISHER_NAME", PUBLISHER))
