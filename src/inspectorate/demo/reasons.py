"""Reasons for a judgment, from what was found, as inspectors and moderators write them."""

import csv
import io
import random
from functools import cache

from .plan import Cell, Rating
from .truth import GRADES, content, read

LEADS = {
    "Outstanding": (
        "Well beyond the characteristics of good.",
        "Exceeds what good describes, and keeps doing so.",
        "Others could learn from this.",
    ),
    "Good": (
        "Meets the characteristics of good.",
        "Good on balance, with little to set against it.",
        "What good describes is what we saw.",
    ),
    "Requires improvement": (
        "Falls short of good.",
        "Parts are sound, but the characteristics of good are not met.",
        "The gaps matter, and they are not isolated.",
    ),
    "Inadequate": (
        "A cause of concern.",
        "Well short, and people are exposed by it.",
        "None of the characteristics of good, and some of the reverse.",
    ),
}

# How findings are told, by whether the finding counts against the body and whether it holds.
SAID = (
    (("Stands", "Seen and corroborated", "In its favour"), False, True),
    (("Not found here", "Happily not so"), True, False),
    (("Does not stand", "Not found", "Not shown to us"), False, False),
    (("Counts against it", "To its cost"), True, True),
)

_NO_MORE = "what is in place is not yet done to the standard that good describes"


@cache
def statements() -> dict[str, str]:
    """Each finding's code with its statement, as the framework has it."""
    rows = csv.DictReader(io.StringIO(content("framework_prevent.csv")))
    return {
        code.strip(): text.strip()
        for row in rows
        for part in row["findings"].split(" | ")
        for code, text in [part.split("=", 1)]
    }


def of_rating(rating: Rating, cell: Cell, seed: int) -> str:
    """One inspector's reasons for the grade and findings they submit.

    Two inspectors word theirs differently.
    """
    rng = random.Random(f"{seed} {cell.body} {cell.criterion} {rating.inspector}")
    adverse = read().criterion(cell.criterion).adverse
    parts = [rng.choice(LEADS[rating.grade])]
    for heads, against, held in SAID:
        chosen = [
            statements()[code]
            for code, holds in rating.findings.items()
            if (code in adverse, holds) == (against, held)
        ]
        if chosen:
            parts.append(f"{rng.choice(heads)}: {_listed(chosen)}.")
    return " ".join(parts)


def of_agreement(cell: Cell, seed: int) -> str:
    """What the moderator writes: why what was submitted stands, or moved."""
    rng = random.Random(f"{seed} {cell.body} {cell.criterion} agreed")
    grades = {rating.grade for rating in cell.ratings}
    if grades != {cell.grade}:
        given = next(grade for grade in sorted(grades, key=GRADES.index) if grade != cell.grade)
        asks = "less" if GRADES.index(cell.grade) < GRADES.index(given) else "more"
        end = rng.choice(
            (
                "The inspector agreed after reading them together.",
                "Agreed with those who judged, who gave their reasons.",
            )
        )
        return (
            f"Settled at {cell.grade.lower()}. Set beside two bodies with like evidence, "
            f"{given.lower()} asks for {asks} than the notes show. {end}"
        )
    if cell.moderated:
        return (
            "The grade stands. A finding was corrected after the notes were read together; the "
            "cited evidence decides it."
        )
    if len(cell.ratings) > 1:
        return "Both judged alike without seeing each other's grade. Agreed as submitted."
    return rng.choice(
        (
            "Agreed as submitted.",
            "Evidence read; the grade follows from it.",
            "Compared with its neighbours and left as it is.",
        )
    )


def of_concern(cell: Cell) -> str:
    """The text of the cause of concern or area for improvement that goes with a grade.

    Empty where none does.
    """
    if not cell.outcome:
        return ""
    return f"{cell.outcome.capitalize()}: {'; and '.join(_shortcomings(cell)) or _NO_MORE}."


def in_words(cell: Cell) -> list[str]:
    """The words of each outcome of a cell: of what was not shown the first two, then the rest, then
    what was found against the body.
    """
    missing, present = _missing(cell), _present(cell)
    found = [
        f"It could not be shown that {', nor that '.join(map(_lower, some))}."
        for some in (missing[:2], missing[2:])
        if some
    ]
    found += [f"We found that {' and that '.join(map(_lower, present))}."] if present else []
    return found or [f"{_NO_MORE[0].upper()}{_NO_MORE[1:]}."]


def worth_sharing(cell: Cell) -> str:
    """The words of a promising practice: what holds in a cell and counts for it."""
    adverse = read().criterion(cell.criterion).adverse
    held = [
        statements()[code] for code, holds in cell.findings.items() if holds and code not in adverse
    ]
    told = " and ".join(map(_lower, held[:2]))
    return f"Other bodies could take this up: {told}." if held else ""


def _shortcomings(cell: Cell) -> list[str]:
    """What was not shown, then what was found against it, each where there is any."""
    missing, present = _missing(cell), _present(cell)
    parts = [f"it could not be shown that {_listed(missing)}"] if missing else []
    return parts + ([f"we found that {_listed(present)}"] if present else [])


def _missing(cell: Cell) -> list[str]:
    adverse = read().criterion(cell.criterion).adverse
    return [
        statements()[code]
        for code, holds in cell.findings.items()
        if not holds and code not in adverse
    ]


def _present(cell: Cell) -> list[str]:
    adverse = read().criterion(cell.criterion).adverse
    return [
        statements()[code] for code, holds in cell.findings.items() if holds and code in adverse
    ]


def _listed(texts: list[str]) -> str:
    return "; ".join(map(_lower, texts))


def _lower(text: str) -> str:
    return text if text.startswith(("Prevent", "Channel")) else text[0].lower() + text[1:]
