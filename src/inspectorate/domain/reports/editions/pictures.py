"""The charts drawn from facts, each from one fenced block of a manuscript.

Pure: a :class:`ChartData` holds what was inspected and agreed. What may not be shown in a public
edition (names where the scope forbids them, counts that are withheld) is answered with
:class:`Withheld`; a directive that makes no sense with ValueError naming the field.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.drawing.heatmap import heatmap
from inspectorate.foundation.drawing.picture import Level, Picture, ramp
from inspectorate.foundation.drawing.stacked import stacked
from inspectorate.foundation.drawing.strip import Band, State, strip
from inspectorate.foundation.drawing.tiles import Tile, tiles

from ..facts import Facts

UNJUDGED = Level("·", "Not judged", 0)
SHUFFLED = (
    "In a rehearsal the tiles stand in no real order, so that a place tells nothing of any "
    "real body."
)


class Withheld(Exception):
    """This edition may not show it; the words say on what ground."""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion: its area, reference, words and grades.

    Grades are (letter, name) from worst to best, none where it is ungraded; ``characteristics`` are
    (name of the grade, what it looks like) from best to worst.
    """

    area: str
    area_name: str
    ref: str
    name: str
    text: str = ""
    grades: tuple[tuple[str, str], ...] = ()
    characteristics: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body in scope under the only name that is shown, with its place on the tile map."""

    code: str
    label: str
    kind: str = ""
    tile: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A method, with the sessions that left evidence which can be described, and where."""

    method: str
    sessions: int
    bodies: int
    items: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome in words: ``kind`` is its code, ``body`` the only name of its body that is shown,
    ``criterion`` a reference with its ``name``, ``marking`` how high its words are marked; ``by``
    is the key of who wrote them, ``cited`` those of the items that they rest on.
    """

    ref: str
    kind: str
    body: str
    criterion: str
    name: str
    text: str
    marking: str
    by: int = 0
    cited: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A provisional grade that one body was told ``on`` a day, in words, the grade that is agreed
    ``now``, and the ``words`` for that body where they differ.
    """

    criterion: str
    grade: str
    on: str
    now: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ChartData:
    """What was inspected and agreed.

    ``cells`` maps (body code, criterion ref) to a grade's letter, ``""`` for not inspected; a pair
    that is missing is not judged. ``withheld_refs`` are criteria whose counts a public edition may
    not show, ``uncounted_refs`` those of which it may not tell who was inspected; ``no_kinds``
    and ``no_places`` say that it may not tell those of bodies, and ``suppressed`` says in words
    which columns are left out. ``names`` maps every code a recommendation may be put to (scope
    codes, national bodies) to the name that is printed, ``printed_codes`` to the code that is;
    ``bound_by_duty`` are those a statute obliges to answer.
    """

    noun: str = "force"
    noun_plural: str = "forces"
    notice: str = ""
    rehearsal: bool = False
    may_name: bool = False
    criteria: tuple[CriterionRow, ...] = ()
    bodies: tuple[BodyRow, ...] = ()
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    withheld_refs: frozenset[str] = frozenset()
    uncounted_refs: frozenset[str] = frozenset()
    no_kinds: bool = False
    no_places: bool = False
    suppressed: tuple[str, ...] = ()
    withheld_claims: frozenset[str] = frozenset()
    small_below: int = 0
    claim_refs: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    printed_codes: Mapping[str, str] = field(default_factory=dict)
    bound_by_duty: frozenset[str] = frozenset()
    methods: tuple[MethodRow, ...] = ()
    outcomes: tuple[OutcomeRow, ...] = ()
    # Of the body that a letter is written to; of no other document, and in no public edition.
    told: tuple[ToldRow, ...] = ()

    @property
    def nouns(self) -> tuple[str, str]:
        """What one body is called, and what many are."""
        return self.noun, self.noun_plural

    def chosen(self, area: str = "", ref: str = "", *, graded: bool = True) -> list[CriterionRow]:
        """Return the criteria of an area, or one by reference; ValueError names what there is."""
        found = [
            one
            for one in self.criteria
            if (not area or one.area == area)
            and (not ref or one.ref == ref)
            and (one.grades or not graded)
        ]
        if not found and ref:
            raise ValueError(
                f"criterion: there is no {'graded ' if graded else ''}criterion {ref!r}"
            )
        if not found:
            areas = ", ".join(dict.fromkeys(one.area for one in self.criteria))
            raise ValueError(
                f"area: there is no {'graded ' if graded else ''}criterion in area "
                f"{area!r}; there are {areas}"
            )
        return found


