"""What a counted claim may count, as the choices of a list: a finding that holds or not, a grade, a
band of grades.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from inspectorate.domain.programmes.models import Criterion

Condition = dict[str, Any]


def conditions(criteria: Iterable[Criterion]) -> list[tuple[str, list[tuple[str, str, Condition]]]]:
    """By criterion, what may be counted: (value of the option, words, the predicate's fields)."""
    every = list(criteria)
    refs = [one.ref for one in every]
    found = []
    for one in every:
        asked: Condition = {"criterion": one.ref}
        if refs.count(one.ref) > 1:
            asked["area"] = one.area.code
        rows = [
            (words, {**asked, **more}) for words, more in [*_of_findings(one), *_of_grades(one)]
        ]
        if rows:
            found.append(
                (
                    f"{one.ref} {one.name}"[:120],
                    [(value_of(condition), words, condition) for words, condition in rows],
                )
            )
    return found


def _of_findings(criterion: Criterion) -> list[tuple[str, Condition]]:
    found: list[tuple[str, Condition]] = []
    for one in criterion.findings.all():
        found.append((f"{criterion.ref}: {one.text}", {"finding": one.code, "holds": True}))
        found.append(
            (f"{criterion.ref}: not so: {one.text}", {"finding": one.code, "holds": False})
        )
    return found


def _of_grades(criterion: Criterion) -> list[tuple[str, Condition]]:
    if criterion.scale is None:
        return []
    names = [one.name for one in criterion.scale.grades.all()]  # worst first
    found: list[tuple[str, Condition]] = [(f"{criterion.ref}: a grade that counts as met", {})]
    for place, name in enumerate(names):
        found.append((f"{criterion.ref}: graded {name}", {"grades": [name]}))
        if 0 < place < len(names) - 1:
            found.append((f"{criterion.ref}: graded {name} or better", {"grades": names[place:]}))
            found.append(
                (f"{criterion.ref}: graded {name} or worse", {"grades": names[: place + 1]})
            )
    return found


def value_of(condition: Mapping[str, Any]) -> str:
    """The value of the option that stands for a condition, whatever the order of its grades."""
    if "finding" in condition:
        rest = f"finding:{condition['finding']}:{'yes' if condition.get('holds', True) else 'no'}"
    elif condition.get("grades"):
        rest = "grades:" + ",".join(sorted(condition["grades"]))
    else:
        rest = "met"
    return ":".join(
        part for part in (condition.get("area", ""), str(condition["criterion"]), rest) if part
    )


def in_words(condition: Mapping[str, Any]) -> str:
    """A condition that no option stands for (an odd set of grades), in words."""
    said = (
        " or ".join(condition["grades"])
        if condition.get("grades")
        else condition.get("finding", "met")
    )
    return f"{condition['criterion']}: {said}"


def rows_of(predicate: Mapping[str, Any]) -> tuple[list[Condition], str]:
    """The conditions of a stored predicate of a counted claim, and how they are joined (``all`` or
    ``any``).
    """
    if "any_of" in predicate:
        return [dict(one) for one in predicate["any_of"]], "any"
    shared = {
        name: predicate[name]
        for name in ("area", "finding", "holds", "grades")
        if name in predicate
    }
    refs = predicate.get("criteria") or [predicate["criterion"]]
    return [{"criterion": ref, **shared} for ref in refs], "all"


def joined(chosen: list[Condition], how: str) -> Condition | None:
    """The predicate that joins what was chosen; None where ``all`` cannot join different
    conditions.
    """
    if len(chosen) == 1:
        return dict(chosen[0])
    if how == "any":
        return {"any_of": [dict(one) for one in chosen]}
    rest = [{name: value for name, value in one.items() if name != "criterion"} for one in chosen]
    if any(one != rest[0] for one in rest):
        return None
    return {"criteria": [one["criterion"] for one in chosen], **rest[0]}
