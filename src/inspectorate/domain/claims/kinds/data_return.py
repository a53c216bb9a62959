"""Return: of how many bodies the data that they returned say one thing, or what it adds up to.

Stored as ``{"template": 2, "column": "Plans", "rows": "any", "is": "yes"}``, with ``"least"`` or
``"most"`` in the place of ``"is"``; or as ``{"template": 2, "column": "Plans", "rows": "total"}``
for the sum over all bodies. The template is named by its number, the column by its heading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.markings.scheme import Marking, highest
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.disclosure.derivations import few
from inspectstats.quantity.flips import flips

from ..figures import Bodies, Figures, Support
from ..reasons import ClaimReason
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
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
        """Read the column, what is asked of the rows, and what they are held to."""
        reader.only(table, "", "template", "column", "rows", *_TESTS)
        column = _column(reader, table)
        rows = str(table.get("rows", ""))
        if rows not in _ROWS:
            known = ", ".join(_ROWS)
            reader.wrong("rows", f"there is no {rows!r}.", f"Choose one of: {known}.")
        if column is None or rows not in _ROWS:
            return None
        if rows in _SUMMED and column.kind not in _NUMBERS:
            reader.wrong("rows", f"{column.name} holds no numbers.", "Choose another column.")
        tests = [name for name in _TESTS if name in table]
        if rows == TOTAL:
            for name in tests:
                reader.wrong(name, "a total is held to nothing.", "Leave it out.")
            return ReturnTest(column.template, column.name, rows)
        if len(tests) != 1:
            known = ", ".join(_TESTS)
            reader.wrong("is", "must say once what a body meets.", f"Give one of: {known}.")
            return None
        test, value = tests[0], table[tests[0]]
        fault = _misfit(column, test, value if isinstance(value, str) else repr(value))
        if fault:
            reader.wrong(test, fault, "Write it as the column holds it.")
        return ReturnTest(column.template, column.name, rows, test, str(value))

    def count(
        self,
        predicate: ReturnTest,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the bodies, or add their numbers up, from the returns that are certified now."""
        column = base.returns.column(predicate.template, predicate.column)
        if column is None:
            why = "The template no longer has the column."
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
            return replace(plain, values=_total(parts, column.unit))
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
        return f"{figures.inspected or 0} certified returns of {figures.scope or 0} asked for."

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
        if column is None:
            return []
        if rows in _SUMMED and column.kind not in _NUMBERS:
            return [_wrong("rows", f"{column.name} holds no numbers.", "Choose another column.")]
        if rows == TOTAL:
            said = test or value
            what = "A total over all bodies is held to nothing."
            return [_wrong("test", what, "Choose “Nothing: a total”.")] if said else []
        if not test:
            return [_wrong("test", "Say what a body meets.", "Choose what it is held to.")]
        fault = _misfit(column, test, value)
        return [_wrong("value", fault, "Write it as the column holds it.")] if fault else []

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name the column, what is asked of its rows and what they are held to."""
        number, _, name = str(answers["asked"]).partition(":")
        found = {"template": int(number), "column": name, "rows": answers["rows"]}
        if answers["rows"] == TOTAL:
            return found
        return {**found, answers["test"]: (answers["value"] or "").strip()}


KIND = ReturnKind()


def _known(asking: Asking) -> tuple[KnownColumn, ...]:
    return asking.known.returned()


def _key(column: KnownColumn) -> str:
    return f"{column.template}:{column.name}"


def _wrong(name: str, what: str, mend: str) -> Reason:
    return Reason(ClaimReason.PREDICATE_WRONG, what, Mend.words(mend), name)


def _column(reader: Reader, table: Mapping[str, Any]) -> KnownColumn | None:
    number, name = table.get("template"), table.get("column")
    known = reader.known.returned()
    found = next((one for one in known if number in one.numbers and one.name == name), None)
    if found is None:
        listed = ", ".join(_key(one) for one in known) or "none yet"
        what = f"no template {number!r} of a return has a column {name!r}."
        reader.wrong("column", what, f"Choose one of: {listed}.")
    return found


def _misfit(column: KnownColumn, test: str, value: str) -> str:
    """Why a column can never be held to this; empty where it can."""
    if not value:
        return "is empty."
    if test != "is" and column.kind not in _ORDERED:
        return f"{column.name} has no order, so that nothing in it is more or less."
    if column.choices and value not in column.choices:
        return f"{column.name} never holds {value!r}; it holds {', '.join(column.choices)}."
    if column.kind in _NUMBERS and not _is_number(value):
        return f"{value!r} is not a number."
    return ""


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
    counted, left = len(parts.counted), parts.asked - len(parts.counted)
    if not counted:
        return {}
    values = {unit or "in all": format(added, "f"), "returned": str(counted)}
    missing = {"did not return": str(left)} if left else {}
    return {**values, **missing, "asked": str(parts.asked)}


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
    found = highest(one.marking for one in parts.counted)
    return "" if found == Marking.PUBLIC else found
