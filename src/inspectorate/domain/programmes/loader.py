"""A framework as a CSV file: one row a criterion, read into a draft, every fault with its place.

Columns: ``area`` and ``question`` or ``criterion`` must be there; ``framework``, ``version``,
``question_id``, ``criterion_ref``, ``grade_scale``, ``grades`` (best first, "Outstanding > Good >
…"), ``meets``, ``graded``, ``characteristics`` ("Good: text | …") and ``findings``
("code=text | …") may be. A row without grades is an ungraded criterion. A row without a number
gets a reference made from its area and its place there.

``source_url`` is read over: where a published table was found. Any other column is refused by its
name, or left out where the loader says so; the framework says which were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.text import slugify

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.texts import storable
from inspectorate.foundation.spreadsheets.reading import Faults, Row, read

from .grades import GradeText, parse
from .reasons import FrameworkFault

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
_KNOWN = {*_ONE_LINE, "criterion", "characteristics", "findings"}
# Where a published table was found; the digest of the file stands for all of it.
_READ_OVER = {"source_url"}
_OWN_REFERENCE = Mend.words("Give each criterion its own reference.")
# With its heading and the notes above it; the longest framework of the field has some two hundred.
_MOST_CRITERIA = 2_000
_YES, _NO = {"yes", "y", "true", "1", "graded"}, {"no", "n", "false", "0", "ungraded"}


@dataclass(slots=True)
class CriterionDraft:
    """One criterion of a file.

    ``grades`` is empty where it has none; ``characteristics`` are by grade, ``findings`` by code.
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
    """The framework of a file: its name, version, question (or empty), areas and criteria.

    ``left_out`` are the columns of the file of which nothing is kept.
    """

    name: str
    version: str
    question: str
    areas: dict[str, str]
    criteria: list[CriterionDraft]
    left_out: list[str] = field(default_factory=list)


def parse_framework(content: bytes, *, name: str, version: str, leave_out: bool = False) -> Draft:
    """Read the file ``name``; ``version`` chooses among several; SheetRefused with every fault.

    A column that is not known is a fault, unless ``leave_out``.
    """
    rows, faults = read(
        content,
        name=name,
        required=("area",),
        any_of=("question", "criterion"),
        most_rows=_MOST_CRITERIA,
    )
    left_out = _not_taken(rows, faults, leave_out)
    rows = [
        Row(row.number, {**row.cells, **{column: row.line(column) for column in _ONE_LINE}})
        for row in rows
    ]
    rows, chosen = _one_version(rows, version.strip(), faults)
    _fits(chosen, "version", 60, "column version", faults)
    title = _title(rows, faults)
    _fits(title, "name of the framework", 200, "column framework", faults)
    question = _one_question(rows)
    areas = _areas(rows, title)
    drafts = [_criterion(row, question, title, faults) for row in rows]
    _refs(drafts, areas, faults)
    _scales_agree(drafts, faults)
    faults.refuse()
    return Draft(title, chosen, question, areas, drafts, left_out)


def _not_taken(rows: list[Row], faults: Faults, leave_out: bool) -> list[str]:
    """Return the columns that hold something and are not read; note a fault for each unknown."""
    filled = dict.fromkeys(column for row in rows for column, cell in row.cells.items() if cell)
    found = [column for column in filled if column not in _KNOWN]
    for column in found:
        if column in _READ_OVER or leave_out:
            continue
        text = f"the column {column!r} is not known, and nothing of it would be kept."
        mend = Mend.words(
            "Rename it to one that is read, remove it, or say that it is left out. Grades stand "
            "in the column grades, best first, and what each looks like in characteristics."
        )
        faults.add(FrameworkFault.COLUMN_UNKNOWN, f"column {column}", text, mend)
    return found


def _one_version(rows: list[Row], wanted: str, faults: Faults) -> tuple[list[Row], str]:
    """Return the rows of the version asked for, or of the only one there is, and its name."""
    versions = list(dict.fromkeys(row["version"] for row in rows if row["version"]))
    if not versions:
        return rows, wanted or "1"
    # One without would be left out in silence, or stand in every version.
    for row in rows:
        if not row["version"]:
            text = "the row names no version, and others do."
            place = row.where("version")
            faults.add(
                FrameworkFault.VERSION_MISSING, place, text, Mend.words("Fill in the version.")
            )
    mend = Mend.words(f"Choose one of: {', '.join(repr(version) for version in versions)}.")
    where = "column version"
    if wanted in versions:
        return [row for row in rows if row["version"] == wanted], wanted
    if wanted:
        text = f"there is no version {wanted!r}."
        faults.add(FrameworkFault.VERSION_NOT_IN_FILE, where, text, mend)
        return rows, wanted
    if len(versions) > 1:
        text = "the file holds several versions."
        faults.add(FrameworkFault.VERSION_NOT_CHOSEN, where, text, mend)
        return rows, ""
    return rows, versions[0]


