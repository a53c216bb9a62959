"""What every kind of claim says of itself. One kind is one object; the registry lists them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from inspectorate.domain.judgments.joint.questions import Question as ModelQuestion
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectstats.quantity import Multiverse

from ..figures import Figures
from ..reasons import ClaimReason
from ..what_stands import SeenItem
from .asking import Asking, Question
from .reading import KnownNames, Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database


class Kind[P](ABC):
    """A kind of claim, whose stored structure is read as a ``P``.

    ``code`` is the stored spelling, ``label`` the name for a person, ``example`` what such a claim
    sounds like. ``method`` answers a reader's "How do we know?"; it may use ``{noun}``, ``{nouns}``
    (the bodies inspected) and ``{on}`` (criteria).
    """

    code: ClassVar[str]
    label: ClassVar[str]
    example: ClassVar[str]
    method: ClassVar[str]
    pins_items: ClassVar[bool] = False  # else the agreed judgments it counts
    prints_values: ClassVar[bool] = True  # its values are numbers that a text may print
    explains_judging: ClassVar[bool] = False  # its method also says how judgments are made
    quotes_words: ClassVar[bool] = False  # it is words that stand in a source
    after_fieldwork: ClassVar[bool] = False  # print must say that it came since the fieldwork
    may_be_marked: ClassVar[bool] = False  # it rests on words, and not on grades and counts alone
    triangulated: ClassVar[bool] = False  # a text may carry it only on several kinds of source
    names_claims: ClassVar[bool] = False  # it names other claims, and is stale when one of them is
    counts: ClassVar[tuple[str, str] | None] = None  # what its counts are of, where not of bodies
    unmarked: ClassVar[str] = ""  # what its items are where none was marked as saying so
    untested: ClassVar[str] = ""  # what it says that no test has shown, told in margin and print

    def read(self, raw: object, known: KnownNames) -> P:
        """Read the stored structure; raises Refused naming every field that is wrong."""
        reader = Reader(known)
        predicate = self.read_fields(reader, reader.table(raw, ""))
        if reader.reasons or predicate is None:
            raise Refused(reader.reasons)
        return predicate

    @abstractmethod
    def read_fields(self, reader: Reader, table: dict[str, Any]) -> P | None:
        """Read the fields, noting faults with ``reader``."""

    @abstractmethod
    def count(
        self,
        predicate: P,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Compute the figures from what stands now.

        ``pinned`` are the items a claim is pinned to, None before it is drafted.
        """

    def seen(self, figures: Figures, markings: Container[str]) -> Figures:
        """Return the figures for a reader of ``markings``: no other item is behind them."""
        return replace(figures, support=figures.support.marked(markings))

    def unsupported(self, predicate: P, figures: Figures) -> list[Reason]:
        """Say why a claim with these figures rests on too little to be drafted."""
        return []

    def misquoted(self, predicate: P, base: EvidenceBase) -> list[Reason]:
        """Say which words or items it names that are not there, as who drafts it may read."""
        return []

    def with_numbers_above(
        self, predicate: P, figures: Figures, above: Mapping[str, str]
    ) -> Figures:
        """Add a number that only a room above can count; nobody signs it."""
        return figures

    def criteria(self, stored: Mapping[str, Any], *, graded: bool = False) -> list[str]:
        """Return the references of the criteria named, or only of those whose grades it tells."""
        return [str(ref) for ref in stored.get("criteria", ())]

    def claims_named(self, stored: Mapping[str, Any]) -> list[str]:
        """Return the keys of the claims that it names."""
        return []

    def spoken_in(self, source: str, prefix: str) -> list[int]:
        """Return the numbers of the items whose words it quotes."""
        return []

    def rests_on(self, figures: Figures) -> str:
        """Say what it rests on where it is pinned to nothing."""
        return "Nothing."

    def how_we_know(
        self,
        *,
        noun: str,
        nouns: str,
        on: str,
        values: Mapping[str, str],
        source: str,
        balance: str = "",
        tested: str | None = None,
        cautions: Sequence[str] = (),
    ) -> str:
        """Return the method in words, what the claim names as its source, and the ``cautions`` that
        belong beside its figure wherever that is printed.

        ``balance`` is what its items say of it, one by one; empty where that was not recorded.
        ``tested`` is what :meth:`told_by_test` says, empty where it may not be told.
        """
        if tested is None:
            tested = self.untested.format(noun=noun, nouns=nouns)
        items = f"Of the items named {balance}." if balance else self.unmarked
        said = " ".join(filter(None, (self.method, items)))
        said = said.format(noun=noun, nouns=nouns, on=on) + (f" {tested}" if tested else "")
        return " ".join([said + self.sourced(values, source), *cautions])

    def told_by_test(self, figures: Figures, *, noun: str, nouns: str) -> str:
        """Say what a test showed of the claim, or that none has; empty where none is made."""
        said = figures.tested.said if figures.tested else self.untested
        return said.format(noun=noun, nouns=nouns)

    def asked_of_model(self, predicate: P, base: EvidenceBase) -> ModelQuestion | None:
        """Return what the joint model is asked for it; None where nothing is, or not yet."""
        return None

    def unborne(self, figures: Figures, words: str) -> str:
        """Say why these words of a text, bound to the claim, are not borne by its test.

        Empty where they are, or where nothing was tested: that is told beside the claim.
        """
        return ""

    def unread(self, words: str) -> bool:
        """Say whether these words of a text say nothing that a test of the claim could bear."""
        return False

    def sourced(self, values: Mapping[str, str], source: str) -> str:
        """Return the sentence that follows the method, with a space before it."""
        return f" Source: {source}." if source else ""

    def otherwise(self, predicate: P, base: EvidenceBase) -> Multiverse | None:
        """Ask the word that fits it again under every choice that could have been another.

        None of a kind that counts no bodies, or where no word fits.
        """
        return None

    @abstractmethod
    def questions(self, asking: Asking) -> list[Question]:
        """Return what a form asks, field by field."""

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Return the answers that the stored structure gives, to fill a form with."""
        return dict(asking.stored)

    def contradictions(self, asking: Asking, answers: Mapping[str, Any]) -> list[Reason]:
        """Say which answers do not go together, naming the field; each is sound by itself."""
        return []

    @abstractmethod
    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the structure to store for these answers."""


_ONCE_AGREED = Mend.wait("Draft it once judgments are agreed.")


def no_support(text: str, mend: Mend = _ONCE_AGREED) -> list[Reason]:
    """Return the reason that a claim rests on too little."""
    return [Reason(ClaimReason.NO_SUPPORT, text, mend, "predicate")]
