"""The documents, claims and answers of the rehearsal: `content/` filled from the plan.

Placeholders `{{name}}` take values that the plan knows (how many sessions there were, which force
is meant in a passage left out of the public edition). Everything else is written out in the texts,
and the checks hold it to the claims.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from inspectorate.prose.dates import in_words
from inspectorate.prose.quantities.verdicts import spoken
from inspectstats.agreement import from_long, percent_agreement

from . import truth as truths
from .grammar import Item
from .plan import Plan
from .truth import content

# What numbers of the inspection begin with.
PREFIX = "PREV"
_HOLE = re.compile(r"\{\{([a-z_]+)\}\}")
AREAS = {
    "area_capability": "capability",
    "area_consistency": "consistency",
    "area_sharing": "information-sharing-and-communication",
}
FIELDS = {
    "counted": ("criterion", "finding", "holds", "grades", "outcome", "population"),
    "figure": ("recipe", "register", "on"),
    "variation": ("criteria",),
    "example": ("criteria", "practice", "min_items", "min_kinds", "min_bodies"),
    "qualitative": ("criteria", "direction", "min_items", "min_kinds", "min_bodies"),
    "balance": ("criteria", "word", "min_items", "min_kinds", "min_bodies"),
    "development": ("source", "on"),
    "quotation": ("source", "words"),
}


# The recommendations that answer a criterion's causes of concern, by their places in the report.
ANSWERS = {"fourth": "1.4", "fifth": "2.1", "sixth": "2.3", "eighth": "3.3"}
ON_EVIDENCE = ("example", "qualitative", "balance")


@dataclass(frozen=True, slots=True)
class ClaimText:
    """One claim as content has it.

    `predicate` has the shape the claims room reads; the rest says what the texts expect.

    `criterion`, `finding`, `holds` and `matching` name the notes an example or a qualitative claim
    rests on (no finding: any note on the criterion; `matching`: only notes whose words it finds);
    `met` and `inspected` are the counts of a counted claim.
    """

    key: str
    kind: str
    statement: str
    wording: str
    predicate: dict[str, Any]
    criterion: str = ""
    finding: str = ""
    holds: bool = True
    matching: str = ""
    met: int | None = None
    inspected: int | None = None
    small_number_decision: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationText:
    """A recommendation block of the report."""

    number: int
    to: tuple[tuple[str, str], ...]
    due: date
    origin: str
    text: str


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill every hole of a text. Raises KeyError naming a hole for which no value was given."""
    return _HOLE.sub(lambda match: values[match[1]], text)