@dataclass(frozen=True, slots=True)
class DrawingData:
    """What a directive is drawn from and for.

    ``dropped`` claims are not shown outside; ``carried`` are those the text carries; ``kept`` are
    the pictures drawn already; ``words`` the quantity words that the texts print.
    """

    board: ChartData
    facts: Facts
    public: bool
    dropped: Collection[str] = ()
    carried: Collection[str] = ()
    kept: dict[Hashable, Picture] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def once(self, of: Hashable, draw: Callable[[], Picture]) -> Picture:
        """Return the picture of ``of``, drawn once for all editions that share ``kept``."""
        if of not in self.kept:
            self.kept[of] = draw()
        return self.kept[of]

    def claim(self, key: str) -> ClaimFacts:
        """Return a claim that may be counted here."""
        found = (self.facts.claims or {}).get(key)
        if found is None:
            raise ValueError(f"claim: there is no claim {key!r}")
        if self.public and (key in self.dropped or key in self.board.withheld_claims):
            raise Withheld("the number is withheld")
        return found

    def named(self) -> None:
        """Refuse a picture of single bodies where the scope names none.

        A rehearsal obeys it too: a pseudonym counts as a name.
        """
        if self.public and not self.board.may_name:
            raise Withheld(f"this inspection does not name {self.board.noun_plural}")

    def counted(self, criteria: list[CriterionRow]) -> list[CriterionRow]:
        """Leave out criteria whose counts are withheld from a public edition."""
        kept = [
            one for one in criteria if not (self.public and one.ref in self.board.withheld_refs)
        ]
        if not kept:
            raise Withheld("the numbers are withheld")
        return kept


def chart(drawn: DrawingData, fields: Mapping[str, str], prefix: str) -> Picture:
    """Draw one chart directive (kind: grid, distribution, strip or tiles)."""
    kinds: dict[str, Callable[[DrawingData, Mapping[str, str], str], Picture]] = {
        "grid": _grid,
        "distribution": _distribution,
        "strip": _strip,
        "tiles": _tiles,
    }
    kind = fields.get("kind", "")
    if kind not in kinds:
        raise ValueError(f"kind: {kind!r} is not a kind of chart; choose one of {', '.join(kinds)}")
    return kinds[kind](drawn, fields, prefix)


def scale_of(criteria: list[CriterionRow]) -> tuple[Level, ...]:
    """Return the levels of the one scale these criteria are graded on, and the level of none."""
    scales = list(dict.fromkeys(one.grades for one in criteria))
    if len(scales) > 1:
        raise ValueError(
            "area: these criteria are graded on different scales, which one picture may "
            "not mix; choose an area"
        )
    return (*ramp(scales[0]), UNJUDGED)


def letter_at(board: ChartData, code: str, ref: str) -> str:
    """Return the letter of a body\'s grade; a dash where it was not inspected."""
    return board.cells.get((code, ref), UNJUDGED.code) or "–"


def _used(levels: tuple[Level, ...], codes: Collection[str]) -> tuple[Level, ...]:
    return tuple(level for level in levels if level.code != UNJUDGED.code or level.code in codes)


def _grid(drawn: DrawingData, fields: Mapping[str, str], prefix: str) -> Picture:
    drawn.named()
    criteria = drawn.counted(drawn.board.chosen(fields.get("area", "")))
    of = ("grid", prefix, *(one.ref for one in criteria))
    return drawn.once(of, lambda: _drawn_grid(drawn.board, criteria, prefix))


