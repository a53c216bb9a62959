"""Reads a list of references as it is pasted, and refuses by row what may tell of a person. Pure.

A reference is a code by which the body finds its case again, and nothing about whom it is of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.checks.given_names import PLAIN
from inspectorate.prose.checks.persons import spans
from inspectstats.sampling import Case

from ..reasons import FieldworkReason
from .kinds import DrawRule

MOST_CASES = 5_000
MOST_STRATA = 40
LONGEST = 40
# Nobody mends more at once, and a page that names more is not read.
MOST_FAULTS = 50
_HEADINGS = frozenset(("id", "ref", "reference", "case", "case reference", "file", "code"))
_SEPARATORS = ("\t", ";", ",")
# Each is looked for as a part of its own, with no letter or figure beside it.
_NATIONAL = re.compile(
    r"(?<![A-Z\d])[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?![A-Z\d])", re.I
)
_POSTCODE = re.compile(r"(?<![A-Z\d])[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?![A-Z\d])", re.I)
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2})(?!\d)"
)
_PLAIN_DAY = re.compile(
    r"(?<![A-Za-z\d])(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![A-Za-z\d])"
)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.:-]*")
# What codes begin with, and no name is.
_OF_CODES = re.compile(
    r"(?:case|crime|custody|file|form|incident|interview|log|officer|record|ref|report|staff)"
    r"(?![a-z])",
    re.I,
)
_LETTERS = re.compile(r"[A-Za-z]{3,}")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z]")
_ADDRESS = re.compile(
    r"\b\d{1,4}[A-Za-z]? [A-Z][a-z]{1,20} "
    r"(?:Avenue|Ave|Close|Court|Drive|Gardens|Lane|Place|Road|Rd|Street|St|Terrace|Way)\b"
)
_BORN = re.compile(r"\b(?:born|dob)\b", re.I)
_TELLING = (
    (re.compile("@"), "an e-mail address"),
    (_DAY, "a date, which may be one of birth"),
    (_PLAIN_DAY, "a date, which may be one of birth"),
    (_BORN, "a day of birth"),
    (_TITLE, "a name with its title"),
    (_ADDRESS, "an address"),
    (_NATIONAL, "a National Insurance number"),
    (_POSTCODE, "a postcode"),
)
# Words that begin with a capital where notes lie, and are no name; a name among them is looked for.
_NOTES_WORDS = """
    a all and april archive at august away bag blue book box by cabinet case chapter crime day
    december diary document documents drawer drive entry evidence february file files first
    folder for form from friday green handbook in interview january journal july june ledger
    line list log march may monday my no note notebook notes november number october of on one
    our page pages paper papers paragraph part pocket question record red ref reference review
    row safe saturday second section see september session shared sheet shelf sunday tab table
    the these third this three thursday to tuesday two under volume wednesday with workbook
    yellow
"""
_OF_NOTES = frozenset(_NOTES_WORDS.split())
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_INITIAL = re.compile(r"(?:[A-Z]\.? ){1,3}([A-Z][a-z]+)|([A-Z][a-z]+)(?: [A-Z]\.?){1,3}")
_PLACES_WORDS = """
    area beat block branch department district division house sector section shift station team
    unit ward wing
