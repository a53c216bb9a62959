"""A made inspection and the release it becomes: real manuscripts, compiled, with real open data."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspectorate.domain.publication.disclosed import Out
from inspectorate.domain.publication.known import Known, KnownBody, KnownClaim, KnownCriterion
from inspectorate.domain.publication.removed import Removed, removed_in
from inspectorate.domain.publication.schema import BodyInfo, Bundle, DocumentInfo
from inspectorate.domain.publication.tables import tables
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.compile import EditionFrame, compile_edition
from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.editions.pictures import BodyRow, ChartData, CriterionRow
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.bundle import bundle
from tests.factories.claims import facts_of

GRADES = (
    ("I", "Inadequate"),
    ("R", "Requires improvement"),
    ("G", "Good"),
    ("O", "Outstanding"),
)
LETTERS = tuple(letter for letter, _ in GRADES)
FINDINGS = ("plan", "register", "trained")
REF = "1.3"
GROUND = '{.sensitive ground="Police Act 1996 s.55(2)" marking="OFFICIAL-SENSITIVE"}'


@dataclass(frozen=True, slots=True)
class Case:
    """A release as the intruder meets it, with what was planted in it."""

    out: Out
    known: Known
    removed: Sequence[Removed]
    earlier: Sequence[Out]
    planted: frozenset[str]


class World:
    """Bodies, what was found of them, and what is published of it; each changed before it is out.

    ``named`` says that the scope names bodies. ``refs`` of which grades by body are published;
    ``data`` and ``paged`` whether in the open data and on pages. ``lacks`` are bodies without a
    page, ``unlisted`` without a row among the bodies.
    """

    def __init__(self, seed: int, bodies: int = 0, criteria: int = 4) -> None:
        self.rng = random.Random(seed)
        self.size = bodies or self.rng.randint(38, 60)
        self.noun = self.rng.choice(["force", "school", "home"])
        self.labels = [f"{self.noun.capitalize()} {n:03}" for n in range(1, self.size + 1)]
        self.codes = [f"{self.noun}-{n:03}" for n in range(1, self.size + 1)]
        self.kinds = dict.fromkeys(self.codes, "territorial")
        self.groups: dict[str, set[str]] = {}
        self.words: dict[str, frozenset[str]] = {}
        self.refs = [f"1.{n}" for n in range(1, criteria + 1)]
        self.grades: dict[tuple[str, str], str] = {}
        self.findings: dict[tuple[str, str], dict[str, bool]] = {}
        for ref in self.refs:
            self.spread(ref)
        self.claims: dict[str, dict[str, Any]] = {}
        self.withheld: set[str] = set()
        self.text: list[str] = []
        self.named = self.data = self.paged = False
        self.lacks: set[str] = set()
        self.unlisted: set[str] = set()
        self.earlier: list[Out] = []
        self.planted = frozenset[str]()

    def spread(self, ref: str) -> None:
        """Deal grades and findings so that no set of a grade, nor of all others, is small."""
        codes = self.rng.sample(self.codes, self.size)
        least = 6
        cuts = sorted(self.rng.sample(range(self.size - 4 * least + 1), 3))
        ends = [cut + least * (place + 1) for place, cut in enumerate(cuts)] + [self.size]
        start = 0
        for letter, end in zip(LETTERS, ends, strict=True):
            for code in codes[start:end]:
                self.grades[code, ref] = letter
            start = end
        for finding in FINDINGS:
            met = set(self.rng.sample(self.codes, self.rng.randint(8, self.size - 8)))
            for code in self.codes:
                self.findings.setdefault((code, ref), {})[finding] = code in met

    def find(self, met: Iterable[str], finding: str = "plan", ref: str = REF) -> frozenset[str]:
        """Let a finding hold of these bodies and no other."""
        chosen = frozenset(met)
        for code in self.codes:
            if (code, ref) in self.findings:
                self.findings[code, ref][finding] = code in chosen
        return chosen

    def grade(self, letter: str, only: Iterable[str], instead: str, ref: str = REF) -> None:
        """Let these bodies, and no other, have a grade."""
        chosen = set(only)
        for code in self.codes:
            if (code, ref) in self.grades:
                if code in chosen:
                    self.grades[code, ref] = letter
                elif self.grades[code, ref] == letter:
                    self.grades[code, ref] = instead

    def leave_out(self, codes: Iterable[str], ref: str = REF) -> None:
        """Do not inspect these bodies on a criterion."""
        for code in codes:
            self.grades.pop((code, ref), None)
            self.findings.pop((code, ref), None)

    def kind(self, name: str, number: int) -> list[str]:
        """Make so many bodies a kind of their own."""
        free = [code for code in self.codes if self.kinds[code] == "territorial"]
        chosen = sorted(self.rng.sample(free, number))
        for code in chosen:
            self.kinds[code] = name
        return chosen

    def label(self, code: str) -> str:
        """The name of a body in public."""
        return self.labels[self.codes.index(code)]

    def claim(self, key: str, ref: str = REF, **predicate: Any) -> str:
        """Make a counted claim; return it as a passage takes it: “… (k of n)”."""
        self.claims[key] = {"criterion": ref, **predicate}
        met, looked, _ = self.counts(key)
        return f"({met} of the {looked} {self.noun}s inspected)"

    def say(self, key: str, words: str) -> None:
        """Write a sentence bound to a claim."""
        self.text.append(f"[{words}]{{#{key}}}.")

    def counts(self, key: str) -> tuple[int, int, int]:
        """Met, inspected and scope of a claim."""
        known = self.known((key,))
        one = known.counted[key]
        truth = known.truth
        met, looked = (
            sum(weight * len(truth[name] & one.population) for name, weight in term.items())
            for term in (one.term, one.base)
        )
        return met, looked, len(one.population)

    def known(self, keys: Iterable[str] = ()) -> Known:
        """What the inspectorate knows, of these claims and what they ask, or of all."""
        claims = {key: self.claims[key] for key in keys} or self.claims
        asked = {ref for one in claims.values() for ref in one.get("criteria", [one["criterion"]])}
        refs = [ref for ref in self.refs if ref in asked] if keys else self.refs
        groups = {
            code: frozenset(name for name, members in self.groups.items() if code in members)
            for code in self.codes
        }
        return Known(
            tuple(
                KnownBody(code, label, self.kinds[code], groups[code])
                for code, label in zip(self.codes, self.labels, strict=True)
            ),
            tuple(
                KnownCriterion(
                    ref, f"Question {ref[2:]}", GRADES, frozenset("GO"), frozenset(FINDINGS)
                )
                for ref in refs
            ),
            {place: letter for place, letter in self.grades.items() if place[1] in refs},
            {place: dict(holds) for place, holds in self.findings.items() if place[1] in refs},
            {
                key: KnownClaim(
                    key, True, stored, tuple(stored.get("criteria", [stored["criterion"]]))
                )
                for key, stored in claims.items()
            },
            {
                **{
                    f"{kind} {self.noun}": frozenset(
                        code for code in self.codes if self.kinds[code] == kind
                    )
                    for kind in set(self.kinds.values())
                },
                **self.words,
            },
        )

    def board(self, shown: Sequence[str]) -> ChartData:
        """What tables and pictures are drawn from; grades by body of ``shown`` alone."""
        cells = {
            (code, ref): self.grades.get((code, ref), "")
            for code in self.codes
            for ref in self.refs
        }
        return ChartData(
            noun=self.noun,
            noun_plural=f"{self.noun}s",
            may_name=self.named,
            criteria=tuple(
                CriterionRow("one", "One", ref, f"Question {ref[2:]}", grades=GRADES)
                for ref in self.refs
            ),
            bodies=tuple(
                BodyRow(code, label, self.kinds[code], (place // 10, place % 10))
                for place, (code, label) in enumerate(zip(self.codes, self.labels, strict=True))
            ),
            cells=cells,
            withheld_refs=frozenset(ref for ref in self.refs if ref not in shown),
            withheld_claims=frozenset(self.withheld),
            claim_refs={key: stored["criterion"] for key, stored in self.claims.items()},
        )

    def out(self, earlier: str = "", shown: Sequence[str] | None = None) -> Out:
        """Compile the text, and put all that is published together."""
        drawn = self.board(self.refs)
        board = self.board(self.refs if shown is None else shown)
        claims = {}
        for key in self.claims:
            met, looked, scope = self.counts(key)
            claims[key] = facts_of(
                key, statement=f"Found {key}", met=met, inspected=looked, scope=scope
            )
        shell = EditionFrame("report", DocumentKind.REPORT, "Report", "", "", "2020-03-09", "")
        facts = Facts(claims=claims, vocabulary=DEFAULT)
        made = compile_edition(self.manuscript, facts, drawn, shell, EditionKind.PUBLIC)
        assert not made.problems, made.problems
        document = made.edition
        carried = tuple(document.claims[key] for key in sorted(document.claims))
        names = dict(GRADES)
        bodies = tuple(
            BodyInfo(
                code,
                self.label(code),
                self.kinds[code],
                True,
                {
                    ref: names[self.grades[code, ref]]
                    for ref in self.refs
                    if (code, ref) in self.grades
                }
                if self.paged
                else {},
            )
            for code in self.codes
            if code not in self.unlisted
        )
        bundled: Bundle = replace(
            bundle(),
            documents=(DocumentInfo("report", DocumentKind.REPORT, "Report", 1, False),),
            claims=carried,
            recommendations=(),
            bodies=bodies,
            name_bodies=self.named,
            tables=tables(board, bodies, carried, (), (), self.named and self.data),
        )
        pages = {f"bodies/{one.code}.html": one.code for one in bodies if self.paged}
        for code in self.lacks:
            pages.pop(f"bodies/{code}.html", None)
        return Out(bundled, [document], pages, earlier)

    @property
    def manuscript(self) -> Any:
        """The text as written."""
        return from_markdown("# Findings\n\n" + "\n\n".join(self.text), "report")

    def case(self) -> Case:
        """The release with what was planted in it."""
        known = self.known()
        removed = removed_in(self.manuscript, "Report", known)
        return Case(self.out(), known, removed, tuple(self.earlier), self.planted)


def table_of(world: World, column: str, cells: Mapping[str, str]) -> str:
    """Write an author's own table with a row for each body given."""
    rows = "\n".join(f"| {world.label(code)} | {said} |" for code, said in sorted(cells.items()))
    return f"| {world.noun.capitalize()} | {column} |\n|---|---|\n{rows}"
