"""The frame a sample is drawn from: checked, sorted, salted, hashed before the seed is known."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter

from inspectstats.records import InputError


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the frame: ``id`` unique, ``stratum`` (a body, say) and, for draws in proportion
    to size, ``size``.
    """

    id: str
    stratum: str = ""
    size: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Frame:
    """All cases there are, in the order of (stratum, id), each id once."""

    cases: tuple[Case, ...]

    def strata(self) -> dict[str, tuple[Case, ...]]:
        """The cases of each stratum, in order."""
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            found.setdefault(case.stratum, []).append(case)
        return {name: tuple(held) for name, held in found.items()}


def frame(rows: Iterable[Case | str]) -> Frame:
    """Check and sort the rows of a list; the order they come in does not matter.

    Raises :class:`InputError` naming the row for an empty id, a line break or other control
    character, or an id that stands twice (``duplicate_id``). Text is brought to Unicode NFC first,
    so that two ways of typing *e-acute* are one. Edge cases duplicate_id, frame_reordered.
    """
    seen: dict[str, int] = {}
    cases = []
    for number, row in enumerate(rows, start=1):
        case = Case(row) if isinstance(row, str) else row
        if not (case.id and _clean(case.id) and _clean(case.stratum)):
            case_id = plain(case.id, f"row {number}, id")
            case = Case(
                case_id, plain(case.stratum, f"row {number}, stratum", empty=True), case.size
            )
        if case.id in seen:
            raise InputError(
                f"duplicate_id: {case.id!r} stands in row {seen[case.id]} too",
                where=f"row {number}, id",
                mend="Give every case one id and list it once.",
            )
        seen[case.id] = number
        cases.append(case)
    cases.sort(key=attrgetter("stratum", "id"))
    return Frame(tuple(cases))


def _clean(text: str) -> bool:
    """Is the text what :func:`plain` would return?

    The quick answer for the ordinary id, in lists of a million.
    """
    return text.isascii() and text.isprintable() and text[:1] != " " and text[-1:] != " "


def plain(text: str, where: str, *, empty: bool = False) -> str:
    """Text as it goes into a hash: NFC, no control characters, no surrounding space; refuses what
    would be ambiguous.
    """
    if not isinstance(text, str):
        raise InputError(
            f"{text!r} is {type(text).__name__}, not text", where=where, mend="Write it as text."
        )
    found = text if text.isascii() else unicodedata.normalize("NFC", text)
    if not found.isprintable() and any(
        unicodedata.category(sign).startswith("C") for sign in found
    ):
        raise InputError(
            f"{text!r} holds a line break or control character",
            where=where,
            mend="Remove it from the list.",
        )
    if found != found.strip() or (not found and not empty):
        raise InputError(
            f"{text!r} is empty or has space around it",
            where=where,
            mend="Trim it, or give the case an id.",
        )
    return found


def frame_sha256(cases: Sequence[Case | str] | Frame, salt: str) -> str:
    """SHA-256 of the salted, sorted frame, to publish *before* the seed exists.

    Formula: SHA-256 of the UTF-8 lines ``salt``, then ``stratum<TAB>id<TAB>size`` per case in
    order, each ended by a line feed; so ``sha256sum`` of such a text file gives the same. The salt
    is a secret of the body (case ids are personal data and could be guessed without it), kept to be
    shown later. At least 16 characters.
    """
    # A shorter salt could be guessed, and with it the ids of the cases.
    if len(salt) < 16:
        raise InputError(
            "the salt is shorter than 16 characters",
            where="salt",
            mend="Use secrets.token_hex(16).",
        )
    held = cases if isinstance(cases, Frame) else frame(cases)
    sha = hashlib.sha256(f"{plain(salt, 'salt')}\n".encode())
    for case in held.cases:
        sha.update(f"{case.stratum}\t{case.id}\t{case.size}\n".encode())
    return sha.hexdigest()
