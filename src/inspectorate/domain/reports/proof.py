"""One document laid out with everything it is held against: its text taken apart, the facts for
each edition, the board.

Built once for one question (may it be frozen, what is wrong, what would it look like), so that the
facts are read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown

from .checks.registry import Findings, NotRun, run
from .documents.registry import DocumentKind
from .editions.compile import Compiled, Shell, compile_edition
from .editions.model import EditionData
from .editions.pictures import ChartData
from .fact_loading import CEILINGS, load_chart_data, load_facts, published_day
from .facts import Facts
from .models import Document

PUBLISHER = "The Inspectorate"


@dataclass(frozen=True, slots=True)
class Proof:
    """The document, its manuscript, the facts by kind of edition, and the board."""

    document: Document
    manuscript: Manuscript
    facts: Mapping[str, Facts]
    board: ChartData

    def compiled(self, kind: str, number: int = 0) -> Compiled:
        """Compile for ``full`` or ``public``; number 0 is a preview."""
        published_on = published_day(self.manuscript)
        shell = Shell(
            slug=self.document.slug,
            kind=DocumentKind(self.document.kind),
            title=self.document.title,
            number=number,
            publisher=publisher(),
            inspection=self.document.inspection.title,
            published_on=published_on.isoformat() if published_on else "",
            notice=self.document.inspection.notice,
        )
        return compile_edition(self.manuscript, self.facts[kind], self.board, shell, kind)

    def problems(self) -> Findings:
        """Run every check for both editions, and both compilations; what is found twice is told
        once, in text order.
        """
        found: dict[tuple[str, int, str, str], Problem] = {}
        not_run: dict[str, NotRun] = {}
        for kind, known in self.facts.items():
            findings = run(self.manuscript, known)
            for one in (*findings.problems, *self.compiled(kind).problems):
                found.setdefault((one.check, one.place.line, one.place.excerpt, one.what), one)
            not_run |= {one.check: one for one in findings.not_run}
        ordered = sorted(found.values(), key=lambda one: (one.place.line, one.place.column))
        return Findings(tuple(ordered), tuple(not_run.values()))

    def unchanged(self) -> bool:
        """Does the newest public edition say the very same as the text and the facts do now?"""
        newest = self.document.editions.filter(kind="public").order_by("-number").first()
        if newest is None:
            return False
        return (
            self.compiled("public", newest.number).edition.as_json()
            == EditionData.from_json(newest.data).as_json()
        )


def proof_of(document: Document, on: date | None = None) -> Proof:
    """Lay out the newest text; ``on`` is the day of signing, where it is signed now."""
    public = load_facts(document.inspection, "public", document=document, on=on)
    full = replace(public, edition="full", ceiling=CEILINGS["full"])
    manuscript = public.documents.get(document.slug) or from_markdown(document.text, document.slug)
    return Proof(
        document, manuscript, {"public": public, "full": full}, load_chart_data(document.inspection)
    )


def publisher() -> str:
    """Return the publisher's name: the deployer's setting, or a plain word."""
    return str(getattr(settings, "PUBLISHER_NAME", PUBLISHER))
