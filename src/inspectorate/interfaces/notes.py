"""What was sent as a note, read by every door alike: never an error for what a person wrote.

:class:`ItemIn` says how a note is written; what is written otherwise is read as far as it goes, and
is received with its reasons (``arrivals.taking``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from django.db.models import TextChoices
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
)

from inspectorate.domain.evidence.arrivals.kinds import Meant
from inspectorate.domain.evidence.arrivals.mending import canonical
from inspectorate.domain.evidence.arrivals.note import Note
from inspectorate.domain.evidence.arrivals.taking import MOST_TOLD
from inspectorate.domain.evidence.kinds import Direction, SourceKind
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.recording import Recording
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import UNPRINTABLE

from . import note_marks, note_meanings
from .note_meanings import MEANT, meant_of

# Of a note that is SECRET these alone are kept: codes, keys, times, and where its words are held.
_KEPT_OF_SECRET = (
    *("body", "session", "kind", "method", "direction", "criteria"),
    *("observed_at", "written_at", "practice", "rebuilt"),
    *(MEANT, "criterion", "version", "visit", "said_on"),
)
_LONGEST_CODE = 80
_MOST_CRITERIA = 500


def one_of(choices: type[StrEnum] | type[TextChoices], usual: str | None = None) -> Any:
    """A field that the description says the choices of; the room's own rule refuses others, so
    that every reason is told at once.
    """
    said: dict[str, Any] = {"enum": [str(one.value) for one in choices]}
    if usual is None:
        return Field(max_length=40, json_schema_extra=said)
    return Field(str(usual), max_length=40, json_schema_extra=said)


def _written_out(sent: object) -> object:
    """Require a moment as RFC 3339 writes it; a number could be a day, a year or seconds."""
    if not isinstance(sent, str) or not _MOMENT.fullmatch(sent):
        raise ValueError("it is no moment: write it as 2026-10-05T10:20:00+01:00")
    return sent


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]


class ItemIn(BaseModel):
    """What is recorded. ``body`` is a code in scope, ``criteria`` are ids of the framework.

    ``written_at`` is when the words were written; without it, when they come here. ``rebuilt``: the
    words were written again from memory.
    """

    model_config = {"extra": "forbid"}

    body: str = Field(max_length=_LONGEST_CODE)
    kind: str = one_of(SourceKind)
    method: str = one_of(Method)
    origin: str = Field(max_length=160)
    words: str = Field("", max_length=100_000)
    stub: str = Field("", max_length=2_000)
    direction: str = one_of(Direction)
    criteria: list[StrictInt] = Field(max_length=_MOST_CRITERIA)
    observed_at: Moment
    written_at: Moment | None = None
    session: StrictInt | None = Field(None, ge=1, le=2**63 - 1)
    practice: StrictBool = False
    rebuilt: StrictBool = False
    marking: str = one_of(Marking, Marking.OFFICIAL)


def reason_of(error: Mapping[str, Any]) -> Reason:
    """A fault that the description forbids, named by its field ("criteria.0")."""
    place: Sequence[Any] = error["loc"]
    # Where it was sent, and the name of our argument, are ours and not the sender's.
    inside = 2 if place[:1] == ("body",) else 1
    name = ".".join(str(one) for one in place[inside:]) or "what was sent"
    missing = error["type"] == "missing"
    text = f"{name}: {'it is missing' if missing else _small(error['msg'])}."
    mend = Mend.words("Send it." if missing else "The description of the API says what it holds.")
    return Reason(EvidenceReason.NOT_AS_DESCRIBED, text, mend, name)


def _small(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")


def may_be_kept(said: object) -> bool:
    """May words and files of a note be stored? Asked before a byte of a file is."""
    return not note_marks.secret(said)


def holding_nothing(said: object) -> list[Reason]:
    """Require a note with something in it: of nothing nothing can be lost."""
    if isinstance(said, dict) and any(
        value not in ("", None, [], {}) for name, value in said.items() if name != "key"
    ):
        return []
    try:
        ItemIn.model_validate(said)
    except ValidationError as fault:
        errors = fault.errors(include_url=False, include_context=False, include_input=False)
        # Anybody may send any number of empty fields.
        return [reason_of({**one, "loc": ("body", "", *one["loc"])}) for one in errors[:MOST_TOLD]]
    return []


class NoteReader:
    """Reads notes on one inspection. What they name is looked up by its code or key: one query for
    each kind of thing, be it for one note or, with :meth:`look_up`, for all of a batch.
    """

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self._bodies: dict[str, ScopeBody | None] = {}
        self._criteria: dict[int, Criterion | None] = {}
        self._sessions: dict[int, Session | None] = {}

    def look_up(self, notes: Sequence[object]) -> None:
        """Find what several notes name, all at once, before they are read."""
        named = [Names.by(one) for one in notes]
        self._find_bodies({one for each in named for one in each.bodies})
        self._find_criteria({one for each in named for one in each.criteria})
        self._find_sessions({one for each in named for one in each.sessions})

    def read(self, said: object, files: Sequence[StoredFile] = ()) -> Note:
        """Read what was sent, whatever it is. Of what is SECRET no word and no file is kept."""
        meant = meant_of(said)
        said = note_meanings.plain(said, meant)
        if note_marks.secret(said):
            return self._without_words(said, files, meant)
        marking, marked = note_marks.mark_of(said)
        recording, reasons = self._recording(said, meant)
        return Note(
            meant=meant,
            sent=_canonical(said),
            marking=marking,
            marked=marked,
            recording=recording,
            reasons=reasons,
            files=files,
        )

    def _without_words(self, said: object, files: Sequence[StoredFile], meant: Meant) -> Note:
        """Of a note that is SECRET, what says that it was and where its words are held."""
        given = said if isinstance(said, Mapping) else {}
        exact = given.get("marking") == Marking.SECRET
        kept = {name: given[name] for name in _KEPT_OF_SECRET if _is_code(given.get(name))}
        kept["marking"] = Marking.SECRET.value
        for name, most in (("origin", 160), ("stub", 2_000)):
            if isinstance(given.get(name), str) and len(given[name]) <= most:
                kept[name] = given[name]
        dropped = _left_out(given, kept, files) or not isinstance(said, Mapping)
        recording, reasons = self._recording(kept, meant)
        if dropped:
            reasons = [_secret_words(), *reasons]
        elif not exact:
            reasons = [_not_exactly(), *reasons]
        return Note(
            sent=_canonical(kept),
            marking=Marking.SECRET.value,
            marked=exact,
            recording=None if reasons else recording,
            reasons=reasons,
            left_out=dropped,
            meant=meant,
        )

    def _recording(self, said: object, meant: Meant) -> tuple[Recording | None, list[Reason]]:
        """What was sent as evidence; or None, and why it is none."""
        if unknown := note_meanings.unknown(said, meant):
            return None, unknown
        if meant is not Meant.NOTE:
            # What its words are for, the room of judgments says (``received``).
            return None, []
        try:
            sent = ItemIn.model_validate(said)
        except ValidationError as fault:
            errors = fault.errors(include_url=False, include_context=False, include_input=False)
            return None, [reason_of({**one, "loc": ("body", "", *one["loc"])}) for one in errors]
        # Nested beyond what Python reads, or numbers beyond what it writes out.
        except (RecursionError, ValueError, OverflowError, TypeError):
            return None, [_unreadable()]
        self.look_up([said])
        body = self._bodies.get(sent.body)
        session = None if sent.session is None else self._sessions.get(sent.session)
        wrong = self._wrong(sent, body, session)
        if wrong or body is None:
            return None, wrong
        return self._made(sent, body, session), []

    def _wrong(self, sent: ItemIn, body: ScopeBody | None, session: Session | None) -> list[Reason]:
        wrong = [*_unprintable(sent)]
        wrong += [_unknown(one) for one in sent.criteria if not self._criteria.get(one)]
        if body is None:
            text = f"No body in the scope of this inspection has the code {sent.body!r}."
            mend = Mend.words("The inspection's own address lists them.")
            wrong.append(Reason(EvidenceReason.BODY_OUT_OF_SCOPE, text, mend, "body"))
        if sent.session is not None and session is None:
            text = f"This inspection has no session {sent.session}."
            mend = Mend.words("Choose one of its sessions, or none.")
            wrong.append(Reason(EvidenceReason.SESSION_ELSEWHERE, text, mend, "session"))
        return wrong

    def _made(self, sent: ItemIn, body: ScopeBody, session: Session | None) -> Recording:
        criteria = (self._criteria[one] for one in dict.fromkeys(sent.criteria))
        return Recording(
            scope_body=body,
            kind=sent.kind,
            method=sent.method,
            origin=sent.origin,
            words=sent.words,
            stub=sent.stub,
            direction=sent.direction,
            criteria=[one for one in criteria if one is not None],
            observed_at=sent.observed_at,
            written_at=sent.written_at,
            session=session,
            practice=sent.practice,
            marking=sent.marking,
            rebuilt=sent.rebuilt,
        )

    def _find_bodies(self, codes: set[str]) -> None:
        wanted = sorted(codes - self._bodies.keys())
        if wanted:
            found = inspections.scope(self.inspection).filter(code__in=wanted)
            self._bodies |= dict.fromkeys(wanted) | {one.code: one for one in found}

    def _find_criteria(self, keys: set[int]) -> None:
        wanted = sorted(keys - self._criteria.keys())
        if wanted:
            offered = programmes.criteria_offered(self.inspection.framework_id)
            found = {one.pk: one for one in offered.filter(pk__in=wanted)}
            self._criteria |= dict.fromkeys(wanted) | found

    def _find_sessions(self, keys: set[int]) -> None:
        """Sessions of the inspection, cancelled or not, whoever asks: whether its author may still
        see it is asked where the note is taken in.
        """
        wanted = sorted(keys - self._sessions.keys())
        if wanted:
            held = Session.objects.filter(visit__inspection=self.inspection, pk__in=wanted)
            found = held.select_related("visit__inspection", "visit__scope_body", "cancellation")
            self._sessions |= dict.fromkeys(wanted) | {one.pk: one for one in found}


class Names(NamedTuple):
    """What a note names, as far as any database can be asked for it."""

    bodies: Sequence[str]
    criteria: Sequence[int]
    sessions: Sequence[int]

    @staticmethod
    def by(said: object) -> Names:
        given = said if isinstance(said, Mapping) else {}
        body, criteria = given.get("body"), given.get("criteria")
        return Names(
            [body] if isinstance(body, str) and _askable(body) else [],
            _keys(criteria if isinstance(criteria, list) else [])[:_MOST_CRITERIA],
            _keys([given.get("session")]),
        )


def _keys(sent: Sequence[object]) -> list[int]:
    return [one for one in sent if type(one) is int and 0 < one < 2**63]


def _askable(code: str) -> bool:
    return len(code) <= _LONGEST_CODE and UNPRINTABLE.search(code) is None


def _left_out(
    given: Mapping[str, Any], kept: Mapping[str, Any], files: Sequence[StoredFile]
) -> bool:
    """Did words, files or anything unknown come with a note that is SECRET?"""
    gone = [name for name, value in given.items() if name not in kept and value not in ("", None)]
    return bool(files or [name for name in gone if name != "key"])


def _is_code(value: object) -> bool:
    """Is it a code, a key, a moment, or a short list of them: nothing in which words could lie?"""
    if isinstance(value, list):
        return all(isinstance(one, int) for one in value)
    return isinstance(value, bool | int) or (
        isinstance(value, str) and len(value) <= _LONGEST_CODE and " " not in value.strip()
    )


def _canonical(said: object) -> str:
    try:
        return canonical(said)
    # Nested too deep, or keys of several kinds: as Python writes it, which is text all the same.
    except (RecursionError, ValueError, TypeError):
        return canonical({"as it was sent": _written(said)})


def _written(said: object) -> str:
    try:
        return repr(said)
    except (RecursionError, ValueError):
        return "what cannot be written out"


def _unreadable() -> Reason:
    text = "What was sent cannot be read as a note."
    mend = Mend.words("Read it as it was sent, and record what it says.")
    return Reason(EvidenceReason.NOT_AS_DESCRIBED, text, mend)


def _secret_words() -> Reason:
    text = "SECRET words are never stored here: what came with that mark was dropped unread."
    mend = Mend.words(
        "Keep your own copy. Say in the stub who holds the words, where, under what number."
    )
    return Reason(EvidenceReason.SECRET_TEXT, text, mend, "words")


def _not_exactly() -> Reason:
    text = "The marking is none of the scheme, and was read as SECRET."
    mend = Mend.words(f"Choose one of: {', '.join(Marking.values)}.")
    return Reason(EvidenceReason.MARKING_UNKNOWN, text, mend, "marking")


def _unknown(criterion: int) -> Reason:
    text = f"The framework of this inspection has no criterion {str(criterion)[:40]}."
    mend = Mend.words("The inspection's own address lists them.")
    return Reason(EvidenceReason.CRITERION_UNKNOWN, text, mend, "criteria")


def _unprintable(sent: ItemIn) -> list[Reason]:
    """Refuse characters that no page, feed or document can carry, as every form does."""
    found = []
    for name in ("origin", "words", "stub"):
        there = UNPRINTABLE.search(getattr(sent, name))
        if there is not None:
            where = f"Character {there.start() + 1} of {name} (U+{ord(there[0]):04X})"
            mend = Mend.words("Delete it and send again.")
            text = f"{where} cannot be printed."
            found.append(Reason(EvidenceReason.CANNOT_BE_PRINTED, text, mend, name))
    return found
