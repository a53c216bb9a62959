"""Whether a finding rests on evidence of different kinds and origins, and what speaks against it.

A finding is *met* by evidence of at least k kinds and k origins, of which one kind at least is no
testimony. One person quoted three times is one origin; twenty interviews and one document are 1.2
effective kinds.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspectstats.records import InputError, Record

__all__ = [
    "DIRECTIONS",
    "KINDS",
    "AcrossForces",
    "Item",
    "Triangulated",
    "across",
    "check",
    "effective_kinds",
    "triangulate",
]

KINDS = ("interview", "focus-group", "observation", "document", "data", "case-file", "survey")
TESTIMONY = frozenset({"interview", "focus-group", "survey"})
DIRECTIONS = ("supports", "contradicts")


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence under one finding.

    ``origin`` is whoever or whatever it comes from (a code, never a name); ``sha256`` its content,
    so that a copy is known for one; ``answered`` whether a contradicting item has been answered in
    the file; ``on`` its date. A ``kind`` may be written with an underscore: ``focus_group``.
    """

    force: str
    criterion: str
    kind: str
    origin: str
    direction: str = "supports"
    sha256: str = ""
    answered: bool = False
    on: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", self.kind.replace("_", "-"))


@dataclass(frozen=True, slots=True)
class Triangulated(Record):
    """Whether one finding about one body is triangulated, and why not.

    ``effective_kinds`` is exp of the entropy of kinds (``None`` without evidence); ``problems``
    names each rule broken; ``warnings`` what the reader of the file must look at (unanswered
    contradictions); ``dropped`` counts duplicates and items after the cut-off.
    """

    force: str
    criterion: str
    kinds: tuple[str, ...]
    origins: int
    effective_kinds: float | None
    supporting: int
    contradicting: int
    unanswered: int
    met: bool
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    dropped: Mapping[str, int]


def effective_kinds(kinds: Iterable[str]) -> float | None:
    """exp(-sum s ln s) over the shares s of kinds: how many equally used kinds the mix is worth.

    ``None`` without items.

    20 interviews and 1 document: 1.2. Reference: Hill (1973) Ecology 54:427, order 1.
    """
    counted = Counter(kinds)
    total = counted.total()
    if total == 0:
        return None
    return math.exp(-sum(n / total * math.log(n / total) for n in counted.values()))


def triangulate(items: Sequence[Item], k: int = 3, cut_off: date | None = None) -> Triangulated:
    """Judge the evidence of one finding about one body.

    Rule, over *supporting* items: distinct kinds >= k, distinct origins >= k, one kind that is no
    testimony, and effective kinds >= k - 1/2, so that one token document beside twenty interviews
    (1.2) fails k = 2. Duplicates (same content) count once; items after ``cut_off`` do not count.
    Raises for an unknown kind or direction, naming the item. For a reader: would the finding stand
    if any one source were wrong?
    """
    if k < 1:
        raise InputError(f"k = {k}", where="k", mend="At least one kind is needed.")
    force, criterion = _finding(items)
    kept, dropped = _counted(items, cut_off)
    supporting = [each for each in kept if each.direction == "supports"]
    contradicting = [each for each in kept if each.direction == "contradicts"]
    kinds = tuple(sorted({each.kind for each in supporting}))
    origins = len({each.origin for each in supporting})
    effective = effective_kinds(each.kind for each in supporting)
    problems = _problems(kinds, origins, effective, k)
    unanswered = sum(1 for each in contradicting if not each.answered)
    warnings = (
        (f"{unanswered} contradicting item{'s' if unanswered > 1 else ''} unanswered",)
        if unanswered
        else ()
    )
    return Triangulated(
        force,
        criterion,
        kinds,
        origins,
        effective,
        len(supporting),
        len(contradicting),
        unanswered,
        not problems,
        problems,
        warnings,
        dropped,
    )