def _title(rows: list[Row], faults: Faults) -> str:
    """Return the one name the rows give the framework; without any, the name of the file."""
    titles = list(dict.fromkeys(row["framework"] for row in rows if row["framework"]))
    if len(titles) > 1:
        text = f"the file holds several frameworks: {', '.join(titles)}."
        mend = Mend.words("Put each into a file of its own.")
        faults.add(FrameworkFault.SEVERAL_FRAMEWORKS, "column framework", text, mend)
    return titles[0] if titles else faults.name.rpartition(".")[0] or faults.name


def _fits(text: str, what: str, longest: int, where: str, faults: Faults) -> None:
    """Note a fault where ``text`` is longer than its column takes."""
    for reason in storable(text, what, limit=longest):
        faults.add(reason.code, where, f"{reason.text[0].lower()}{reason.text[1:]}", reason.mend)


def _one_question(rows: list[Row]) -> str:
    """The question all rows share, when each has a criterion of its own beneath it."""
    asked = {row["question"] for row in rows}
    return (
        asked.pop()
        if len(asked) == 1 and len(rows) > 1 and all(row["criterion"] for row in rows)
        else ""
    )


def _areas(rows: list[Row], title: str) -> dict[str, str]:
    """Name the areas in the order of the file, each with a code.

    A framework without areas is one area of its own name.
    """
    areas: dict[str, str] = {}
    for area in dict.fromkeys(row["area"] or title for row in rows):
        # Leaves room for the number that tells two alike apart.
        code = slugify(area)[:76] or "area"
        number = 2
        while code in areas.values():
            code, number = f"{code.rstrip('0123456789').rstrip('-')}-{number}", number + 1
        areas[area] = code
    return areas


def _criterion(row: Row, question: str, title: str, faults: Faults) -> CriterionDraft:
    # Published tables call a criterion a question, or stand several criteria under one question.
    under = row["criterion"] and (bool(question) or bool(row["criterion_ref"]))
    named = under or not row["question"]
    name = row.line("criterion") if named else row["question"]
    text = "" if named else row["criterion"]
    if not name:
        faults.add(
            FrameworkFault.CRITERION_MISSING,
            row.where("criterion"),
            "the row asks nothing.",
            Mend.words("Fill in question or criterion."),
        )
    # The column of a name is short; the whole sentence is kept as the criterion's text.
    if len(name) > 300:
        text, name = name, f"{name[:296].rsplit(' ', 1)[0]} …"
    _fits(row["area"], "area", 200, row.where("area"), faults)
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
        _fits(draft.scale, "scale", 160, row.where("grade_scale"), faults)
    draft.characteristics = _characteristics(row, grades, faults)
    draft.findings = _findings(row, faults)
    return draft


def _grades(row: Row, faults: Faults) -> list[GradeText]:
    graded = row["graded"].casefold()
    if graded and graded not in _YES | _NO:
        faults.add(
            FrameworkFault.GRADED_UNCLEAR,
            row.where("graded"),
            f"{row['graded']!r} is neither yes nor no.",
            Mend.words("Write yes or no."),
        )
        return []
    if graded in _NO or (not graded and not row["grades"]):
        return []
    if not row["grades"]:
        faults.add(
            FrameworkFault.GRADES_MISSING,
            row.where("grades"),
            "the row is graded but names no grades.",
            Mend.words("List them, best first."),
        )
        return []
    try:
        return parse(row["grades"], row["meets"])
    except ValueError as fault:
        faults.add(
            FrameworkFault.GRADES_UNCLEAR,
            row.where("grades"),
            f"{fault}.",
            Mend.words("Write them as: Outstanding > Good > Requires improvement."),
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
                FrameworkFault.CHARACTERISTIC_UNCLEAR,
                where,
                f"{part[:40]!r} is not a grade and its text.",
                Mend.words("Write: Good: the text | …"),
            )
        elif not name:
            faults.add(
                FrameworkFault.CHARACTERISTIC_OF_NO_GRADE,
                where,
                f"{grade.strip()!r} is not a grade of this row.",
                Mend.words("Name one of its grades."),
            )
        elif name in found:
            faults.add(
                FrameworkFault.CHARACTERISTIC_TWICE,
                where,
                f"{name} is described twice.",
                Mend.words("Keep one text."),
            )
        else:
            found[name] = text.strip()
    return found


