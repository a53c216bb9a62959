"""Return: of how many bodies the data that they returned say one thing, or what it adds up to.

Stored as ``{"template": 2, "column": "Plans", "rows": "any", "is": "yes"}``, with ``"least"`` or
``"most"`` in the place of ``"is"``; or as ``{"template": 2, "column": "Plans", "rows": "total"}``
for the sum over all bodies. The template is named by its number, the column by its heading.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.disclosure.derivations import few
from inspectstats.quantity.flips import flips

from ..figures import Bodies, Figures, Support
from ..reasons import ClaimReason
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .evidence import MARKINGS
from .kind import Kind, no_support
from .reading import KnownColumn, Reader

if TYPE_CHECKING:
    # For types alone: kinds load without a database.
    from inspectorate.domain.fieldwork.returns.answers import BodyAnswers

    from ..evidence_base import EvidenceBase

_TESTS = {"is": "is", "least": "is at least", "most": "is at most"}
TOTAL = "total"
# What is asked of the rows of one body: how a form says it.
_ROWS = {
    "only": "The one row that each body returned",
    "any": "Any row of a body",
    "every": "Every row of a body",
    "sum": "The sum over the rows of a body",
    TOTAL: "No body by itself: the sum over all bodies",
}
_SUMMED = ("sum", TOTAL)
_NUMBERS = ("whole", "decimal")
_ORDERED = (*_NUMBERS, "date")


@dataclass(frozen=True, slots=True)
class ReturnTest:
    """A column of a template, and what is asked of the cells of one body; nothing of a total."""

    template: int
    column: str
    rows: str
    test: str = ""
    value: str = ""


@dataclass(slots=True)
class _Parts:
    """The bodies asked, in parts, and what was read of those that count."""

    met: list[BodyAnswers] = field(default_factory=list)
    not_met: list[BodyAnswers] = field(default_factory=list)
    silent: list[BodyAnswers] = field(default_factory=list)  # asked, and nothing came
    waiting: list[BodyAnswers] = field(default_factory=list)  # nothing of what came says it

    @property
    def counted(self) -> list[BodyAnswers]:
        return [*self.met, *self.not_met]

    @property
    def asked(self) -> int:
        return len(self.counted) + len(self.silent) + len(self.waiting)

    def labels(self) -> Bodies:
        parts = (self.met, self.not_met, self.silent, self.waiting)
        return Bodies(*(tuple(one.label for one in part) for part in parts))


class ReturnKind(Kind[ReturnTest]):
    """Counted over the bodies whose return is certified; the others asked are in neither number.

    It is read from returns and not pinned: whatever is returned, certified or taken back after it
    was referenced makes it stale. It is marked as the highest of the returns behind it.
    """

    code = "return"
    label = "Data that bodies returned"
    example = "30 of the 38 forces that returned (43 were asked) have a plan"
    method = (
        "Counted over data that each {noun} returned on one template, checked by one set of rules, "
        "and certified by a named office. It is what the {nouns} said of themselves: nobody "
        "inspected it. A {noun} that did not return counts neither way."
    )
    may_be_marked = True

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> ReturnTest | None:
        """Read what is stored by its shape alone.

        What it names may have left the template since: that is told of a claim, and breaks none.
        """
        reader.only(table, "", "template", "column", "rows", *_TESTS)
        number = reader.number(table, "template", 0)
        name, rows = reader.text(table, "column"), str(table.get("rows", ""))
        if rows not in _ROWS:
            known = ", ".join(_ROWS)
            reader.wrong("rows", f"there is no {rows!r}.", f"Choose one of: {known}.")
            return None
        tests = [one for one in _TESTS if one in table]
        if rows == TOTAL:
            for one in tests:
                reader.wrong(one, "a total is held to nothing.", "Leave it out.")
            return ReturnTest(number, name, rows)
        if len(tests) != 1:
            known = ", ".join(_TESTS)
            reader.wrong("is", "must say once what a body meets.", f"Give one of: {known}.")
            return None
        return ReturnTest(number, name, rows, tests[0], reader.text(table, tests[0]))

    def misquoted(self, predicate: ReturnTest, base: EvidenceBase) -> list[Reason]:
        """Say which column it names that is not there, or what that column never holds."""
        column = _column_of(predicate, base.known.returned())
        if column is None:
            known = ", ".join(_key(one) for one in base.known.returned()) or "none yet"
            what = f"no template {predicate.template} has a column {predicate.column!r}."
            return [_wrong("predicate.column", what, f"Choose one of: {known}.")]
        fault = _fault(predicate, column)
        return [_wrong(f"predicate.{fault[0]}", fault[1], fault[2])] if fault else []

    def count(
        self,
        predicate: ReturnTest,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the bodies, or add their numbers up, from the returns that are certified now."""
        column = base.returns.column(predicate.template, predicate.column)
        known = _column_of(predicate, base.known.returned())
        if column is None or known is None or _fault(predicate, known):
            why = "The template no longer has a column that this can be asked of."
            return Figures(unknown=why, looked="returned")
        met = _test_of(predicate, column.kind)
        parts = _in_parts(base.returns.of(column), met, predicate)
        counted = len(parts.counted)
        plain = Figures(
            inspected=counted,
            scope=parts.asked,
            bodies=parts.labels(),
            population=base.inspection.noun_plural,
            looked="returned",
            reviews="; ".join(one.proof for one in parts.counted),
            support=Support(body_count=counted, marking=_marking(parts)),
        )
        if predicate.rows == TOTAL:
            small = few(counted, base.inspection.small_below)
            return replace(plain, values=_total(parts, column.unit), identifies=small)
        k = len(parts.met)
        word = (base.vocabulary.word_for(k, counted) or "") if counted else ""
        return replace(
            plain,
            met=k,
            not_met=counted - k,
            word=word,
            flips=flips(base.vocabulary, word, k, counted) if word else None,
            identifies=any(few(n, base.inspection.small_below) for n in (k, counted - k)),
            cautions=_cautions(k, counted, parts.asked),
        )

    def unsupported(self, predicate: ReturnTest, figures: Figures) -> list[Reason]:
        """At least one body has a certified return that says something of it."""
        if figures.inspected:
            return []
        why = figures.unknown or "No body has returned an answer that is certified."
        return no_support(why, Mend.wait("Draft it once returns are certified."))

    def rests_on(self, figures: Figures) -> str:
        """Say how many returns it rests on."""
        counted, asked = figures.inspected or 0, figures.scope or 0
        return f"{counted} certified returns that answer it, of {asked} asked for."

    def seen(self, figures: Figures, markings: Container[str]) -> Figures:
        """Tell nothing to a reader who may not read every return behind it: no count of some of
        them is true of all.
        """
        marking = figures.support.marking or MARKINGS[0]
        if marking in markings:
            return figures
        why = "It rests on returns marked above what you may read."
        return Figures(unknown=why, looked="returned", support=Support(marking=marking))

    def sourced(self, values: Mapping[str, str], source: str) -> str:
        """Tell a total with how many it is of."""
        listed = "; ".join(f"{name}: {value}" for name, value in values.items())
        return f" {listed[:1].upper()}{listed[1:]}." if listed else ""

    def questions(self, asking: Asking) -> list[Question]:
        """Ask which column, of which rows, and what it is held to."""
        columns = [("", "Choose a column"), *((_key(one), one.label) for one in _known(asking))]
        tests = [("", "Nothing: a total"), *_TESTS.items()]
        hint = "As the column holds it: yes, 12.5, 2018-10-01, or a word of its list."
        return [
            Question("asked", "The column of a return", Answer.ONE, columns),
            Question("rows", "What is read of it", Answer.ONE_SHOWN, [*_ROWS.items()]),
            Question("test", "A body meets it where that", Answer.ONE, tests, needed=False),
            Question("value", "This", Answer.LINE, needed=False, hint=hint),
        ]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Fill the form from what is stored."""
        stored = asking.stored
        if not stored:
            return {}
        test = next((name for name in _TESTS if name in stored), "")
        asked = f"{stored.get('template')}:{stored.get('column')}"
        return {
            "asked": asked,
            "rows": stored.get("rows", ""),
            "test": test,
            "value": stored.get(test, ""),
        }

    def contradictions(self, asking: Asking, answers: Mapping[str, Any]) -> list[Reason]:
        """A test goes with its column and has a value; a total has none, and adds numbers up."""
        column = next((one for one in _known(asking) if _key(one) == answers.get("asked")), None)
        rows, test = answers.get("rows"), answers.get("test") or ""
        value = (answers.get("value") or "").strip()
        if column is None or not rows:
            return []
        if rows == TOTAL and (test or value):
            what = "A total over all bodies is held to nothing."
            return [_wrong("test", what, "Choose “Nothing: a total”.")]
        if rows != TOTAL and not test:
            return [_wrong("test", "Say what a body meets.", "Choose what it is held to.")]
        asked = ReturnTest(column.template, column.name, rows, test, value)
        fault = _fault(asked, column)
        if fault is None:
            return []
        return [_wrong("rows" if fault[0] == "rows" else "value", fault[1], fault[2])]

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name the column, what is asked of its rows and what they are held to."""
        number, _, name = str(answers["asked"]).partition(":")
        found = {"template": int(number), "column": name, "rows": answers["rows"]}
        if answers["rows"] == TOTAL:
            return found
        value = unicodedata.normalize("NFC", (answers["value"] or "").strip())
        return {**found, answers["test"]: value}


