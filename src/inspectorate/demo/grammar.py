"""The field notes of the rehearsal: what each inspector wrote in each session, to fit the plan.

They are composed from `phrases`.

Every finding of every inspected body leaves at least a trace; some notes disagree with the rest, as
notes do.
"""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from . import attachments, phrases
from . import truth as truths
from .attachments import Attachment
from .phrases import Deck
from .plan import Cell, Plan
from .schedule import Session
from .truth import content

VOICE_OF = {
    "interview": "s",
    "focus-group": "s",
    "survey": "s",
    "reality-testing": "so",
    "document-review": "d",
    "case-file-review": "d",
    "observation": "o",
}
SOURCE_OF = {
    "interview": "interview",
    "focus-group": "focus-group",
    "survey": "survey",
    "reality-testing": "observation",
    "document-review": "document",
    "case-file-review": "case-file",
    "observation": "observation",
}
PRACTICE = frozenset(
    {
        "innovative-working",
        "single-point-of-contact",
        "hate-crime-mapping",
        "local-training-package",
        "evaluation-done",
    }
)
# Findings on which one stray voice would change what the report may say: nobody contradicts these.
UNANIMOUS = frozenset(
    [
        "lead-in-place",
        "tailored-lead-training",
        "duty-met",
        "staff-referral-example",
        "vulnerable-staff-arrangement",
        "vetting-referral",
    ]
)
CLOSE = {"1.4": 0.25, "2.3": 0.3}
# Who can speak to a finding at first hand, by the shape of the session; where nothing is said,
# whoever was asked.
ASKED = {
    "duty-met": ("lead",),
    "lead-in-place": ("lead",),
    "tailored-lead-training": ("lead",),
    "completion-known": ("lead",),
    "mandatory-training": ("frontline", "station", "survey"),
    "local-training-package": ("frontline", "station", "survey"),
    "signs-recognised": ("frontline", "station", "survey"),
    "vetting-referral": ("lead", "standards"),
    "partners-confident": ("partners", "community"),
    "sharing-effective": ("partners",),
    "vetting-barrier": ("partners",),
    "staff-vulnerability-taught": ("frontline", "station", "survey"),
}
SHAPES = (("c", 30), ("cm", 22), ("oc", 12), ("ca", 14), ("ocm", 9), ("cma", 8), ("ocma", 5))


@dataclass(frozen=True, slots=True)
class Item:
    """One field note.

    `holds` is what this note alone would say of the finding; `direction` whether that points to
    good practice (supports) or to a weakness (contradicts).
    """

    key: str
    body: int
    criterion: str
    finding: str
    holds: bool
    direction: str
    text: str
    method: str
    source_kind: str
    origin: str
    session: str
    inspector: str
    observed_at: datetime
    written_at: datetime
    recorded_at: datetime
    marking: str
    practice: bool
    late: bool
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class PinnedNote:
    """A note whose words the report quotes."""

    key: str
    criterion: str
    finding: str
    holds: bool
    shape: str
    role: str
    words: str
    text: str


def pinned() -> tuple[PinnedNote, ...]:
    raw: dict[str, list[dict[str, Any]]] = tomllib.loads(content("notes/pinned.toml"))
    return tuple(PinnedNote(**row) for row in raw["note"])


