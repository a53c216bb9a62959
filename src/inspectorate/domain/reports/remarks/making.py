"""What a remark is made of before it is a row: checked against the section as it stood then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inspectorate.domain.inspections.marked_words import readable
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectorate.prose.anchors import anchor_of, places_of
from inspectorate.prose.reading.markdown import from_markdown

from .. import policies as of_texts
from .. import queries
from ..models import Comment, Document, Suggestion
from ..revising import at_the_door
from ..sections.keeping import rows_of
from ..sections.policies import section_reachable
from ..sections.standing import place_of, standing_of
from ..sections.versions import versions_as_read
from . import policies
from .models import NOT_SAID, RemarkSource, SuggestionOutcome
from .reading import reasons_section_unread

# What marks words in our texts, or names a claim: words without any of it raise no marking.
_MARKS = {*"{}[]#`!|"}
# A colon does so behind the name of a field, or behind what is pointed at, and in no sentence.
_FIELD = re.compile(r"^[\s>]*[\w-]*\s*:|\]\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BroughtSuggestion:
    """A change of an edited file: words of a version of a section, and the words in their place.

    ``said_by`` and ``said_at`` are empty where the file names nobody.
    """

    identity: str
    version: int
    start: int
    quote: str
    replacement: str
    said_by: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BroughtComment:
    """A comment of an edited file; ``answers`` is the place, from 0, of the one before that it
    answers, among those brought in with it.
    """

    identity: str
    version: int
    start: int
    quote: str
    text: str
    said_by: str = ""
    said_at: datetime | None = None
    answers: int | None = None


class PointedWords:
    """Points at words of a document's sections for one person; what was read once is kept."""

    def __init__(self, by: Person, document: Document) -> None:
        self.by, self.document = by, document
        rows_of(document)  # the outline counts by them; of a text of old there are none yet
        self._standing = standing_of(document)
        self._then: dict[tuple[str, int], tuple[str | None, str]] = {}
        self._reached: set[str] = set()

    def columns(
        self,
        identity: str,
        version: int,
        start: int | None,
        quote: str,
        *,
        replacement: str = "",
    ) -> dict[str, Any]:
        """Return what stands in each remark on these words; raise Refused where none may be made.

        Without ``start`` the words stand once in the section. The marking is that of the section
        then and now, and with ``replacement`` in their place.
        """
        self._reach(identity)
        then, marking = self._version(identity, version)
        quote = at_the_door(quote)
        refuse_if(policies.anchorable(then=then, start=start, quote=quote))
        then = then or ""
        at = places_of(quote, then)[0] if start is None else start
        anchor = anchor_of(then, at, at + len(quote))
        if _may_mark(then, at, replacement):
            marking = highest([marking, self._sent(suggested_text(then, at, quote, replacement))])
        return {
            "document": self.document,
            "identity": identity,
            "version": version,
            "start": anchor.start,
            "quote": anchor.quote,
            "before": anchor.before,
            "after": anchor.after,
            "marking": marking,
        }

    def _sent(self, text: str) -> str:
        """How high a section would be marked with words that are sent; who may not read it so is
        refused.
        """
        refuse_if(of_texts.keepable(from_markdown(text)))
        inspection = self.document.inspection
        marking = queries.marking_of(inspection, text)
        refuse_if(readable(self.by, inspection, marking, "The text that you send"))
        return marking

    def _reach(self, identity: str) -> None:
        if identity in self._reached:
            return
        refuse_if(section_reachable(place_of(self._standing, identity) is not None))
        refuse_if(reasons_section_unread(self.by, self.document, identity))
        self._reached.add(identity)

    def _version(self, identity: str, version: int) -> tuple[str | None, str]:
        """A version of a section and how high it is marked; who may not read it is refused."""
        if (identity, version) not in self._then:
            now = next(one for one in self._standing if one.identity == identity)
            text = now.text if now.version == version else self._earlier(identity, version)
            texts = [now.text] if text is None else list({now.text, text})
            marking = highest([BASELINE, *queries.markings_of(self.document.inspection, texts)])
            refuse_if(queries.unread(self.by, self.document, marking))
            self._then[identity, version] = text, marking
        return self._then[identity, version]

    def _earlier(self, identity: str, version: int) -> str | None:
        """Words that are closed today are closed wherever they stood before."""
        found = versions_as_read(self.by, self.document, identity, [version]).get(version)
        refuse_if(found.unread if found else ())
        return found.text if found else None


def _may_mark(text: str, at: int, replacement: str) -> bool:
    """May words raise the marking of a text once they stand there?"""
    if _MARKS & {*replacement}:
        return True
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return ":" in replacement and _FIELD.search(f"{line}{replacement}") is not None


def remarks_there(document: Document) -> int:
    """How many remarks a document has."""
    return (
        Suggestion.objects.filter(document=document).count()
        + Comment.objects.filter(document=document).count()
    )


def brought_before[T: (Suggestion, Comment)](
    document: Document, kind: type[T]
) -> dict[tuple[object, ...], T]:
    """The remarks of a kind that files brought, by what :func:`told_by` tells of each."""
    rows = kind.objects.filter(document=document, source=RemarkSource.WORD)
    return {
        told_by(one, one.text if isinstance(one, Comment) else one.replacement): one
        for one in rows.order_by("-pk")  # of two that are alike the first is that one
    }


def told_by(
    one: BroughtSuggestion | BroughtComment | Suggestion | Comment, words: str
) -> tuple[object, ...]:
    """What makes a remark of a file that one and no other; ``words`` are as they are kept."""
    place = one.identity, one.version, one.start, one.quote
    return (*place, words, one.said_by.strip() or NOT_SAID, one.said_at)


def said(said_by: str, said_at: datetime | None) -> Mapping[str, Any]:
    """What a file said of who made a remark, and when."""
    refuse_if(policies.sayable(said_by=said_by))
    return {
        "source": RemarkSource.WORD,
        "said_by": said_by.strip() or NOT_SAID,
        "said_at": said_at,
    }


def behind_earlier(suggestion: Suggestion, text: str, start: int) -> int:
    """Return where in a text suggested words go that come between two: behind those that were
    suggested at the same place before them, and are accepted.
    """
    if suggestion.quote:
        return start
    earlier = Suggestion.objects.filter(
        document=suggestion.document_id,
        identity=suggestion.identity,
        version=suggestion.version,
        start=suggestion.start,
        quote="",
        pk__lt=suggestion.pk,
        answer__outcome=SuggestionOutcome.ACCEPTED,
    )
    for words in earlier.order_by("pk").values_list("replacement", flat=True):
        if text.startswith(words, start):
            start += len(words)
    return start


def suggested_text(text: str, start: int, quote: str, replacement: str) -> str:
    """Return a text with other words in the place of those that begin at ``start``."""
    return text[:start] + replacement + text[start + len(quote) :]