KIND = ReturnKind()


def _known(asking: Asking) -> tuple[KnownColumn, ...]:
    return asking.known.returned()


def _key(column: KnownColumn) -> str:
    return f"{column.template}:{column.name}"


def _wrong(name: str, what: str, mend: str) -> Reason:
    return Reason(ClaimReason.PREDICATE_WRONG, what, Mend.words(mend), name)


def _column_of(predicate: ReturnTest, known: Iterable[KnownColumn]) -> KnownColumn | None:
    return next(
        (
            one
            for one in known
            if predicate.template in one.numbers and one.name == predicate.column
        ),
        None,
    )


def _fault(asked: ReturnTest, column: KnownColumn) -> tuple[str, str, str] | None:
    """Why a column can never be asked this: the field, what is wrong, the mend; None if it can."""
    if asked.rows in _SUMMED and column.kind not in _NUMBERS:
        return "rows", f"{column.name} holds no numbers.", "Choose another column."
    if not asked.test:
        return None
    mend = "Write it as the column holds it."
    value = asked.value
    if not value:
        return asked.test, "is empty.", mend
    if asked.test != "is" and column.kind not in _ORDERED:
        what = f"{column.name} has no order, so that nothing in it is more or less."
        return asked.test, what, "Choose “is”."
    if column.choices and value not in column.choices:
        listed = ", ".join(column.choices)
        return asked.test, f"{column.name} never holds {value!r}; it holds {listed}.", mend
    if column.kind in _NUMBERS and not _is_number(value):
        return asked.test, f"{value!r} is not a number.", mend
    if column.kind == "date" and not _is_day(value):
        return asked.test, f"{value!r} is not a day.", "Write it as 2018-10-01."
    return None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return len(text) <= 30 and digits.isascii() and digits.isdigit()