def items(plan: Plan) -> tuple[Item, ...]:
    """All notes of the plan, in the order in which they were observed.

    Same plan, same notes, to the byte.
    """
    writer = _Writer(plan)
    made = [writer.pin(note) for note in pinned()]
    for cell in plan.inspected():
        for finding, holds in writer.wanted(cell):
            made.append(writer.note(cell, finding, holds))
    return tuple(sorted(made, key=lambda item: (item.observed_at, item.key)))


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rng = random.Random(plan.seed + 1)
        self.truth = truths.read()
        self.fragments = phrases.fragments(
            tuple(criterion.ref for criterion in self.truth.criteria)
        )
        self.decks: dict[tuple[Any, ...], Deck] = {}
        self.seen: set[str] = set()
        self.numbers: dict[tuple[int, str], int] = {}
        self.pinned_bodies: set[int] = set()

    def wanted(self, cell: Cell) -> list[tuple[str, bool]]:
        """Which findings of a cell get a note: one each, now and then none, now and then a second
        or a contrary one.
        """
        spare = len(cell.findings) > 2
        rare = {
            code
            for code, count in self.truth.criterion(cell.criterion).findings.items()
            if count <= 12
        }
        chosen = []
        for code, holds in cell.findings.items():
            if spare and not (holds and code in rare) and self.rng.random() < 0.1:
                spare = False
            else:
                chosen.append((code, holds))
            if self.rng.random() < 0.07:
                chosen.append((code, holds))
            if code not in UNANIMOUS and self._has(code, not holds) and self.rng.random() < 0.04:
                chosen.append((code, not holds))
        return chosen

    def _has(self, finding: str, holds: bool) -> bool:
        return any((finding, holds, voice) in self.fragments.lines for voice in phrases.VOICES)

    def note(self, cell: Cell, finding: str, holds: bool) -> Item:
        for _ in range(200):
            voice, line = self._deal(finding, holds)
            sessions = self._sessions(cell, finding, voice, line)
            if not sessions:
                continue
            session = self.rng.choice(sessions)
            origin = self.rng.choice(session.roles)
            late = self.rng.random() < 0.07
            text = self._compose(line, voice, origin, cell, finding, holds, late, session)
            if text not in self.seen:
                return self._item(cell, finding, holds, text, session, origin, late)
        raise ValueError(
            f"content/notes: too few lines for {finding} ({'yes' if holds else 'no'}) to "
            f"write another unlike the rest"
        )

    def pin(self, note: PinnedNote) -> Item:
        ready = [
            (cell, session)
            for cell in self.plan.inspected()
            if cell.criterion == note.criterion
            and cell.findings[note.finding] is note.holds
            and cell.body not in self.pinned_bodies
            for session in self.plan.visit(cell.body).sessions
            if session.shape == note.shape
        ]
        cell, session = self.rng.choice(ready)
        self.pinned_bodies.add(cell.body)
        return self._item(
            cell, note.finding, note.holds, note.text, session, note.role, False, key=note.key
        )

    def _deal(self, finding: str, holds: bool) -> tuple[str, str]:
        key = ("line", finding, holds)
        if key not in self.decks:
            cards = tuple(
                f"{voice}:{line}"
                for voice in phrases.VOICES
                for line in self.fragments.lines.get((finding, holds, voice), ())
            )
            if not cards:
                raise ValueError(
                    f"content/notes: no lines for {finding}, {'yes' if holds else 'no'}"
                )
            self.decks[key] = Deck(cards, self.rng)
        voice, line = self.decks[key].deal().split(":", 1)
        return voice, line

    def _frame(
        self, kind: str, which: str, cards: tuple[str, ...], session: Session, voice: str
    ) -> str:
        deck = self.decks.setdefault((kind, which), Deck(cards, self.rng))
        dealt = (deck.deal() for _ in range(2 * len(cards)))
        return next((card for card in dealt if phrases.suits(card, session.shape, voice)), "")

    def _sessions(self, cell: Cell, finding: str, voice: str, line: str) -> list[Session]:
        asked = ASKED.get(finding, "")
        return [
            session
            for session in self.plan.visit(cell.body).sessions
            if cell.criterion in session.criteria
            and voice in VOICE_OF[session.method]
            and (voice != "s" or not asked or session.shape in asked)
            and (phrases.suits(line, session.shape, voice))
        ]

    def _compose(
        self,
        line: str,
        voice: str,
        origin: str,
        cell: Cell,
        finding: str,
        holds: bool,
        late: bool,
        session: Session,
    ) -> str:
        shape = self.rng.choices([s for s, _ in SHAPES], [w for _, w in SHAPES])[0]
        if session.method == "survey":
            shape = "c"
        good = holds != (finding in self.truth.criterion(cell.criterion).adverse)
        parts = []
        for part in shape:
            if part == "c":
                parts.append(line)
            elif part == "o":
                parts.append(
                    self._frame("opener", voice, self.fragments.openers[voice], session, voice)
                )
            elif part == "m":
                tone = "neutral" if self.rng.random() < 0.4 else "plus" if good else "minus"
                parts.append(
                    self._frame(
                        f"more {tone}",
                        cell.criterion,
                        self.fragments.tails[cell.criterion, tone],
                        session,
                        voice,
                    )
                )
            else:
                parts.append(
                    self._frame("aside", voice, self.fragments.asides[voice], session, voice)
                )
        if late and self.rng.random() < 0.6:
            parts.append(
                self._frame("aside", "late", self.fragments.asides["late"], session, voice)
            )
        said = [phrases.spoken(part, origin, self.rng) for part in parts if part]
        if session.method == "survey":
            said[0] = f"Free-text answer, survey. {said[0]}"
        return " ".join(said)

    def _item(
        self,
        cell: Cell,
        finding: str,
        holds: bool,
        text: str,
        session: Session,
        origin: str,
        late: bool,
        key: str = "",
    ) -> Item:
        self.seen.add(text)
        place = self.numbers[cell.body, cell.criterion] = (
            self.numbers.get((cell.body, cell.criterion), 0) + 1
        )
        good = holds != (finding in self.truth.criterion(cell.criterion).adverse)
        span = int((session.ends_at - session.starts_at).total_seconds() // 60)
        observed = session.starts_at + timedelta(minutes=self.rng.randint(3, span - 3))
        wait = timedelta(minutes=self.rng.randint(1, 240))
        written = observed + (
            timedelta(days=self.rng.randint(2, 9), minutes=self.rng.randint(0, 400))
            if late
            else wait
        )
        # Laptops without a network hand their notes in when they next see one.
        recorded = written + timedelta(
            minutes=self.rng.choice((1, 2, 4, 9, 35, 180, 660, 1100)),
            seconds=self.rng.randint(0, 59),
        )
        return Item(
            key=key or f"F{cell.body:02d}-{cell.criterion}-{place:02d}",
            body=cell.body,
            criterion=cell.criterion,
            finding=finding,
            holds=holds,
            direction="supports" if good else "contradicts",
            text=text,
            method=session.method,
            source_kind=SOURCE_OF[session.method],
            origin=origin,
            session=session.code,
            inspector=self.rng.choice(session.inspectors),
            observed_at=observed,
            written_at=written,
            recorded_at=recorded,
            marking=self._marking(cell.criterion, finding, holds, quoted=bool(key)),
            practice=holds and finding in PRACTICE,
            late=late,
            attachments=self._files(finding, holds, session.method),
        )

    def _marking(self, criterion: str, finding: str, holds: bool, *, quoted: bool) -> str:
        always = holds and finding in ("staff-referral-example", "vulnerable-staff-arrangement")
        share = 0.2 if finding == "vetting-barrier" and holds else CLOSE.get(criterion, 0.02)
        closed = always or self.rng.random() < share
        # What a report quotes was said to be used: words said in confidence are in no print.
        return "OFFICIAL-SENSITIVE" if closed and not quoted else "OFFICIAL"

    def _files(self, finding: str, holds: bool, method: str) -> tuple[Attachment, ...]:
        if finding == "completion-known" and method == "document-review":
            return (attachments.training_return(self.rng, known=holds),)
        if (
            finding == "referral-form-standard"
            and holds
            and method in ("document-review", "case-file-review")
            and self.rng.random() < 0.5
        ):
            return (attachments.referral_form(self.rng),)
        if finding in ("referral-timely", "sharing-effective") and method == "case-file-review":
            return (attachments.case_file_tally(self.rng),)
        if finding == "hate-crime-mapping" and holds and method != "focus-group":
            return (attachments.map_sketch(self.rng),)
        return ()


def of_cell(notes: Sequence[Item], body: int, criterion: str) -> tuple[Item, ...]:
    """The notes on one body and one criterion, as a judge would have them before them."""
    return tuple(item for item in notes if item.body == body and item.criterion == criterion)
