"""A claim's predicate: a structure chosen in a form, checked against the framework, never an
expression.

Every fault names the field by its path in the structure (``any_of.1.finding``). Shapes, by kind:

* counted: ``{"criterion": "1.1", "finding": "…", "holds": true}``, or ``{"criterion": "1.1",
  "grades": ["Good", …]}``, or
  ``{"criterion": "1.1"}`` (grades that count as met); ``{"criteria": ["1.1", "1.2"], …}`` all of
  them, ``{"any_of": [{…}, …]}``
  any of them; with ``"population": {"kind": "territorial"}`` or ``{"group": "…"}``; ``"area"``
  where a ref stands in two areas.
* figure: ``{"recipe": one of RECIPES, "register": phrase, "on": day}`` · variation: ``{"criteria":
  […]}``
* example, qualitative: ``{"criteria": […], "practice": true, "direction": "supports", "min_items":
  2, "min_kinds": 2,
  "min_bodies": 1}``
* development: ``{"source": text, "on": day}`` · quotation: ``{"source": document or text, "words":
  "…"}``
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspectorate.domain.evidence.kinds import Direction
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectorate.foundation.reasons.texts import storable

from .models import ClaimKind
from .reasons import ClaimReason
from .shapes import (
    RECIPES,
    Condition,
    Counted,
    Development,
    Evidence,
    FigureOf,
    Known,
    KnownCriterion,
    Predicate,
    Quotation,
    Variation,
)


def read(kind: str, raw: object, known: Known) -> Predicate:
    """Return the predicate; raises Refused naming every field that is wrong."""
    reader = _Reader(known)
    if kind not in _KINDS:
        raise Refused(
            [
                Reason(
                    ClaimReason.KIND_UNKNOWN,
                    f"There is no kind of claim {kind!r}.",
                    f"Choose one of: {', '.join(_KINDS)}.",
                    "kind",
                )
            ]
        )
    found = _KINDS[kind](reader, reader.table(raw, ""))
    if reader.reasons or found is None:
        raise Refused(reader.reasons)
    return found


@dataclass(slots=True)
class _Reader:
    known: Known
    reasons: list[Reason] = field(default_factory=list)

    def wrong(self, path: str, text: str, mend: str) -> None:
        where = f"predicate.{path}" if path else "predicate"
        self.reasons.append(Reason(ClaimReason.PREDICATE_WRONG, f"{where}: {text}", mend, where))

    def table(self, raw: object, path: str) -> dict[str, Any]:
        if isinstance(raw, Mapping) and all(isinstance(name, str) for name in raw):
            return dict(raw)
        self.wrong(path, "is no table of named fields.", "Fill in the form again.")
        return {}

    def only(self, table: Mapping[str, Any], path: str, *names: str) -> None:
        for name in table.keys() - set(names):
            self.wrong(
                f"{path}{name}",
                "is not a field of this kind of claim.",
                f"Use only: {', '.join(names)}.",
            )

    def text(
        self,
        table: Mapping[str, Any],
        name: str,
        path: str = "",
        *,
        needed: bool = True,
        limit: int = 5000,
    ) -> str:
        value = table.get(name, "")
        for reason in storable(value, name, needed=needed, limit=limit):
            self.wrong(f"{path}{name}", reason.text, reason.mend)
        return value if isinstance(value, str) else ""

    def number(self, table: Mapping[str, Any], name: str, default: int) -> int:
        value = table.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100_000:
            return value
        self.wrong(
            name, f"{value!r} is no whole number of at least 1.", "Write a number such as 2."
        )
        return default

    def yes_or_no(
        self, table: Mapping[str, Any], name: str, path: str, default: bool | None
    ) -> bool | None:
        value = table.get(name, default)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(f"{path}{name}", f"{value!r} is neither true nor false.", "Choose yes or no.")
        return default

    def day(self, table: Mapping[str, Any], name: str, *, needed: bool) -> date | None:
        value = table.get(name)
        if value is None and not needed:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.wrong(name, f"{value!r} is no day.", "Write it as 2020-03-09.")
            return None

    def criterion(self, ref: object, area: object, path: str) -> KnownCriterion | None:
        found = self.known.criteria.get(ref, ()) if isinstance(ref, str) else ()
        found = [one for one in found if area in (None, "", one.area)]
        if not found:
            refs = ", ".join(self.known.criteria)
            self.wrong(
                path, f"there is no criterion {ref!r} in this framework.", f"Choose one of: {refs}."
            )
            return None
        if len(found) > 1:
            areas = ", ".join(one.area for one in found)
            self.wrong(path, f"{ref} stands in several areas.", f"Name the area too: {areas}.")
            return None
        return found[0]

    def criteria(self, table: Mapping[str, Any]) -> tuple[int, ...]:
        refs = table.get("criteria")
        if not isinstance(refs, list | tuple) or not refs:
            self.wrong("criteria", "names no criterion.", "Choose one or more.")
            return ()
        found = [
            self.criterion(ref, table.get("area"), f"criteria.{place}")
            for place, ref in enumerate(refs)
        ]
        return tuple(dict.fromkeys(one.pk for one in found if one is not None))

    def condition(self, table: Mapping[str, Any], ref: object, path: str) -> Condition | None:
        criterion = self.criterion(ref, table.get("area"), f"{path}criterion")
        if criterion is None:
            return None
        finding, grades = table.get("finding"), table.get("grades")
        if finding is not None and grades is not None:
            self.wrong(
                f"{path}grades",
                "a condition is on a finding or on grades, not on both.",
                "Leave one out.",
            )
            return None
        if finding is not None:
            return self._finding(table, criterion, finding, path)
        return self._grades(criterion, grades, path)

    def _finding(
        self, table: Mapping[str, Any], criterion: KnownCriterion, finding: object, path: str
    ) -> Condition | None:
        holds = self.yes_or_no(table, "holds", path, True)
        if not isinstance(finding, str) or finding not in criterion.findings:
            known = ", ".join(sorted(criterion.findings)) or "none"
            self.wrong(
                f"{path}finding",
                f"{criterion.ref} has no finding {finding!r}.",
                f"Choose one of: {known}.",
            )
            return None
        return Condition(criterion.pk, finding=finding, holds=holds is not False)

    def _grades(self, criterion: KnownCriterion, grades: object, path: str) -> Condition | None:
        if not criterion.grades:
            self.wrong(
                f"{path}grades", f"{criterion.ref} is not graded.", "Count a finding of it instead."
            )
            return None
        if grades is None:
            return Condition(criterion.pk)
        if (
            not isinstance(grades, list | tuple)
            or not grades
            or not all(grade in criterion.grades for grade in grades)
        ):
            known = ", ".join(criterion.grades)
            self.wrong(
                f"{path}grades",
                f"{grades!r} are not grades of {criterion.ref}.",
                f"Choose from: {known}.",
            )
            return None
        return Condition(criterion.pk, grades=frozenset(grades))

    def population(self, table: Mapping[str, Any]) -> tuple[str, str]:
        raw = table.get("population")
        if raw is None:
            return "", ""
        population = self.table(raw, "population")
        self.only(population, "population.", "kind", "group")
        kind, group = population.get("kind", ""), population.get("group", "")
        if bool(kind) == bool(group):
            self.wrong(
                "population",
                "names neither a kind nor a group of bodies, or both.",
                "Name one of the two.",
            )
        if kind and kind not in self.known.kinds:
            self.wrong(
                "population.kind",
                f"there is no kind {kind!r}.",
                f"Choose one of: {', '.join(sorted(self.known.kinds))}.",
            )
        if group and group not in self.known.groups:
            self.wrong(
                "population.group",
                f"there is no group {group!r}.",
                "Choose a group of the register.",
            )
        return str(kind), str(group)


def _counted(reader: _Reader, table: dict[str, Any]) -> Counted | None:
    kind, group = reader.population(table)
    fields = ("area", "finding", "holds", "grades")
    asked = [name for name in ("criterion", "criteria", "any_of") if name in table]
    if len(asked) != 1:
        reader.wrong(
            "criterion",
            "says not on what, or says it twice.",
            "Give exactly one of: criterion, criteria, any_of.",
        )
        return None
    if asked == ["any_of"]:
        reader.only(table, "", "any_of", "population")
        rows = table["any_of"]
        if not isinstance(rows, list | tuple) or not rows:
            reader.wrong("any_of", "holds no condition.", "Give one or more.")
            return None
        found = []
        for place, raw in enumerate(rows):
            row = reader.table(raw, f"any_of.{place}")
            reader.only(row, f"any_of.{place}.", "criterion", *fields)
            found.append(reader.condition(row, row.get("criterion"), f"any_of.{place}."))
    else:
        reader.only(table, "", asked[0], "population", *fields)
        refs = [table["criterion"]] if asked == ["criterion"] else table["criteria"]
        if not isinstance(refs, list | tuple) or not refs:
            reader.wrong("criteria", "names no criterion.", "Choose one or more.")
            return None
        found = [reader.condition(table, ref, "") for ref in refs]
    conditions = tuple(one for one in found if one is not None)
    return Counted(conditions, any_of=asked == ["any_of"], kind=kind, group=group)


def _figure(reader: _Reader, table: dict[str, Any]) -> FigureOf:
    reader.only(table, "", "recipe", "register", "on")
    recipe, register = table.get("recipe"), table.get("register", "")
    if not isinstance(recipe, str) or recipe not in RECIPES:
        reader.wrong(
            "recipe",
            f"there is no recipe {recipe!r}.",
            f"Choose one of: {', '.join(sorted(RECIPES))}.",
        )
    elif recipe == "register" and (
        not isinstance(register, str) or register not in reader.known.registers
    ):
        phrases = ", ".join(sorted(reader.known.registers))
        reader.wrong(
            "register", f"the register counts no {register!r}.", f"Choose one of: {phrases}."
        )
    elif recipe != "register" and register:
        reader.wrong("register", "only the recipe `register` takes a phrase.", "Leave it out.")
    return FigureOf(str(recipe), str(register), reader.day(table, "on", needed=False))


def _variation(reader: _Reader, table: dict[str, Any]) -> Variation:
    reader.only(table, "", "criteria", "area")
    criteria = reader.criteria(table)
    graded = {one.pk for several in reader.known.criteria.values() for one in several if one.grades}
    for pk in criteria:
        if pk not in graded:
            reader.wrong(
                "criteria", "an ungraded criterion has no spread.", "Choose graded criteria."
            )
    return Variation(criteria)


def _evidence(reader: _Reader, table: dict[str, Any]) -> Evidence:
    reader.only(
        table,
        "",
        "criteria",
        "area",
        "practice",
        "direction",
        "min_items",
        "min_kinds",
        "min_bodies",
    )
    direction = table.get("direction", "")
    if direction and direction not in Direction.values:
        reader.wrong(
            "direction",
            f"there is no direction {direction!r}.",
            f"Choose one of: {', '.join(Direction.values)}.",
        )
    return Evidence(
        reader.criteria(table),
        reader.yes_or_no(table, "practice", "", None),
        str(direction),
        reader.number(table, "min_items", 1),
        reader.number(table, "min_kinds", 1),
        reader.number(table, "min_bodies", 1),
    )


def _development(reader: _Reader, table: dict[str, Any]) -> Development | None:
    reader.only(table, "", "source", "on")
    source, on = reader.text(table, "source"), reader.day(table, "on", needed=True)
    if on is not None and on <= reader.known.fieldwork_to:
        text = f"{on} is not after the fieldwork, which ended on {reader.known.fieldwork_to}."
        reader.wrong("on", text, "Use another kind of claim for what was found during fieldwork.")
    return Development(source, on) if on is not None else None


def _quotation(reader: _Reader, table: dict[str, Any]) -> Quotation:
    reader.only(table, "", "source", "words")
    return Quotation(reader.text(table, "source"), reader.text(table, "words"))


_KINDS: dict[str, Callable[[_Reader, dict[str, Any]], Predicate | None]] = {
    ClaimKind.COUNTED: _counted,
    ClaimKind.FIGURE: _figure,
    ClaimKind.VARIATION: _variation,
    ClaimKind.EXAMPLE: _evidence,
    ClaimKind.QUALITATIVE: _evidence,
    ClaimKind.DEVELOPMENT: _development,
    ClaimKind.QUOTATION: _quotation,
}
