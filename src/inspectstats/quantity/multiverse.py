"""Whether a sentence survives the choices that somebody else might have made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from inspectstats.quantity.meanings import meaning
from inspectstats.quantity.shipped import DEFAULT, SHIPPED
from inspectstats.quantity.vocabulary import Vocabulary
from inspectstats.records import InputError, Record, digest

METHOD = "quantity.multiverse/1"
Verdicts = Sequence[bool | None]


@dataclass(frozen=True, slots=True)
class Universe(Record):
    """One choice, and what it makes of the sentence.

    ``kind`` is ``as_written``, ``vocabulary``, ``unmoderated``, ``missing_met``,
    ``missing_not_met`` or ``without_inspector``; ``choice`` names the vocabulary or the inspector.
    ``met`` of ``bodies`` are counted; ``holds`` is ``None`` where the word cannot be asked of so
    few bodies or means nothing there, and ``reason`` says why. ``word`` is what the vocabulary says
    of that count.
    """

    kind: str
    choice: str
    met: int
    bodies: int
    holds: bool | None
    word: str | None
    reason: str = "ok"


@dataclass(frozen=True, slots=True)
class Multiverse(Record):
    """Every choice tried, the written one first.

    ``holding`` of ``asked`` others leave the sentence true; ``broken`` are those that do not. A
    count of choices is no chance: they are neither independent nor equally good.
    """

    PARTS: ClassVar[str] = "universes"

    phrase: str
    universes: tuple[Universe, ...]
    input_sha256: str
    method: str = METHOD

    @property
    def others(self) -> tuple[Universe, ...]:
        """All but the written choice, where the word can be asked."""
        return tuple(one for one in self.universes[1:] if one.holds is not None)

    @property
    def asked(self) -> int:
        """In how many other choices the word can be asked."""
        return len(self.others)

    @property
    def holding(self) -> int:
        """In how many of those the sentence stays true."""
        return sum(bool(one.holds) for one in self.others)

    @property
    def broken(self) -> tuple[Universe, ...]:
        """The choices under which the sentence is not true."""
        return tuple(one for one in self.others if not one.holds)


def multiverse(
    phrase: str,
    agreed: Verdicts,
    *,
    vocabulary: Vocabulary = DEFAULT,
    others: Sequence[Vocabulary] | None = None,
    unmoderated: Verdicts | None = None,
    without: Mapping[str, Verdicts] | None = None,
) -> Multiverse:
    """Ask a sentence again under each choice that could have been made otherwise, one at a time.

    Parameters
    ----------
    phrase : str
        The quantity of the sentence, without its noun: ``most``, ``at least five``.
    agreed : sequence of bool or None, length n
        For each body in scope whether its agreed judgment meets; ``None`` where there is none.
    vocabulary : Vocabulary
        The one the sentence is written under.
    others : sequence of Vocabulary, optional
        Other vocabularies, those that ship unless told; those of the same code and version are
        passed over.
    unmoderated : sequence of bool or None, optional
        The same by first readings.
    without : mapping of str to sequence of bool or None, optional
        By inspector, the same with all readings of that inspector left out.

    Returns
    -------
    Multiverse
        The written choice first. A body without judgment is in no denominator, save where missing
        ones are counted as met or not met.

    Raises
    ------
    InputError
        Verdicts that are not one a body in scope.

    Notes
    -----
    Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspect. Psychol. Sci. 11:702. For a reader:
    had we defined the word as others do, or left one inspector out, would the sentence still be
    true?

    Examples
    --------
    >>> from inspectstats.quantity import multiverse
    >>> found = multiverse("most", [True] * 8 + [False] * 2 + [None])
    >>> found.universes[0].holds, found.universes[0].met, found.universes[0].bodies
    (True, 8, 10)
    >>> [one.kind for one in found.broken][-1:]
    ['missing_not_met']
    """
    tried = _other_verdicts(agreed, unmoderated, without or {})
    found = [_universe("as_written", vocabulary.code, phrase, agreed, vocabulary)]
    found += [
        _universe("vocabulary", other.code, phrase, agreed, other)
        for other in (SHIPPED.values() if others is None else others)
        if (other.code, other.version) != (vocabulary.code, vocabulary.version)
    ]
    found += [
        _universe(kind, choice, phrase, verdicts, vocabulary) for kind, choice, verdicts in tried
    ]
    return Multiverse(phrase, tuple(found), digest(repr(one).encode() for one in found))


def _other_verdicts(
    agreed: Verdicts, unmoderated: Verdicts | None, without: Mapping[str, Verdicts]
) -> list[tuple[str, str, Verdicts]]:
    """Kind, choice and verdicts wherever the bodies themselves would be judged otherwise."""
    tried: list[tuple[str, str, Verdicts]] = []
    if unmoderated is not None:
        tried.append(("unmoderated", "", unmoderated))
    if any(one is None for one in agreed):
        for kind, said in (("missing_met", True), ("missing_not_met", False)):
            tried.append((kind, "", [said if one is None else one for one in agreed]))
    tried += [("without_inspector", name, verdicts) for name, verdicts in sorted(without.items())]
    for kind, choice, verdicts in tried:
        if len(verdicts) != len(agreed):
            raise InputError(
                f"{len(verdicts)} verdicts of {len(agreed)} bodies",
                where=f"{kind} {choice}".strip(),
                mend="Give one verdict for each body in scope, None where there is none.",
            )
    return tried


def _universe(
    kind: str, choice: str, phrase: str, verdicts: Verdicts, vocabulary: Vocabulary
) -> Universe:
    judged = [one for one in verdicts if one is not None]
    met, bodies = sum(judged), len(judged)
    read = meaning(phrase, vocabulary)
    word = vocabulary.word_for(met, bodies) if bodies else None
    if read is None:
        return Universe(kind, choice, met, bodies, None, word, "unknown_word")
    reason = read.reason(bodies) if bodies else "no_judgments"
    holds = read.holds(met, bodies) if reason == "ok" else None
    return Universe(kind, choice, met, bodies, holds, word, reason)
