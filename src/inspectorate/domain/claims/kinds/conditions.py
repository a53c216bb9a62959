"""Conditions of a counted claim on one criterion: a finding, grades, or an outcome recorded.

A condition is stored as fields (``{"criterion": "1.1", "finding": "…", "holds": true}``), read as a
:class:`Condition`, and offered in a form as an option of a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..what_stands import JudgedCell
from .reading import KnownCriterion, Reader

FIELDS = ("area", "finding", "holds", "grades", "outcome")
Fields = dict[str, Any]  # a condition as it is stored
Option = tuple[str, str, Fields]  # the value of an option, its words, the fields it stands for


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one criterion: a finding that holds (or not), one of ``grades``, an outcome.

    With none of them, a grade that counts as met. An outcome is what the judgment records beside
    the grade, such as a cause of concern.
    """

    criterion: int
    finding: str = ""
    holds: bool = True
    grades: frozenset[str] = frozenset()
    outcome: str = ""

    def met(self, judged: JudgedCell) -> bool:
        """Say whether an agreed judgment meets the condition."""
        if self.finding:
            return judged.findings.get(self.finding) is self.holds
        if self.outcome:
            return judged.outcome == self.outcome
        return judged.grade in self.grades if self.grades else judged.meets


def read_condition(
    reader: Reader, table: Mapping[str, Any], ref: object, path: str
) -> Condition | None:
    """Read the condition on the criterion ``ref`` whose other fields stand in ``table``."""
    criterion = reader.criterion(ref, table.get("area"), f"{path}criterion")
    if criterion is None:
        return None
    finding, grades, outcome = (table.get(name) for name in ("finding", "grades", "outcome"))
    given = [name for name in ("finding", "grades", "outcome") if table.get(name) is not None]
    if len(given) > 1:
        what = f"a condition is on one thing, not on {' and '.join(given)}."
        reader.wrong(f"{path}{given[-1]}", what, "Leave all but one out.")
        return None
    if outcome is not None:
        return _on_outcome(reader, criterion, outcome, path)
    if finding is not None:
        return _on_finding(reader, table, criterion, finding, path)
    return _on_grades(reader, criterion, grades, path)


def _on_finding(
    reader: Reader,
    table: Mapping[str, Any],
    criterion: KnownCriterion,
    finding: object,
    path: str,
) -> Condition | None:
    holds = reader.yes_or_no(table, "holds", path, True)
    if not isinstance(finding, str) or finding not in criterion.findings:
        known = ", ".join(sorted(criterion.findings)) or "none"
        what = f"{criterion.ref} has no finding {finding!r}."
        reader.wrong(f"{path}finding", what, f"Choose one of: {known}.")
        return None
    return Condition(criterion.pk, finding=finding, holds=holds is not False)


def _on_outcome(
    reader: Reader, criterion: KnownCriterion, outcome: object, path: str
) -> Condition | None:
    if not isinstance(outcome, str) or outcome not in criterion.outcomes:
        known = ", ".join(sorted(criterion.outcomes)) or "none"
        what = f"no judgment records the outcome {outcome!r}."
        reader.wrong(f"{path}outcome", what, f"Choose one of: {known}.")
        return None
    return Condition(criterion.pk, outcome=outcome)


def _on_grades(
    reader: Reader, criterion: KnownCriterion, grades: object, path: str
) -> Condition | None:
    if not criterion.grades:
        what = f"{criterion.ref} is not graded."
        reader.wrong(f"{path}grades", what, "Count a finding of it instead.")
        return None
    if grades is None:
        return Condition(criterion.pk)
    if (
        not isinstance(grades, list | tuple)
        or not grades
        or not all(grade in criterion.grades for grade in grades)
    ):
        known = ", ".join(criterion.grades)
        what = f"{grades!r} are not grades of {criterion.ref}."
        reader.wrong(f"{path}grades", what, f"Choose from: {known}.")
        return None
    return Condition(criterion.pk, grades=frozenset(grades))


def options(criteria: Iterable[KnownCriterion]) -> list[tuple[str, list[Option]]]:
    """Return what may be counted, by criterion: each finding and its opposite, each band of grades.

    A criterion without findings or grades is left out.
    """
    every = list(criteria)
    refs = [criterion.ref for criterion in every]
    offered = []
    for criterion in every:
        asked: Fields = {"criterion": criterion.ref}
        if refs.count(criterion.ref) > 1:
            asked["area"] = criterion.area
        rows = [(f"{criterion.ref}: {words}", {**asked, **more}) for words, more in _of(criterion)]
        if rows:
            name = f"{criterion.ref} {criterion.name}"[:120]
            offered.append((name, [(value_of(fields), words, fields) for words, fields in rows]))
    return offered