def _drawn_grid(board: ChartData, criteria: list[CriterionRow], prefix: str) -> Picture:
    rows = [
        (body.label, [letter_at(board, body.code, one.ref) for one in criteria])
        for body in board.bodies
    ]
    levels = _used(scale_of(criteria), {code for _, codes in rows for code in codes})
    title = (
        f"Grades of {len(rows)} {board.noun_plural} on "
        f"{_many(len(criteria), 'criterion', 'criteria')}"
    )
    return heatmap(
        rows,
        [one.ref for one in criteria],
        levels,
        prefix=prefix,
        title=title,
        heading=board.noun.capitalize(),
    )


def _distribution(drawn: DrawingData, fields: Mapping[str, str], prefix: str) -> Picture:
    chosen = drawn.board.chosen(fields.get("area", ""), fields.get("criterion", ""))
    criteria = drawn.counted(chosen)
    of = ("distribution", prefix, *(one.ref for one in criteria))
    return drawn.once(of, lambda: _drawn_distribution(drawn.board, criteria, prefix))


def _drawn_distribution(board: ChartData, criteria: list[CriterionRow], prefix: str) -> Picture:
    rows = []
    for one in criteria:
        codes = [letter_at(board, body.code, one.ref) for body in board.bodies]
        rows.append(
            (f"{one.ref} {one.name}", {code: codes.count(code) for code in dict.fromkeys(codes)})
        )
    levels = _used(scale_of(criteria), {code for _, counts in rows for code in counts})
    title = f"How {len(board.bodies)} {board.noun_plural} were graded"
    return stacked(rows, levels, prefix=prefix, title=title, heading="Criterion")


def counts_bodies(claim: ClaimFacts) -> bool:
    """Say whether a strip can be drawn of a claim: it counts bodies, and some were inspected."""
    counted = claim.counts is not None and bool(claim.counts[1])
    return counted and not claim.kind.counts and bool(claim.figures.scope)


def _strip(drawn: DrawingData, fields: Mapping[str, str], prefix: str) -> Picture:
    claim = drawn.claim(fields.get("claim", ""))
    if not counts_bodies(claim) or claim.counts is None or claim.figures.scope is None:
        raise ValueError(f"claim: {claim.key!r} counts no bodies, so there is no strip to draw")
    met, inspected = claim.counts
    numbers: dict[State, int] = {
        "met": met,
        "not met": inspected - met,
        "not inspected": claim.figures.scope - inspected,
    }
    words: dict[State, str] = {"not inspected": claim.figures.words.left_out}
    limits = (
        drawn.facts.vocabulary.limits(claim.figures.word, inspected)
        if drawn.facts.vocabulary and claim.figures.word
        else None
    )
    one = f"One {drawn.board.noun}"
    picture = strip(
        [(one, state) for state, many in numbers.items() for _ in range(many)],
        prefix=prefix,
        title=claim.statement or claim.key,
        band=Band(claim.figures.word, *limits) if limits else None,
        words=words,
    )
    rows = tuple((words.get(one, one).capitalize(), str(many)) for one, many in numbers.items())
    return Picture(
        picture.svg,
        picture.title,
        picture.description,
        ("Finding", drawn.board.noun_plural.capitalize()),
        rows,
    )


def _tiles(drawn: DrawingData, fields: Mapping[str, str], prefix: str) -> Picture:
    drawn.named()
    board = drawn.board
    if drawn.public and board.no_places:
        raise Withheld("the places are withheld")
    criteria = drawn.counted(board.chosen(ref=fields.get("criterion", "")))[:1]
    placed = [body for body in board.bodies if body.tile]
    if not placed:
        raise ValueError(
            f"kind: no {board.noun} of this inspection has a place on the tile map; choose grid"
        )
    members = [
        Tile(
            body.tile[0],
            body.tile[1],
            body.label.split()[-1],
            letter_at(board, body.code, criteria[0].ref),
            body.label,
        )
        for body in placed
        if body.tile
    ]
    levels = _used(scale_of(criteria), {one.code for one in members})
    title = f"{criteria[0].ref} {criteria[0].name}"
    counts = ", ".join(
        f"{level.label} {sum(one.code == level.code for one in members)}" for level in levels
    )
    said = f"{counts}.{' ' + SHUFFLED if board.rehearsal else ''}"
    return tiles(
        members,
        levels,
        prefix=prefix,
        title=title,
        description=said,
        heading=(board.noun.capitalize(), "Grade"),
    )


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
