"""A framework as a CSV file: one row a criterion, read into a plain draft with every fault named by
row and column.

Columns: ``area`` and ``question`` or ``criterion`` must be there; ``framework``, ``version``,
``question_id``, ``criterion_ref``, ``grade_scale``, ``grades`` (best first, "Outstanding > Good >
…"), ``meets``, ``graded``, ``characteristics`` ("Good: text | …") and ``findings`` ("code=text |
…") may be. A row without grades is an ungraded criterion. A row without a number gets a reference
made from its area and its place there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.text import slugify

from inspectorate.foundation.spreadsheets.reading import Faults, Row, read

from .grades import GradeText, parse

_ONE_LINE = (
    "framework",
    "version",
    "area",
    "question_id",
    "question",
    "criterion_ref",
    "grade_scale",
    "grades",
    "meets",
    "graded",
)
_YES, _NO = {"yes", "y", "true", "1", "graded"}, {"no", "n", "false", "0", "ungraded"}


@dataclass(slots=True)
class CriterionDraft:
    """One criterion: ``grades`` empty when it is ungraded; ``characteristics`` by the grade's name;
    ``findings`` by code.
    """

    row: Row
    area: str
    ref: str
    name: str
    text: str
    scale: str
    grades: list[GradeText]
    characteristics: dict[str, str] = field(default_factory=dict)
    findings: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """What a file says: the framework's name, the version chosen, its one question where there is
    one, its criteria.
    """

    name: str
    version: str
    question: str
    areas: dict[str, str]
    criteria: list[CriterionDraft]


def parse_framework(content: bytes, *, name: str, version: str) -> Draft:
    """Read the file ``name``; ``version`` chooses among several. Raises SheetRefused with every
    fault.
    """
    rows, faults = read(content, name=name, required=("area",), any_of=("question", "criterion"))
    rows = [
        Row(row.number, {**row.cells, **{column: row.line(column) for column in _ONE_LINE}})
        for row in rows
    ]
    rows, title, chosen = _one_version(rows, version, faults)
    question = _one_question(rows)
    areas = _areas(rows, title)
    drafts = [_criterion(row, question, title, faults) for row in rows]
    _refs(drafts, areas, faults)
    _scales_agree(drafts, faults)
    faults.refuse()
    return Draft(title, chosen, question, areas, drafts)


def _one_version(rows: list[Row], version: str, faults: Faults) -> tuple[list[Row], str, str]:
    """The rows of the version asked for, or of the only one there is."""
    versions = list(dict.fromkeys(row["version"] for row in rows))
    listed = ", ".join(repr(one) for one in versions)
    wanted = version.strip()
    if versions in ([""], []):
        chosen = wanted or "1"
    elif wanted in versions:
        chosen, rows = wanted, [row for row in rows if row["version"] == wanted]
    elif wanted:
        faults.add(
            "version_not_in_file",
            "column version",
            f"there is no version {wanted!r}.",
            f"Choose one of: {listed}.",
        )
        chosen = wanted
    elif len(versions) > 1:
        faults.add(
            "version_not_chosen",
            "column version",
            "the file holds several versions.",
            f"Choose one of: {listed}.",
        )
        chosen = ""
    else:
        chosen = versions[0]
    if len(chosen) > 60:
        faults.add(
            "version_too_long",
            "column version",
            f"{chosen[:40]!r}… is longer than 60 characters.",
            "Shorten it.",
        )
    titles = list(dict.fromkeys(row["framework"] for row in rows if row["framework"]))
    if len(titles) > 1:
        text = f"the file holds several frameworks: {', '.join(titles)}."
        faults.add(
            "several_frameworks", "column framework", text, "Put each into a file of its own."
        )
    title = titles[0] if titles else faults.name.rpartition(".")[0] or faults.name
    if len(title) > 200:
        faults.add(
            "text_too_long",
            "column framework",
            f"{title[:40]!r}… is longer than 200 characters.",
            "Shorten it.",
        )
    return rows, title, chosen


def _one_question(rows: list[Row]) -> str:
    """The question all rows share, when each has a criterion of its own beneath it."""
    asked = {row["question"] for row in rows}
    return (
        asked.pop()
        if len(asked) == 1 and len(rows) > 1 and all(row["criterion"] for row in rows)
        else ""
    )


def _areas(rows: list[Row], title: str) -> dict[str, str]:
    """Names of areas with a code each, in the order of the file; a framework without areas is one
    area of its own name.
    """
    areas: dict[str, str] = {}
    for area in dict.fromkeys(row["area"] or title for row in rows):
        code = slugify(area)[:76] or "area"
        number = 2
        while code in areas.values():
            code, number = f"{code.rstrip('0123456789').rstrip('-')}-{number}", number + 1
        areas[area] = code
    return areas


def _criterion(row: Row, question: str, title: str, faults: Faults) -> CriterionDraft:
    under = row["criterion"] and (bool(question) or bool(row["criterion_ref"]))
    named = under or not row["question"]
    name = row.line("criterion") if named else row["question"]
    text = "" if named else row["criterion"]
    if not name:
        faults.add(
            "criterion_missing",
            row.where("criterion"),
            "the row asks nothing.",
            "Fill in question or criterion.",
        )
    if len(name) > 300:
        text, name = name, f"{name[:296].rsplit(' ', 1)[0]} …"
    if len(row["area"]) > 200:
        faults.add(
            "text_too_long",
            row.where("area"),
            "the area is longer than 200 characters.",
            "Shorten it.",
        )
    grades = _grades(row, faults)
    draft = CriterionDraft(
        row,
        row["area"] or title,
        row["criterion_ref"] or row["question_id"],
        name,
        text,
        "",
        grades,
    )
    if grades:
        draft.scale = row["grade_scale"] or f"Grades of {title}"
        if len(draft.scale) > 160:
            faults.add(
                "text_too_long",
                row.where("grade_scale"),
                "the scale is longer than 160 characters.",
                "Shorten it.",
            )
    draft.characteristics = _characteristics(row, grades, faults)
    draft.findings = _findings(row, faults)
    return draft


def _grades(row: Row, faults: Faults) -> list[GradeText]:
    graded = row["graded"].casefold()
    if graded and graded not in _YES | _NO:
        faults.add(
            "graded_unclear",
            row.where("graded"),
            f"{row['graded']!r} is neither yes nor no.",
            "Write yes or no.",
        )
        return []
    if graded in _NO or (not graded and not row["grades"]):
        return []
    if not row["grades"]:
        faults.add(
            "grades_missing",
            row.where("grades"),
            "the row is graded but names no grades.",
            "List them, best first.",
        )
        return []
    try:
        return parse(row["grades"], row["meets"])
    except ValueError as fault:
        faults.add(
            "grades_unclear",
            row.where("grades"),
            f"{fault}.",
            "Write them as: Outstanding > Good > Requires improvement.",
        )
        return []


def _characteristics(row: Row, grades: list[GradeText], faults: Faults) -> dict[str, str]:
    found: dict[str, str] = {}
    names = {key.casefold(): grade.name for grade in grades for key in (grade.name, grade.written)}
    for part in _parts(row["characteristics"]):
        grade, colon, text = part.partition(":")
        name = names.get(grade.strip().casefold(), "")
        where = row.where("characteristics")
        if not colon or not text.strip():
            faults.add(
                "characteristic_unclear",
                where,
                f"{part[:40]!r} is not a grade and its text.",
                "Write: Good: the text | …",
            )
        elif not name:
            faults.add(
                "characteristic_of_no_grade",
                where,
                f"{grade.strip()!r} is no grade of this row.",
                "Name one of its grades.",
            )
        elif name in found:
            faults.add(
                "characteristic_twice", where, f"{name} is described twice.", "Keep one text."
            )
        else:
            found[name] = text.strip()
    return found


def _findings(row: Row, faults: Faults) -> dict[str, str]:
    found: dict[str, str] = {}
    where = row.where("findings")
    for part in _parts(row["findings"]):
        code, sign, text = part.partition("=")
        code, text = code.strip(), text.strip()
        if not sign or not text or slugify(code) != code or len(code) > 80:
            faults.add(
                "finding_unclear",
                where,
                f"{part[:40]!r} is not a code and its text.",
                "Write: some-code=the text | …",
            )
        elif len(text) > 300:
            faults.add(
                "text_too_long",
                where,
                f"the text of {code} is longer than 300 characters.",
                "Shorten it.",
            )
        elif code in found:
            faults.add(
                "finding_twice",
                where,
                f"the code {code} stands there twice.",
                "Give each finding its own code.",
            )
        else:
            found[code] = text
    return found


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _refs(drafts: list[CriterionDraft], areas: dict[str, str], faults: Faults) -> None:
    """Give every criterion one reference, unique in the framework: its own where it can be kept,
    else one that says whence.
    """
    seen: dict[tuple[str, str, str, str], int] = {}
    for one in drafts:
        same = (one.area, one.ref, one.name, one.text)
        if seen.setdefault(same, one.row.number) != one.row.number:
            text = f"the same criterion stands in row {seen[same]} already."
            faults.add("criterion_twice", one.row.where(), text, "Remove one of the two rows.")
    places: Counter[str] = Counter()
    for one in drafts:
        places[one.area] += 1
        one.ref = one.ref or f"{areas[one.area][:32]}-{places[one.area]}"
    for repeated in _repeated((one.area, one.ref) for one in drafts):
        below = [one for one in drafts if (one.area, one.ref) == repeated]
        if any(one.row["criterion_ref"] for one in below):
            for one in below[1:]:
                text = f"{one.ref} stands in row {below[0].row.number} already."
                faults.add(
                    "criterion_ref_twice",
                    one.row.where("criterion_ref"),
                    text,
                    "Give each criterion its own reference.",
                )
        for number, one in enumerate(below, start=1):
            one.ref = f"{one.ref}.{number}"
    for (ref,) in _repeated((one.ref,) for one in drafts):
        for one in drafts:
            if one.ref == ref:
                one.ref = f"{areas[one.area][:24]}-{ref}"
    for one in drafts:
        if len(one.ref) > 40:
            faults.add(
                "text_too_long",
                one.row.where("criterion_ref"),
                f"{one.ref!r} is longer than 40 characters.",
                "Shorten it.",
            )
    for (ref,) in _repeated((one.ref,) for one in drafts):
        text = f"{ref!r} cannot be told apart from another criterion."
        faults.add(
            "criterion_ref_twice",
            "column criterion_ref",
            text,
            "Give each criterion its own reference.",
        )


def _repeated[T: tuple[str, ...]](keys: Iterable[T]) -> list[T]:
    return [key for key, times in Counter(keys).items() if times > 1]


def _scales_agree(drafts: list[CriterionDraft], faults: Faults) -> None:
    """One name of a scale means one list of grades within a file."""
    first: dict[str, CriterionDraft] = {}
    for one in drafts:
        if one.grades and first.setdefault(slugify(one.scale), one).grades != one.grades:
            text = (
                f"the scale {one.scale!r} has other grades in row "
                f"{first[slugify(one.scale)].row.number}."
            )
            faults.add(
                "scale_differs", one.row.where("grades"), text, "Give the other scale another name."
            )