def offered(criteria: Iterable[KnownCriterion]) -> dict[str, Fields]:
    """Return the stored fields of every option, by its value."""
    return {value: fields for _, rows in options(criteria) for value, _, fields in rows}


def said(condition: Condition, of: KnownCriterion) -> str:
    """Return a condition on the criterion ``of`` in words, as a reader is told it."""
    if condition.finding:
        text = of.findings[condition.finding]
        return f"“{text}”" if condition.holds else f"not “{text}”"
    if condition.grades:
        named = [grade for grade in of.grades if grade in condition.grades]
        return f"graded {' or '.join(named)}"
    if condition.outcome:
        return _recorded(of.outcomes[condition.outcome])
    return "a grade that counts as met"


def _of(criterion: KnownCriterion) -> list[tuple[str, Fields]]:
    """Every condition on a criterion that a form offers; outcomes where bodies are graded."""
    found = [*_of_findings(criterion), *_of_grades(criterion)]
    if criterion.grades:
        outcomes = criterion.outcomes.items()
        found += [(_recorded(label), {"outcome": code}) for code, label in outcomes]
    return found


def _recorded(label: str) -> str:
    return f"{label.lower()} recorded"


def _of_findings(criterion: KnownCriterion) -> list[tuple[str, Fields]]:
    return [
        (words, {"finding": code, "holds": holds})
        for code, text in criterion.findings.items()
        for words, holds in ((text, True), (f"not so: {text}", False))
    ]


def _of_grades(criterion: KnownCriterion) -> list[tuple[str, Fields]]:
    names = list(criterion.grades)
    if not names:
        return []
    offered: list[tuple[str, Fields]] = [("a grade that counts as met", {})]
    for place, name in enumerate(names):
        offered.append((f"graded {name}", {"grades": [name]}))
        if 0 < place < len(names) - 1:
            offered.append((f"graded {name} or better", {"grades": names[place:]}))
            offered.append((f"graded {name} or worse", {"grades": names[: place + 1]}))
    return offered


def value_of(fields: Mapping[str, Any]) -> str:
    """Return the value of the option that stands for a condition, whatever its grades' order."""
    if "finding" in fields:
        rest = f"finding:{fields['finding']}:{'yes' if fields.get('holds', True) else 'no'}"
    elif fields.get("outcome"):
        rest = f"outcome:{fields['outcome']}"
    elif fields.get("grades"):
        # Sorted: a set of grades is one option in whatever order a file lists them.
        rest = "grades:" + ",".join(sorted(fields["grades"]))
    else:
        rest = "met"
    parts = (fields.get("area", ""), str(fields["criterion"]), rest)
    return ":".join(part for part in parts if part)


def in_words(fields: Mapping[str, Any]) -> str:
    """Return a condition that no option stands for (an odd set of grades), in words."""
    if fields.get("grades"):
        return f"{fields['criterion']}: {' or '.join(fields['grades'])}"
    return f"{fields['criterion']}: {fields.get('finding', 'met')}"


def taken_apart(stored: Mapping[str, Any]) -> tuple[list[Fields], str]:
    """Return the conditions of a stored counted claim, and how they are joined: all or any."""
    for name, how in (("any_of", "any"), ("all_of", "all")):
        if name in stored:
            return [dict(fields) for fields in stored[name]], how
    shared = {name: stored[name] for name in FIELDS if name in stored}
    refs = stored.get("criteria") or [stored["criterion"]]
    return [{"criterion": ref, **shared} for ref in refs], "all"


def joined(chosen: Sequence[Fields], how: str) -> Fields:
    """Return the stored fields that join what was chosen."""
    if len(chosen) == 1:
        return dict(chosen[0])
    if how == "any":
        return {"any_of": [dict(fields) for fields in chosen]}
    rest = [
        {name: value for name, value in fields.items() if name != "criterion"} for fields in chosen
    ]
    # The same of several criteria is stored as one condition on them all.
    if chosen and all(fields == rest[0] for fields in rest):
        return {"criteria": [fields["criterion"] for fields in chosen], **rest[0]}
    return {"all_of": [dict(fields) for fields in chosen]}
