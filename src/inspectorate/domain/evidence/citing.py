"""Citing a passage of a document: the words of an item must stand where it says."""

from __future__ import annotations

from itertools import pairwise

from inspectorate.domain.fieldwork.returns.queries import withdrawal_of
from inspectorate.foundation.documents import finding, layers, places, scanning
from inspectorate.foundation.documents.models import TextLayer, TextPage
from inspectorate.foundation.documents.places import Part
from inspectorate.foundation.markings.scheme import Marking, above
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .documents import Document
from .models import Citation, Item
from .reasons import EvidenceReason
from .recording import Passage, Recording

# Parts of a document that one passage may run over: more is no passage.
MOST_PARTS = 60
_NEAREST = 400


def citable(recording: Recording) -> list[Reason]:
    """Require a document that may be opened and was read, words that stand on the page named, its
    own body, and a mark no lower than the document's.
    """
    passage = recording.passage
    if passage is None:
        return []
    document = passage.document
    # Of what may not be opened no word is told, not even the nearest.
    if closed := scanning.against_opening(document.digest):
        return closed
    reasons = _marked(recording, document.marking)
    if document.scope_body != recording.scope_body:
        text = f"{document.name} is of {document.scope_body.label}."
        mend = Mend.words("Choose that body.")
        reasons.append(Reason(EvidenceReason.PASSAGE_OF_ANOTHER_BODY, text, mend, "scope_body"))
    reasons += citable_still(document)
    layer = layers.newest(document.digest)
    page = _page(layer, passage)
    if layer is None or page is None:
        text = f"{document.name} was not read, or has no such page."
        mend = Mend.outside("Open it, have its text read, and cite it from there.")
        return [*reasons, Reason(EvidenceReason.PASSAGE_NOT_READ, text, mend)]
    return [*reasons, *_standing(layer, page, passage, recording.words)]


def citable_still(document: Document) -> list[Reason]:
    """Require a document that is no data return which was taken back."""
    if document.receipt is None or withdrawal_of(document.receipt) is None:
        return []
    text = f"{document.name} is a data return that was taken back."
    mend = Mend.words("Cite what was sent in its place.")
    return [Reason(EvidenceReason.PASSAGE_TAKEN_BACK, text, mend)]


def cite(item: Item, passage: Passage) -> Citation:
    """Keep where the words of ``item`` stand; inside the act that records it, which looked."""
    document = passage.document
    layer = layers.newest(document.digest)
    page = _page(layer, passage)
    assert layer is not None
    assert page is not None
    at = finding.places_of(_parts(page, passage), item.words)
    return Citation.objects.create(
        item=item,
        receipt=document.receipt,
        attachment=document.attachment,
        name=document.name,
        digest=document.digest,
        text_digest=layer.text_digest,
        method=layer.method,
        page=page.number,
        place=at[0],
        said=places.said(at, page.sheet),
        machine_read=layer.machine_read,
    )


def _parts(page: TextPage, passage: Passage) -> list[Part]:
    """The parts of a page within which the words must stand; between two that do not follow one
    another stands the sign of what is left out, so that no words run from one into the other.
    """
    every = layers.page_of(page).parts
    if not passage.at:
        return list(every)
    found: list[Part] = []
    last = None
    for number, one in enumerate(every):
        if one.at in passage.at:
            if last is not None and number > last + 1:
                found.append(Part("", finding.GAP))
            found.append(one)
            last = number
    return found


def _page(layer: TextLayer | None, passage: Passage) -> TextPage | None:
    return layer.pages.filter(number=passage.page).first() if layer else None


def _marked(recording: Recording, marking: str) -> list[Reason]:
    if not above(marking, recording.marking):
        return []
    label = Marking(marking).label
    text = f"The document is marked {label}, and its words carry its mark."
    mend = Mend.words(f"Mark the item {label}.")
    return [Reason(EvidenceReason.PASSAGE_MARKED_LOWER, text, mend, "marking")]


def _standing(layer: TextLayer, page: TextPage, passage: Passage, words: str) -> list[Reason]:
    parts = _parts(page, passage)
    at = finding.places_of(parts, words)
    if at and len(at) <= MOST_PARTS:
        return []
    if at:
        text = f"The words run over {len(at)} places; one passage may run over {MOST_PARTS}."
        mend = Mend.words("Cite less of it, or each part by itself.")
        return [Reason(EvidenceReason.PASSAGE_TOO_LONG, text, mend, "words")]
    where = "where you ticked" if passage.at else f"on {page.title}"
    text = f"These words do not stand {where}."
    if not passage.at and (elsewhere := _elsewhere(layer, page, words)):
        text = f"{text} They stand on {elsewhere}."
        mend = Mend.words("Go to that page and cite them there.")
    elif not passage.at and (two := _over_two(layer, page, words)):
        text = f"{text} They run on from {two[0]} to {two[1]}."
        mend = Mend.words("Cite what stands on each page by itself.")
    elif near := finding.nearest(parts, words):
        mend = Mend.words(f"What stands there is most like: “{near[:_NEAREST]}”. Copy it exactly.")
    else:
        mend = Mend.words("Copy the words from the page, or tick the paragraphs they stand in.")
    return [Reason(EvidenceReason.PASSAGE_NOT_FOUND, text, mend, "words")]


def _elsewhere(layer: TextLayer, page: TextPage, words: str) -> str:
    """The page, of those around it first, on which words stand; empty where on none of them."""
    others = layer.pages.exclude(pk=page.pk).filter(
        number__gte=page.number - 50, number__lte=page.number + 50
    )
    for other in sorted(others, key=lambda one: abs(one.number - page.number)):
        if finding.places_of(layers.page_of(other).parts, words):
            return other.title
    return ""


def _over_two(layer: TextLayer, page: TextPage, words: str) -> tuple[str, ...]:
    """The titles of the page and of the one before or behind it, where words run from one on to the
    other; empty where they do not.
    """
    around = layer.pages.filter(number__gte=page.number - 1, number__lte=page.number + 1)
    for two in pairwise(around.order_by("number")):
        parts = [part for one in two for part in layers.page_of(one).parts]
        if finding.places_of(parts, words):
            return tuple(one.title for one in two)
    return ()
