"""Where a claim is said, passage by passage, as printed, and what is signed of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.prose.passages import Passage

from .. import queries
from ..editions.pictures import ChartData
from ..fact_loading import load_facts
from ..facts import Facts
from ..marking import of_manuscript
from ..models import Document
from .loading import SignedText
from .queries import open_draft
from .standing import PassageStanding


@dataclass(frozen=True, slots=True)
class Carried:
    """A document that carries a claim.

    ``passages`` are those bound to it, as printed, each with where its words stand; ``excerpts``
    stand in their place where this person may not read the whole text, with what is removed.
    ``draft`` says that it is ready to be signed.
    """

    document: Document
    passages: Sequence[PassageStanding]
    excerpts: Sequence[str]
    draft: bool


def carrying(
    person: Person, inspection: Inspection, key: str, out: Collection[int] = ()
) -> list[Carried]:
    """Return every document whose newest text carries a claim, for who sees drafts; reads noted.

    A picture that names the claim is a passage too. ``out`` are the keys of editions that are out.
    """
    reader = _Reader(person, inspection, key, out)
    documents = queries.visible_to(person, inspection).order_by("kind", "slug")
    return [held for one in documents if key in one.text and (held := reader.read(one))]


class _Reader:
    def __init__(
        self, person: Person, inspection: Inspection, key: str, out: Collection[int]
    ) -> None:
        self.person, self.inspection, self.key, self.out = person, inspection, key, out

    @cached_property
    def shared(self) -> Facts:
        """The facts by which any text is read, but a letter that may name whom it is written to."""
        return load_facts(self.inspection)

    def read(self, document: Document) -> Carried | None:
        """What a document says of the claim; None where it does not carry it."""
        facts = self.shared
        if document.scope_body_id:
            facts = load_facts(self.inspection, document=document)
        manuscript = facts.documents[document.slug]
        # No outcome in words is bound to a claim: none is read for it.
        text = SignedText(document, manuscript, facts, self.out, board=ChartData())
        if not any(self._names(one) for one in text.passages):
            return None
        draft = open_draft(document) is not None
        if queries.unread(self.person, document, of_manuscript(text.manuscript, facts.bears)):
            said = queries.carrying(self.person, self.inspection, self.key)
            excerpts = next((found for one, found in said if one.pk == document.pk), [])
            return Carried(document, (), excerpts, draft)
        held = [one for one in text.standing.passages if self._names(one.passage)]
        return Carried(document, held, (), draft)

    def _names(self, one: Passage) -> bool:
        """Does a passage carry it: in a span of it, or as a field of a picture?"""
        return self.key in one.keys or one.block.fields.get("claim") == self.key