def _finding(items: Sequence[Item]) -> tuple[str, str]:
    findings = {(each.force, each.criterion) for each in items}
    if len(findings) > 1:
        raise InputError(
            "items of several findings",
            where="items",
            mend="Give one body and one criterion at a time.",
        )
    return next(iter(findings), ("", ""))


def _problems(
    kinds: tuple[str, ...], origins: int, effective: float | None, k: int
) -> tuple[str, ...]:
    if not kinds or effective is None:
        return ("no_evidence: nothing supports it",)
    found = []
    if len(kinds) < k:
        found.append(f"too_few_kinds: {len(kinds)} of {k}")
    if origins < k:
        found.append(f"too_few_origins: {origins} of {k}")
    if set(kinds) <= TESTIMONY:
        found.append("testimony_only: add a document, data, a case file or an observation")
    if len(kinds) >= k > 1 and effective < _least_effective(k):
        found.append(
            f"one_sided: {effective:.1f} effective kinds, at least {_least_effective(k):.1f} wanted"
        )
    return tuple(found)


def _least_effective(k: int) -> float:
    """Half-way between k - 1 and k kinds: 1.2 fails k = 2, 1.9 passes it."""
    return k - 0.5


def check(items: Sequence[Item]) -> None:
    """Raise for the first item of an unknown kind or direction, naming its row and column."""
    for number, each in enumerate(items, start=1):
        if each.kind not in KINDS:
            raise InputError(
                f"kind {each.kind!r}",
                where=f"row {number}, column kind",
                mend=f"Use {', '.join(KINDS)}.",
            )
        if each.direction not in DIRECTIONS:
            raise InputError(
                f"direction {each.direction!r}",
                where=f"row {number}, column direction",
                mend="Use supports or contradicts.",
            )


def _counted(items: Sequence[Item], cut_off: date | None) -> tuple[list[Item], dict[str, int]]:
    check(items)
    kept: list[Item] = []
    seen: set[tuple[str, str]] = set()
    dropped: Counter[str] = Counter()
    for each in items:
        if cut_off is not None and each.on is not None and each.on > cut_off:
            dropped["after_cut_off"] += 1
        # By direction too: one document may support a finding and contradict it.
        elif each.sha256 and (each.sha256, each.direction) in seen:
            dropped["duplicate"] += 1
        else:
            seen.add((each.sha256, each.direction))
            kept.append(each)
    return kept, dict(dropped)


@dataclass(frozen=True, slots=True)
class AcrossForces(Record):
    """A finding about several bodies ("most forces"): how many of the *counted* ones are each
    triangulated.

    ``share`` is ``None`` with no body counted; ``supported`` when the share reaches what was
    required (all of them unless told).
    """

    counted: int
    met: int
    share: float | None
    required: float
    supported: bool
    weakest: tuple[Triangulated, ...]


def across(
    items: Sequence[Item],
    counted: Sequence[str],
    criterion: str,
    k: int = 3,
    required: float = 1.0,
    cut_off: date | None = None,
) -> AcrossForces:
    """Judge a finding over the bodies counted in its sentence.

    A body without any item counts as not met.

    ``weakest`` lists the bodies that fail, fewest kinds first: where to look again before the
    sentence is printed.
    """
    found = []
    for force in counted:
        held = [each for each in items if each.force == force and each.criterion == criterion]
        answer = triangulate(held, k, cut_off)
        # Without an item triangulate cannot know of which body it was asked.
        found.append(answer if held else _absent(force, criterion, answer))
    met = sum(1 for each in found if each.met)
    share = met / len(found) if found else None
    failing = sorted(
        (each for each in found if not each.met),
        key=lambda each: (len(each.kinds), each.origins, each.force),
    )
    return AcrossForces(
        len(found), met, share, required, share is not None and share >= required, tuple(failing)
    )


def _absent(force: str, criterion: str, answer: Triangulated) -> Triangulated:
    return Triangulated(
        force,
        criterion,
        (),
        0,
        None,
        0,
        0,
        0,
        False,
        answer.problems,
        answer.warnings,
        answer.dropped,
    )
