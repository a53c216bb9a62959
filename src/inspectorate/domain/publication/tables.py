"""The open data of a release: tables of plain strings, each column with its meaning.

Built from what the bundle says already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.reports.editions.outcomes import COLUMNS as OUTCOME_COLUMNS
from inspectorate.domain.reports.editions.pictures import ChartData

from .schema import Block, BodyInfo, ClaimInfo, EditionData, MadeInfo, TableInfo, WordInfo

Column = tuple[str, str, str, str]


def tables(
    board: ChartData,
    bodies: Sequence[BodyInfo],
    claims: Sequence[ClaimInfo],
    recommendations: Sequence[MadeInfo],
    words: Sequence[WordInfo],
    named: bool,
    documents: Sequence[EditionData] = (),
) -> tuple[TableInfo, ...]:
    """Return every table; the judgments of single bodies only where ``named``.

    Of outcomes in words what ``documents`` print.
    """
    return (
        _bodies(bodies),
        _criteria(board),
        _coverage(board),
        *((judgments(board),) if named else ()),
        *_outcomes(documents),
        _claims(claims),
        *_excerpts(claims),
        _recommendations(recommendations),
        _vocabulary(words),
    )


def _bodies(bodies: Sequence[BodyInfo]) -> TableInfo:
    columns: tuple[Column, ...] = (
        ("code", "Code", "string", "Permanent code of the body within this inspection."),
        ("name", "Name", "string", "The name shown; a pseudonym in a rehearsal."),
        ("kind", "Kind", "string", "What kind of body it is."),
        ("inspected", "Inspected", "boolean", "Whether it was in the scope of the inspection."),
    )
    rows = tuple(
        (one.code, one.name, one.kind, "true" if one.inspected else "false") for one in bodies
    )
    return TableInfo(
        "bodies",
        "Bodies",
        "Every body inspected, and every body asked to do something.",
        columns,
        rows,
        ("code",),
    )


def _criteria(board: ChartData) -> TableInfo:
    columns: tuple[Column, ...] = (
        ("criterion", "Criterion", "string", "Reference of the criterion."),
        ("area", "Area", "string", "The area it belongs to."),
        ("text", "What it asks", "string", "The criterion in words."),
        ("graded", "Graded", "boolean", "Whether bodies are graded on it."),
        ("grades", "Grades", "string", "The grades of its scale, from worst to best."),
    )
    rows = tuple(
        (
            one.ref,
            one.area_name,
            one.text or one.name,
            "true" if one.grades else "false",
            " < ".join(name for _, name in one.grades),
        )
        for one in board.criteria
    )
    return TableInfo(
        "criteria", "Criteria", "What was asked, and on which scale.", columns, rows, ("criterion",)
    )


def _coverage(board: ChartData) -> TableInfo:
    columns: tuple[Column, ...] = (
        ("criterion", "Criterion", "string", "Reference of the criterion."),
        ("inspected", "Inspected", "integer", "Bodies inspected on it."),
        (
            "not_inspected",
            "Not inspected",
            "integer",
            "Bodies in scope that were not inspected on it; never a pass, never a fail.",
        ),
        ("scope", "In scope", "integer", "Bodies in the scope of the inspection."),
    )
    total = len(board.bodies)
    rows = []
    for one in board.criteria:
        if one.ref in board.uncounted_refs:
            rows.append((one.ref, "", "", str(total)))
            continue
        left = sum(board.cells.get((body.code, one.ref)) == "" for body in board.bodies)
        rows.append((one.ref, str(total - left), str(left), str(total)))
    return TableInfo(
        "coverage",
        "Coverage",
        "How many bodies were inspected on each criterion.",
        columns,
        tuple(rows),
        ("criterion",),
    )


def judgments(board: ChartData) -> TableInfo:
    """Return the table of every body's grade on every criterion that is not withheld."""
    columns: tuple[Column, ...] = (
        ("body", "Body", "string", "Code of the body, as in the table of bodies."),
        ("criterion", "Criterion", "string", "Reference of the criterion."),
        ("state", "State", "string", "judged, not inspected or not judged."),
        ("grade", "Grade", "string", "The agreed grade; empty where there is none."),
    )
    rows = []
    for body in board.bodies:
        for one in board.criteria:
            # Whoever has the grades can count what a claim withholds.
            if not one.grades or one.ref in board.withheld_refs:
                continue
            letter = board.cells.get((body.code, one.ref))
            state = "not judged" if letter is None else "judged" if letter else "not inspected"
            rows.append((body.code, one.ref, state, dict(one.grades).get(letter or "", "")))
    told = (
        "The agreed grade of every body on every graded criterion; not inspected is neither a "
        "pass nor a fail."
    )
    return TableInfo("judgments", "Judgments", told, columns, tuple(rows), ("body", "criterion"))


def _outcomes(documents: Sequence[EditionData]) -> tuple[TableInfo, ...]:
    """Return the table of outcomes in words as they are printed, none where none is."""
    columns: tuple[Column, ...] = (
        ("number", "Number", "integer", "Its place in this table, from 1."),
        ("outcome", "Outcome", "string", "Its number; empty where no body is named."),
        ("body", "Body", "string", "Code of the body; empty where no body is named."),
        ("criterion", "Criterion", "string", "Reference of the criterion."),
        ("kind", "Kind", "string", "What was recorded: a cause of concern, or what else."),
        ("bodies", "Bodies", "integer", "Bodies of which these words were recorded."),
        ("text", "Text", "string", "The words as printed; empty where they are removed."),
        ("removed", "Removed", "string", "On what ground the words are removed."),
    )
    found: Counter[tuple[str, ...]] = Counter()
    for one in documents:
        # What two documents print is one thing; what one prints twice in the same words is two.
        found |= Counter(
            (*block.rows[0], *_said(block))
            for block in one.blocks
            if block.kind == "paragraph" and block.header == OUTCOME_COLUMNS
        )
    rows = tuple(
        (str(number), ref, code, criterion, str(OutcomeKind(kind).label).lower(), *rest)
        for number, (ref, code, criterion, kind, *rest) in enumerate(found.elements(), 1)
    )
    told = "What was recorded beside grades, in the words in which the documents print it."
    return (TableInfo("outcomes", "Outcomes", told, columns, rows, ("number",)),) if rows else ()