def _findings(row: Row, faults: Faults) -> dict[str, str]:
    findings: dict[str, str] = {}
    where = row.where("findings")
    for part in _parts(row["findings"]):
        code, sign, text = (piece.strip() for piece in part.partition("="))
        if not sign or not text or slugify(code) != code or len(code) > 80:
            fault, mend = (
                f"{part[:40]!r} is not a code and its text.",
                Mend.words("Write: some-code=the text | …"),
            )
            faults.add(FrameworkFault.FINDING_UNCLEAR, where, fault, mend)
        elif code in findings:
            fault, mend = (
                f"the code {code} is there twice.",
                Mend.words("Give each finding its own code."),
            )
            faults.add(FrameworkFault.FINDING_TWICE, where, fault, mend)
        else:
            _fits(text, f"finding {code}", 300, where, faults)
            findings[code] = text
    return findings


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _refs(drafts: list[CriterionDraft], areas: dict[str, str], faults: Faults) -> None:
    """Give every criterion one reference, unique in the framework.

    It keeps its own where it can; else the place in its area, a number, or the area's code tells
    it from the others.
    """
    _each_once(drafts, faults)
    places: Counter[str] = Counter()
    for draft in drafts:
        places[draft.area] += 1
        draft.ref = draft.ref or f"{areas[draft.area][:32]}-{places[draft.area]}"
    for alike in _alike(drafts, lambda draft: (draft.area, draft.ref)):
        _numbered(alike, faults)
    # Areas of one framework often number from 1 each.
    for alike in _alike(drafts, lambda draft: draft.ref):
        for draft in alike:
            draft.ref = f"{areas[draft.area][:24]}-{draft.ref}"
    for draft in drafts:
        where = draft.row.where("criterion_ref")
        _fits(draft.ref, f"reference {draft.ref!r}", 40, where, faults)
    for alike in _alike(drafts, lambda draft: draft.ref):
        text = f"{alike[0].ref!r} is the reference of more than one criterion."
        faults.add(FrameworkFault.CRITERION_REF_TWICE, "column criterion_ref", text, _OWN_REFERENCE)


def _each_once(drafts: list[CriterionDraft], faults: Faults) -> None:
    """Note every row that repeats an earlier one."""
    for alike in _alike(drafts, lambda draft: (draft.area, draft.ref, draft.name, draft.text)):
        for draft in alike[1:]:
            text = f"the same criterion is already in row {alike[0].row.number}."
            mend = Mend.words("Remove one of the two rows.")
            faults.add(FrameworkFault.CRITERION_TWICE, draft.row.where(), text, mend)


def _numbered(alike: list[CriterionDraft], faults: Faults) -> None:
    """Number criteria of one area under one reference; a fault where the file gives it itself."""
    if any(draft.row["criterion_ref"] for draft in alike):
        for draft in alike[1:]:
            text = f"{draft.ref} is already in row {alike[0].row.number}."
            where = draft.row.where("criterion_ref")
            faults.add(FrameworkFault.CRITERION_REF_TWICE, where, text, _OWN_REFERENCE)
    for number, draft in enumerate(alike, start=1):
        draft.ref = f"{draft.ref}.{number}"


def _alike(
    drafts: list[CriterionDraft], by: Callable[[CriterionDraft], object]
) -> list[list[CriterionDraft]]:
    """Return the groups of two drafts or more that are alike in what ``by`` returns."""
    groups: dict[object, list[CriterionDraft]] = {}
    for draft in drafts:
        groups.setdefault(by(draft), []).append(draft)
    return [group for group in groups.values() if len(group) > 1]


def _scales_agree(drafts: list[CriterionDraft], faults: Faults) -> None:
    """One name of a scale means one list of grades within a file."""
    first: dict[str, CriterionDraft] = {}
    for draft in drafts:
        if draft.grades and first.setdefault(slugify(draft.scale), draft).grades != draft.grades:
            text = (
                f"the scale {draft.scale!r} has other grades in row "
                f"{first[slugify(draft.scale)].row.number}."
            )
            faults.add(
                FrameworkFault.SCALE_DIFFERS,
                draft.row.where("grades"),
                text,
                Mend.words("Give the other scale another name."),
            )
