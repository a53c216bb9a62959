"""Reasons, problems and refusals.

A rule answers with a list of :class:`Reason`, empty when all is well: the action refuses with that
list, the page disables the button and shows it, the test compares it. A check on a text answers
with a list of :class:`Problem`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .codes import ReasonCode, Verb
from .mends import Mend

Severity = Literal["blocks", "warns"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not be done now.

    ``code`` never changes, ``text`` is a sentence for a person, ``mend`` says how to mend it and
    ``field`` names what was sent wrongly.
    """

    code: ReasonCode
    text: str
    mend: Mend
    field: str = ""

    def __str__(self) -> str:
        return f"{self.text} {self.mend}".strip()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text: ``line`` and ``column`` count from 1.

    ``excerpt`` quotes the passage, ``document`` names the text.
    """

    line: int
    column: int = 1
    excerpt: str = ""
    document: str = ""
    key: str = ""

    def __str__(self) -> str:
        name = f"{self.document}:" if self.document else ""
        return f"{name}{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found: the check's name, where, what is wrong, how to mend it.

    ``replacement`` is set when one press can mend it: the new text for ``place.excerpt``, whole.
    """

    check: ReasonCode
    place: Place
    what: str
    mend: Mend
    severity: Severity = "blocks"
    replacement: str | None = None

    def __str__(self) -> str:
        return f"{self.place} {self.check}: {self.what} {self.mend}".strip()


class Refused(Exception):
    """An action that may not be done now; carries the reasons, nothing was written."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(str(reason) for reason in self.reasons))


class Forbidden(Exception):
    """This person may not; a door answers exactly as if the thing did not exist."""

    def __init__(self, verb: Verb) -> None:
        self.verb = verb
        super().__init__(verb)


class Conflict(Exception):
    """Two people edited the same thing; nothing was overwritten.

    ``theirs`` is the text that is stored, ``yours`` what was sent. Where a text was sent that may
    be sent again at the newer version, ``field`` names it; ``base`` is the text both began from,
    where it is known. ``marking`` is the highest of these texts, empty where none is marked.
    """

    def __init__(
        self,
        *,
        theirs: str,
        yours: str,
        version: int,
        field: str = "",
        base: str | None = None,
        marking: str = "",
    ) -> None:
        self.theirs, self.yours, self.version = theirs, yours, version
        self.field, self.base, self.marking = field, base, marking
        super().__init__(
            f"This was changed meanwhile (now version {version}). Your text is kept below; "
            f"nothing was lost."
        )


def refuse_if(reasons: Sequence[Reason]) -> None:
    """Raise :class:`Refused` when there is any reason."""
    if reasons:
        raise Refused(reasons)