def values(
    plan: Plan,
    notes: Sequence[Item],
    *,
    body: int = 0,
    overseers: str = "",
    described: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """What the holes are filled with.

    `overseers` lists the addressees with a legal duty, as a recommendation block does.

    `described` are the numbers of `sessions` and `evidence_items` that can be described, where the
    story recorded more or less than the notes.
    """
    letter = plan.visit(body or letter_body(plan))
    official = [one for one in notes if one.marking == "OFFICIAL"]
    duty = overseers or ", ".join(
        f"overseer-of-force-{b.number:02d} (duty)" for b in plan.bodies if b.kind == "territorial"
    )
    return {
        **AREAS,
        "sessions": f"{len({one.session for one in official})}",
        "evidence_items": f"{len(official):,}",
        "arrangement_force": plan.count("1.4", finding="vulnerable-staff-arrangement").bodies[0],
        "spoc_force": next(
            plan.body(n.body).name
            for n in notes
            if n.finding == "single-point-of-contact" and n.practice and "they meet" in n.text
        ),
        "overseers": duty,
        "body": plan.body(letter.body).name,
        "visit_dates": _span(letter.starts_on, letter.ends_on),
        **_judged(plan),
        **_answered(plan),
        **(described or {}),
    }


def _answered(plan: Plan) -> dict[str, str]:
    """The numbers of the causes of concern that recommendations of the report say they answer.

    Each judgment of the lowest grade has one, and they are the first that the story writes in
    words, in the order of the plan.
    """
    causes = [cell for cell in plan.inspected() if cell.grade == truths.GRADES[-1]]
    numbers: dict[str, list[str]] = {}
    for number, cell in enumerate(causes, 1):
        numbers.setdefault(cell.criterion, []).append(f"{PREFIX}-O{number}")
    return {f"answers_{place}": ", ".join(numbers[ref]) for place, ref in ANSWERS.items()}


def _judged(plan: Plan) -> dict[str, str]:
    """How many judgments were made, how many twice, and how often those two gave one grade."""
    cells = list(plan.inspected())
    twice = [cell for cell in cells if len(cell.ratings) > 1]
    rows = [
        {
            "force": plan.body(cell.body).name,
            "criterion": cell.criterion,
            "rater": one.inspector,
            "rating": truths.GRADES.index(one.grade),
        }
        for cell in twice
        for one in cell.ratings
    ]
    ratings = from_long(rows, scale=list(range(len(truths.GRADES))))
    found = percent_agreement(ratings, interval="two_way")
    shares = {
        "agreement": found.value,
        "agreement_low": found.low,
        "agreement_high": found.high,
    }
    concerns = {cell.body for cell in cells if cell.grade == truths.GRADES[-1]}
    return {
        "concern_forces": spoken(len(concerns)),
        "judgments": str(len(cells)),
        "judged_twice": str(len(twice)),
        "same_grade": str(sum(len({one.grade for one in cell.ratings}) == 1 for cell in twice)),
        **{name: f"{share or 0:.0%}".rstrip("%") for name, share in shares.items()},
    }


def letter_body(plan: Plan) -> int:
    """The body to which the letter is written: the first territorial one inspected on every
    criterion.
    """
    empty = {cell.body for cell in plan.not_inspected()}
    return next(
        body.number
        for body in plan.bodies
        if body.kind == "territorial" and body.number not in empty
    )


def document(name: str, filled: Mapping[str, str]) -> str:
    """A document (`report`, `release`, `letter`) with its holes filled."""
    return fill(content(f"{name}.md"), filled)


def claims(filled: Mapping[str, str]) -> tuple[ClaimText, ...]:
    """Every claim of the texts, in the order of `claims.toml`."""
    raw: dict[str, dict[str, Any]] = tomllib.loads(fill(content("claims.toml"), filled))["claims"]
    return tuple(_claim(key, row) for key, row in raw.items())


def recommendations(report: str) -> tuple[RecommendationText, ...]:
    """The recommendation blocks of a filled report."""
    found = []
    for block in re.findall(r"```recommendation\n(.*?)```", report, re.S):
        row = dict(line.split(": ", 1) for line in block.strip().splitlines())
        to = tuple(
            (code, basis) for code, basis in re.findall(r"([\w-]+) \((asked|duty)\)", row["to"])
        )
        found.append(
            RecommendationText(
                int(row["number"]), to, date.fromisoformat(row["due"]), row["origin"], row["text"]
            )
        )
    return tuple(found)


def responses() -> dict[str, Any]:
    """Accuracy points, answers, progress, verification, closure, the moved date and the debriefs:
    see `responses.toml`.
    """
    return tomllib.loads(content("responses.toml"))


def support(claim: ClaimText, notes: Sequence[Item]) -> tuple[Item, ...]:
    """The notes that a claim on evidence or a quotation rests on: for an example those
    tagged as practice only.
    """
    if claim.kind == "quotation":
        return tuple(note for note in notes if note.key == claim.key)
    if claim.kind not in ON_EVIDENCE:
        return ()
    return tuple(
        note
        for note in notes
        if note.criterion == claim.criterion
        and (not claim.finding or (note.finding, note.holds) == (claim.finding, claim.holds))
        and re.search(claim.matching, note.text)
        and (claim.kind != "example" or note.practice)
    )


def against(claim: ClaimText, notes: Sequence[Item]) -> tuple[Item, ...]:
    """The notes that say the opposite of what a claim rests on, at one of the forces it rests on.

    A note of another force is no voice against what was found at these; but a balance is of all
    that was heard, and weighs it.
    """
    if claim.kind not in ON_EVIDENCE or not claim.finding:
        return ()
    bodies = {note.body for note in support(claim, notes)}
    opposite = (claim.finding, not claim.holds)
    return tuple(
        note
        for note in notes
        if note.criterion == claim.criterion
        and (note.finding, note.holds) == opposite
        and (claim.kind == "balance" or note.body in bodies)
    )


def _claim(key: str, row: dict[str, Any]) -> ClaimText:
    flat = {**row, **row.get("condition", {})}
    if row["kind"] in ON_EVIDENCE:
        flat |= {
            "criteria": [row["criterion"]],
            "practice": True,
            "min_kinds": row["min_source_kinds"],
        }
        if row.get("finding"):
            adverse = row["finding"] in truths.read().criterion(row["criterion"]).adverse
            flat["direction"] = "supports" if row["holds"] != adverse else "contradicts"
    if row["kind"] == "figure":
        recipe, _, register = row["recipe"].partition(":")
        flat["recipe"] = recipe
        if register:
            flat["register"] = register
        if "on" in row:
            flat["on"] = row["on"].isoformat()
    if row["kind"] == "development":
        flat["on"] = row["occurred_on"].isoformat()
    return ClaimText(
        key=key,
        kind=row["kind"],
        statement=row["statement"],
        wording=row.get("wording", ""),
        predicate={name: flat[name] for name in FIELDS[row["kind"]] if name in flat},
        criterion=row.get("criterion", ""),
        finding=flat.get("finding", ""),
        holds=flat.get("holds", True),
        matching=row.get("matching", ""),
        met=row.get("met"),
        inspected=row.get("inspected"),
        small_number_decision=row.get("small_number_decision", ""),
    )


def _span(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {in_words(last)}"
    return f"{in_words(first)} to {in_words(last)}"