def _test_of(predicate: ReturnTest, kind: str) -> Callable[[str], bool]:
    """What one cell, or a sum, is held to."""
    if not predicate.test:
        return lambda _: True
    read: Callable[[str], Any] = Decimal if kind in _NUMBERS else str
    held = read(predicate.value)
    if predicate.test == "least":
        return lambda cell: bool(read(cell) >= held)
    if predicate.test == "most":
        return lambda cell: bool(read(cell) <= held)
    return lambda cell: bool(read(cell) == held)


def _in_parts(
    bodies: Sequence[BodyAnswers], met: Callable[[str], bool], predicate: ReturnTest
) -> _Parts:
    parts = _Parts()
    for body in bodies:
        says = None if body.cells is None else _says(body.cells, met, predicate.rows)
        if not body.returned:
            parts.silent.append(body)
        elif says is None:
            parts.waiting.append(body)
        else:
            (parts.met if says else parts.not_met).append(body)
    return parts


def _says(cells: Sequence[str | None], met: Callable[[str], bool], rows: str) -> bool | None:
    """Whether the cells of a body meet what is asked; None where they do not say.

    An empty cell answers nothing: it turns neither "any" that another cell meets nor "every" that
    another fails, and leaves all else open.
    """
    filled = [cell for cell in cells if cell is not None]
    whole = len(filled) == len(cells)
    if not filled or (rows == "only" and len(cells) != 1):
        return None
    if rows in _SUMMED:
        return met(str(sum(map(Decimal, filled)))) if whole else None
    said = [met(cell) for cell in filled]
    if rows == "every":
        return False if not all(said) else True if whole else None
    return True if any(said) else False if whole else None


def _total(parts: _Parts, unit: str) -> dict[str, str]:
    added = sum(
        (Decimal(cell) for one in parts.counted for cell in one.cells or () if cell is not None),
        Decimal(0),
    )
    counted = len(parts.counted)
    if not counted:
        return {}
    # Never left out, also where it is nothing; "3" where the cells say 1.5 twice.
    whole = {unit or "in all": format(added.normalize(), "f")}
    told = {
        "returned and counted": str(counted),
        "did not return": str(len(parts.silent)),
        "gave no answer that counts": str(len(parts.waiting)),
        "asked": str(parts.asked),
    }
    return whole | {name: value for name, value in told.items() if value != "0"}


def _cautions(met: int, returned: int, asked: int) -> tuple[str, ...]:
    """What those that are in neither number could make of it."""
    left = asked - returned
    if not left:
        return ()
    others = "the other one" if left == 1 else f"the other {left}"
    return (
        f"{asked} were asked. Whatever {others} would have said, it is between {met} and "
        f"{met + left} of {asked}.",
    )


def _marking(parts: _Parts) -> str:
    """The highest marking of the returns counted, empty where all are PUBLIC."""
    # That a certified return leaves a cell empty is told by it too.
    certified = [*parts.counted, *(one for one in parts.waiting if one.marking)]
    found = max((one.marking for one in certified), key=MARKINGS.index, default=MARKINGS[0])
    return "" if found == MARKINGS[0] else found
