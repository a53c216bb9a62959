"""Balance: which way the items named point, held to a word of the vocabulary ("mostly").

Stored as a claim on evidence with ``"word"``: the vocabulary's word whose band holds the share of
the items named that say so.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.quantity.flips import flips

from ..figures import Figures
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .evidence import Evidence, EvidenceKind
from .kind import no_support
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database


@dataclass(frozen=True, slots=True)
class Balance(Evidence):
    """Items named, and the word that their balance is held to."""

    word: str = ""


class BalanceKind(EvidenceKind):
    """So many of the items named say so, and the others say otherwise: what is counted is items.

    A vocabulary that judges no word on so few items gives none, and then none can be said.
    """

    code = "balance"
    label = "Balance of the evidence"
    example = "Partners were mostly positive"
    method = (
        "Each item of evidence that was read for it{on} was marked as saying so or otherwise; the "
        "word is the one that the vocabulary has for that balance. The items are those that were "
        "gathered: they are no sample of what people think."
    )
    triangulated = True
    counts = ("item of evidence", "items of evidence")
    proposed_items, proposed_kinds = 3, 2
    more_fields = ("word",)

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Balance:
        """Read the word and, as of any claim on evidence, the rest."""
        found = super().read_fields(reader, table)
        word = table.get("word")
        if not isinstance(word, str) or word not in reader.known.words:
            known = ", ".join(reader.known.words)
            what = f"the vocabulary has no word {word!r} for a share."
            reader.wrong("word", what, f"Choose one of: {known}.")
        fields = {name: getattr(found, name) for name in Evidence.__slots__}
        return Balance(**fields, word=str(word))

    def counted(
        self, predicate: Evidence, base: EvidenceBase, items: Sequence[SeenItem], marking: str
    ) -> Figures:
        """Count the items that say so among all that are named."""
        plain = super().counted(predicate, base, items, marking)
        met, every = len(plain.support.items), len(items)
        word = (base.vocabulary.word_for(met, every) or "") if every else ""
        return replace(
            _weighed(plain),
            word=word,
            flips=flips(base.vocabulary, word, met, every) if word else None,
        )

    def seen(self, figures: Figures, markings: Container[str]) -> Figures:
        """Count anew what a reader may read; the word is what it is for everybody."""
        found = super().seen(figures, markings)
        return figures if found is figures else replace(_weighed(found), word=figures.word)

    def unsupported(self, predicate: Evidence, figures: Figures) -> list[Reason]:
        """Its items suffice, and their balance is what the word says."""
        reasons = super().unsupported(predicate, figures)
        word = predicate.word if isinstance(predicate, Balance) else ""
        if reasons or figures.word == word:
            return reasons
        counts = f"{figures.met} of {figures.inspected} items say so"
        fits = f"the word for that is “{figures.word}”" if figures.word else "no word fits so few"
        what = f"{counts}, and {fits}, not “{word}”."
        mend = Mend.words("Choose the word that fits, or mark further items.")
        return no_support(what, mend)

    def questions(self, asking: Asking) -> list[Question]:
        """Ask for the word first, then as of any claim on evidence."""
        words = [("", "Choose a word"), *((one, one) for one in asking.known.words)]
        hint = "“Mostly” is held to “most”: the share of the items below that say so."
        return [
            Question("word", "The word that the balance is held to", Answer.ONE, words, hint=hint),
            *super().questions(asking),
        ]

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Add the word."""
        return {**super().structure(asking, answers), "word": answers["word"]}


def _weighed(figures: Figures) -> Figures:
    met, against = len(figures.support.items), len(figures.support.otherwise)
    return replace(
        figures,
        met=met,
        not_met=against,
        inspected=met + against,
        scope=met + against,
        population="items of evidence",
    )


KIND = BalanceKind()
