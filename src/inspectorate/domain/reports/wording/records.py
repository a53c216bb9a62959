"""Reads from the database what was signed of a document and objected to, in itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from inspectorate.prose.passages import Signing

from ..models import Document, Objection, Signature
from .standing import Records, Signed, StandingObjection


def standing_signatures(document: Document) -> Iterable[Signed]:
    """The signatures of a document that nobody has withdrawn, oldest first."""
    rows = Signature.objects.filter(document=document, withdrawal=None).select_related("by")
    # As they lie: each page asks for all of them, and what was signed never changes.
    as_text = rows.defer("content", "words").annotate(
        content_text=Cast("content", TextField()), words_text=Cast("words", TextField())
    )
    for one in as_text.order_by("at", "pk"):
        yield Signed(
            one.pk,
            Signing(one.kind),
            one.identity,
            _taken_apart(one.content_text),
            one.at,
            str(one.by),
            one.marking,
            _taken_apart(one.words_text)["full"] if one.kind == Signing.SINGLY else "",
            one.by_id,
        )


@lru_cache(maxsize=8_192)
def _taken_apart(text: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(text)
    return found


def records_of(document: Document) -> Records:
    """What was signed of a document and objected to, in itself."""
    return Records(tuple(standing_signatures(document)), objections(document))


def objections(document: Document) -> dict[str, StandingObjection]:
    """The last objection to each content of a document, by its identity."""
    rows = Objection.objects.filter(document=document).select_related("by").order_by("at", "pk")
    return {
        one.identity: StandingObjection(one.identity, one.at, str(one.by), one.reason, one.finding)
        for one in rows
    }