def _said(block: Block) -> tuple[str, str]:
    """The words of a paragraph after its head, and the ground on which they are removed."""
    ground = next((run.redacted for run in block.runs if run.redacted), "")
    words = "".join(run.text for run in block.runs if not run.strong).strip()
    return ("", ground) if ground else (words, "")


def _claims(claims: Sequence[ClaimInfo]) -> TableInfo:
    columns: tuple[Column, ...] = (
        ("claim", "Claim", "string", "Permanent key of the claim."),
        ("kind", "Kind", "string", "How it is supported."),
        ("statement", "Statement", "string", "What is asserted, in words."),
        ("criterion", "Criterion", "string", "The criterion it counts on, where it counts."),
        ("word", "Word", "string", "The vocabulary's word for the count."),
        (
            "met",
            "Met",
            "integer",
            "Bodies that met it; empty where nothing is counted or the number is withheld.",
        ),
        ("inspected", "Inspected", "integer", "Bodies inspected on it."),
        ("scope", "In scope", "integer", "Bodies in scope of what it counts."),
        (
            "withheld",
            "Withheld",
            "boolean",
            "Whether the number is withheld because it could point at a body.",
        ),
        (
            "evidence",
            "Evidence",
            "integer",
            "Items of evidence it rests on that can be described, directly or by the judgments it "
            "counts; empty where none can, or where the number is withheld.",
        ),
        (
            "source_kinds",
            "Kinds of source",
            "string",
            "The kinds of evidence that can be described, with semicolons.",
        ),
    )
    rows = tuple(
        (
            one.key,
            one.kind,
            one.statement,
            one.criterion,
            one.word,
            _number(one.met),
            _number(one.inspected),
            _number(one.scope),
            "true" if one.suppressed else "false",
            "" if one.suppressed or one.undescribed else str(one.evidence_count),
            "evidence that cannot be described" if one.undescribed else "; ".join(one.source_kinds),
        )
        for one in claims
    )
    return TableInfo(
        "claims",
        "Claims",
        "What every bound sentence of the documents rests on.",
        columns,
        rows,
        ("claim",),
    )


def _excerpts(claims: Sequence[ClaimInfo]) -> tuple[TableInfo, ...]:
    """Return the table of released words, none where nothing is released."""
    columns: tuple[Column, ...] = (
        ("claim", "Claim", "string", "Key of the claim, as in the table of claims."),
        ("number", "Number", "integer", "Its place behind the claim, from 1."),
        ("text", "Text", "string", "The words as released."),
        (
            "paraphrase",
            "Paraphrase",
            "boolean",
            "Whether the words are ours; else they are the item's own, “…” standing for words "
            "left out.",
        ),
        ("source_kind", "Kind of source", "string", "The kind of the item of evidence."),
        (
            "says_otherwise",
            "Says otherwise",
            "boolean",
            "Whether the item says something that goes against the claim.",
        ),
    )
    rows = tuple(
        (
            claim.key,
            str(number),
            one.text,
            _bool(one.paraphrase),
            one.source_kind,
            _bool(one.otherwise),
        )
        for claim in claims
        for number, one in enumerate(claim.excerpts, 1)
    )
    told = "Words of single items of evidence that were released to stand behind a claim."
    if not rows:
        return ()
    return (TableInfo("excerpts", "Excerpts", told, columns, rows, ("claim", "number")),)


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _recommendations(recommendations: Sequence[MadeInfo]) -> TableInfo:
    columns: tuple[Column, ...] = (
        ("recommendation", "Recommendation", "string", "Permanent name of the recommendation."),
        ("addressee", "Addressee", "string", "The body it is put to."),
        ("text", "Text", "string", "What is recommended."),
        ("basis", "Basis", "string", "duty: asked under a legal basis; asked: asked to reply."),
        ("legal_basis", "Legal basis", "string", "As recorded of the body; empty where none is."),
        ("reply_by", "Reply by", "date", "The last day for a reply, where there is one."),
        ("due_on", "Due", "date", "The day by which it was to be done when it was made."),
    )
    rows = tuple(
        (one.ref, to.body, one.text, to.basis, to.legal_basis, to.reply_by, to.due_on)
        for one in recommendations
        for to in one.to
    )
    told = (
        "What was asked, of whom, by when, on the day of publication; one row for each "
        "addressee. What became of it stands in the register."
    )
    return TableInfo(
        "recommendations", "Recommendations", told, columns, rows, ("recommendation", "addressee")
    )


def _vocabulary(words: Sequence[WordInfo]) -> TableInfo:
    columns: tuple[Column, ...] = (
        ("word", "Word", "string", "The word as used."),
        ("meaning", "Meaning", "string", "The share of the bodies inspected it stands for."),
        (
            "example",
            "Example",
            "string",
            "The numbers of bodies it covers when all in scope were inspected.",
        ),
    )
    rows = tuple((one.word, one.meaning, one.example) for one in words)
    return TableInfo(
        "vocabulary",
        "Quantity words",
        "What the words for quantities mean.",
        columns,
        rows,
        ("word",),
    )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
