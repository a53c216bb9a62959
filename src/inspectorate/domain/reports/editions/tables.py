"""The tables drawn from facts, each from one fenced block of a manuscript. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from inspectorate.domain.claims.figures import Figures
from inspectorate.prose.quantities.definitions import definitions

from .model import EditionData
from .pictures import DrawingData, letter_at, scale_of

CHARACTERISTICS, METHODS = "characteristics", "methods"
# The table of quantity words is known again by its first columns.
WORDS = ("Word", "Share of those inspected")
Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def table(drawn: DrawingData, fields: Mapping[str, str]) -> Table:
    """Return header and rows of one table directive.

    Its kind is coverage, criteria, characteristics, methods, grades, claims or vocabulary.
    """
    kinds: dict[str, Callable[[DrawingData, str], Table]] = {
        "coverage": _coverage,
        "criteria": _criteria,
        CHARACTERISTICS: _characteristics,
        METHODS: _methods,
        "grades": _grades,
        "claims": _claims,
        "vocabulary": _vocabulary,
    }
    kind = fields.get("kind", "")
    if kind not in kinds:
        known = ", ".join([*kinds, "outcomes", "recommendations"])
        raise ValueError(f"kind: {kind!r} is not a table; choose {known}")
    return kinds[kind](drawn, fields.get("area", ""))


def _coverage(drawn: DrawingData, area: str) -> Table:
    board = drawn.board
    rows = []
    for one in board.chosen(area, graded=False):
        if drawn.public and one.ref in board.uncounted_refs:
            continue
        left = [body for body in board.bodies if board.cells.get((body.code, one.ref)) == ""]
        why = "; ".join(dict.fromkeys(board.reasons.get((body.code, one.ref), "") for body in left))
        rows.append(
            (
                one.ref,
                one.name,
                str(len(board.bodies) - len(left)),
                str(len(left)),
                "" if drawn.public else why,
            )
        )
    header = ("Criterion", "What it asks", "Inspected", "Not inspected", "Why not")
    return (header[:4], tuple(row[:4] for row in rows)) if drawn.public else (header, tuple(rows))


def _criteria(drawn: DrawingData, area: str) -> Table:
    rows = (
        (one.area_name, one.ref, one.text or one.name)
        for one in drawn.board.chosen(area, graded=False)
    )
    return ("Area", "Criterion", "What it asks"), tuple(rows)


def _characteristics(drawn: DrawingData, area: str) -> Table:
    rows = tuple(
        (f"{one.ref} {grade}", text)
        for one in drawn.board.chosen(area)
        for grade, text in one.characteristics
    )
    if not rows:
        raise ValueError("kind: no characteristics are written for these criteria")
    return ("Criterion and grade", "What it looks like"), rows


def _methods(drawn: DrawingData, _area: str) -> Table:
    header = ("Method", "Sessions", f"{drawn.board.noun_plural.capitalize()}", "Items of evidence")
    return header, tuple(
        (one.method, f"{one.sessions:,}", f"{one.bodies:,}", f"{one.items:,}")
        for one in drawn.board.methods
    )


def _grades(drawn: DrawingData, area: str) -> Table:
    board = drawn.board
    criteria = drawn.counted(board.chosen(area))
    levels = scale_of(criteria)[:-1]
    rows = []
    for one in criteria:
        codes = [letter_at(board, body.code, one.ref) for body in board.bodies]
        rows.append((f"{one.ref} {one.name}", *(str(codes.count(level.code)) for level in levels)))
    return ("Criterion", *(level.label for level in levels)), tuple(rows)


def _claims(drawn: DrawingData, area: str) -> Table:
    wanted = {one.ref for one in drawn.board.chosen(area, graded=False)} if area else None
    rows = []
    for key, claim in sorted((drawn.facts.claims or {}).items()):
        hidden = key in drawn.dropped or key in drawn.board.withheld_claims
        if (
            key not in drawn.carried
            or claim.counts is None
            or (drawn.public and hidden)
            or (wanted and drawn.board.claim_refs.get(key) not in wanted)
        ):
            continue
        met, inspected = claim.counts
        rows.append(
            (
                claim.statement or key,
                claim.figures.word,
                f"{met} of {inspected}{_those(claim.figures)}",
                _left_out(claim.figures),
            )
        )
    return ("Finding", "Word", "Met", "Not inspected"), tuple(rows)


def _left_out(figures: Figures) -> str:
    """How many are in neither number; of returns with the word for it, under a heading that says
    "not inspected".
    """
    left = (figures.scope or figures.inspected or 0) - (figures.inspected or 0)
    return str(left) if figures.looked == "inspected" else f"{left} {figures.words.left_out}"


def _those(figures: Figures) -> str:
    return "" if figures.looked == "inspected" else f" {figures.words.that}"


def _vocabulary(drawn: DrawingData, _area: str) -> Table:
    vocabulary = drawn.facts.vocabulary
    if vocabulary is None:
        raise ValueError("kind: this inspection has no vocabulary to print")
    n = len(drawn.board.bodies)
    rows = tuple(
        (one.word, one.means, one.covers) for one in definitions(vocabulary, drawn.words, n)
    )
    return (*WORDS, f"Of {n} {drawn.board.noun_plural}"), rows


def words_printed(documents: Iterable[EditionData]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the table of words that one of these documents prints, none where none
    does.
    """
    tables = (block for one in documents for block in one.blocks if block.kind == "table")
    return next((one.rows for one in tables if one.header[:2] == WORDS), ())