"""
_OF_PLACES = frozenset(_PLACES_WORDS.split())
_TWO_NAMES = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
# A kind of case, or what the codes of a list begin with, stands beside more than so many rows.
_FEW = 2
_WORD = re.compile(r"[A-Za-z]{5}|[A-Z][a-z]{2}|[a-z]{4}")


@dataclass(frozen=True, slots=True)
class ReadList:
    """The cases of a list in the order of its rows, or why it is not taken: a reason a fault."""

    cases: tuple[Case, ...] = ()
    reasons: tuple[Reason, ...] = ()


def read_list(text: str, rule: DrawRule) -> ReadList:
    """Read one case a row: its reference, and beside it its stratum or its size where the rule
    draws by them.

    A first row that names the columns is passed over. Every fault names its row.
    """
    cases: list[Case] = []
    faults: list[Reason] = []
    seen: dict[str, int] = {}
    rows = text.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    every = [_cells(line) for line in rows]
    common, kinds = _common_prefix(every), Counter(cells[1] for cells in every if len(cells) > 1)
    for number, cells in enumerate(every, start=1):
        if number == 1 and cells[0].lower() in _HEADINGS:
            continue
        what = _fault(cells, rule, seen, common)
        if what is None and rule is DrawRule.STRATIFIED:
            what = _named(cells[1], often=kinds[cells[1]] > _FEW)
        if what is None:
            cases.append(_case(cells, rule))
            seen[cells[0]] = number
        elif len(faults) < MOST_FAULTS:
            faults.append(_refused(number, *what))
    if not (cases or faults):
        faults.append(_refused(1, "holds no reference", "List the cases, one a row."))
    faults += _too_many(cases)
    return ReadList(() if faults else tuple(cases), tuple(faults))


def _too_many(cases: Sequence[Case]) -> Iterator[Reason]:
    """Why a list is longer than is drawn from, or has more strata."""
    if len(cases) > MOST_CASES:
        text = f"The list has {len(cases):,} cases; at most {MOST_CASES:,} are taken."
        mend = Mend.outside("List the cases of a shorter time.")
        yield Reason(FieldworkReason.LIST_WRONG, text, mend, "references")
    strata = {case.stratum for case in cases}
    if len(strata) > MOST_STRATA:
        text = f"The list has {len(strata)} strata; at most {MOST_STRATA} are taken."
        mend = Mend.words("Name wider strata, such as the kind of case.")
        yield Reason(FieldworkReason.LIST_WRONG, text, mend, "references")


def tells_of_a_person(text: str) -> str:
    """Say what in a text reads like a detail of a person; empty where nothing does."""
    plain = text.strip()
    for pattern, what in _TELLING:
        if pattern.search(plain):
            return what
    for digits in _long_numbers(plain):
        if len(digits) == 10 and _is_health_number(digits):
            return "an NHS number"
        if len(digits) in (10, 11) and digits.startswith("0"):
            return "a telephone number"
        if digits.startswith("44") and len(digits) == 12 and "+" in plain:
            return "a telephone number"
    return ""


def note_tells_of_a_person(note: str) -> str:
    """Say what in a note on where notes lie tells of a person; empty where nothing does.

    It would rather refuse a word with a capital than take a name.
    """
    if what := tells_of_a_person(note):
        return what
    if _names_somebody(note):
        return "a name"
    for word in _WORDS.findall(note):
        capital = word[0].isupper() and len(word) > 1 and not word[1:].isupper()
        long = word.isupper() and len(word) > 4
        if (capital or long) and word.casefold() not in _OF_NOTES:
            return "a name, since a word begins with a capital"
    return ""


def _names_somebody(text: str) -> bool:
    """Whether a name is told by a title, a rank, initials or a given name, in any letters."""
    given = any(word.casefold() in PLAIN for word in _WORDS.findall(text))
    return given or any(True for _ in spans(text))


def _long_numbers(text: str) -> Iterator[str]:
    """The numbers of a text, with the spaces and hyphens taken out that people put into them."""
    for found in re.findall(r"\d[\d ()-]*\d", text):
        yield re.sub(r"\D", "", found)


def _is_health_number(digits: str) -> bool:
    """Whether the last figure is the check of the nine before it, modulo 11 (NHS data dictionary).

    One in eleven other numbers of ten figures passes too.
    """
    check = (
        11
        - sum(int(one) * weight for one, weight in zip(digits[:9], range(10, 1, -1), strict=True))
        % 11
    )
    return check != 10 and check % 11 == int(digits[9])


def _cells(line: str) -> list[str]:
    separator = next((one for one in _SEPARATORS if one in line), None)
    return [cell.strip() for cell in (line.split(separator) if separator else [line])]


def _common_prefix(rows: list[list[str]]) -> str:
    """The letters with which most references of a list begin, in capitals; empty where none do.

    A name begins one or two.
    """
    begun = Counter(found[0].upper() for row in rows if (found := _LETTERS.match(row[0])))
    prefix, times = begun.most_common(1)[0] if begun else ("", 0)
    return prefix if times > max(_FEW, len(rows) // 2) else ""


def _named(stratum: str, *, often: bool) -> tuple[str, str] | None:
    """What is wrong of a stratum that may be a name, however ``often`` it stands in the list.

    Two words with capitals may be a kind of case where they recur, but with a given name or an
    initial they are somebody.
    """
    held = _INITIAL.fullmatch(stratum)
    initial = held is not None and (held[1] or held[2]).casefold() not in _OF_PLACES
    twice = _TWO_NAMES.fullmatch(stratum) is not None and not often
    if not (initial or twice or _names_somebody(stratum)):
        return None
    return "has a stratum that may be a name", "Write the kind of case in small letters."


def _fault(
    cells: list[str], rule: DrawRule, seen: dict[str, int], common: str
) -> tuple[str, str] | None:
    """What is wrong with a row, and how to mend it; None where nothing is."""
    wanted = 1 if rule is DrawRule.SIMPLE else 2
    reference = cells[0]
    if not any(cells):
        return "is empty", "Take the row out."
    if not reference:
        return "has no reference", "Write the reference of the case first."
    if personal := next((one for one in map(tells_of_a_person, cells[:1]) if one), ""):
        return f"reads like {personal}", "Give the case a code that says nothing of a person."
    if found := _no_code(reference, common):
        return found
    if len(cells) != wanted:
        columns = {1: "a reference alone", 2: f"a reference and its {_SECOND[rule]}"}[wanted]
        return f"has {len(cells)} columns", f"Write {columns}."
    if rule is DrawRule.STRATIFIED and not _sound_stratum(cells[1]):
        return "has no stratum that can be told", "Write a short name, such as the kind of case."
    if rule is DrawRule.BY_SIZE and _size(cells[1]) is None:
        return "has a size that is no number above 0", "Write a number such as 12."
    if reference in seen:
        return f"repeats the reference of row {seen[reference]}", "List each case once."
    return None


_SECOND = {DrawRule.STRATIFIED: "stratum", DrawRule.BY_SIZE: "size", DrawRule.SIMPLE: ""}


def _no_code(reference: str, common: str) -> tuple[str, str] | None:
    mend = "Write a code such as CF-0123."
    if " " in reference:
        return "holds a space, as names do", mend
    if len(reference) > LONGEST:
        return f"is longer than {LONGEST} characters", mend
    if not _CODE.fullmatch(reference):
        return "holds a sign that no reference has", mend
    if not any(sign.isdigit() for sign in reference):
        return "holds no figure and may be a name", mend
    plain = _OF_CODES.sub("", reference)
    runs = _LETTERS.findall(plain)
    if plain.upper().startswith(common) and runs and common:
        runs = runs[1:] if runs[0].upper() == common else runs
    if runs or _WORD.search(plain):
        return "holds letters that may be a name", mend
    return None


def _sound_stratum(text: str) -> bool:
    return bool(text) and len(text) <= 60 and text.isprintable() and not tells_of_a_person(text)


def _size(text: str) -> Fraction | None:
    try:
        found = Fraction(text) if re.fullmatch(r"\d{1,9}(?:\.\d{1,4})?", text) else None
    except (ValueError, ZeroDivisionError):
        return None
    return found if found is not None and found > 0 else None


def _case(cells: list[str], rule: DrawRule) -> Case:
    if rule is DrawRule.STRATIFIED:
        return Case(cells[0], cells[1])
    if rule is DrawRule.BY_SIZE:
        return Case(cells[0], size=_size(cells[1]) or Fraction(1))
    return Case(cells[0])


def _refused(row: int, what: str, mend: str) -> Reason:
    # The words of the row are not said again: they may be a person's.
    return Reason(FieldworkReason.LIST_WRONG, f"Row {row} {what}.", Mend.words(mend), "references")
