"""A claim asked again under other choices: its rows, its picture, what it means, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspectorate.foundation.drawing import interval
from inspectorate.foundation.drawing.picture import Picture
from inspectstats.quantity import SHIPPED, Multiverse, Universe

LABELS = {
    "as_written": "As it is written",
    "unmoderated": "By first readings, before moderation",
    "missing_met": "What is not judged counted as met",
    "missing_not_met": "What is not judged counted as not met",
}
VOCABULARY, WITHOUT = "vocabulary", "without_inspector"
UNASKED = {
    "unknown_word": "not a word of this vocabulary",
    "no_judgments": "nothing is judged then",
}
FEW = "too few bodies for this word"


@dataclass(frozen=True, slots=True)
class Asked:
    """One row: the choice, what is counted by it, the word there, whether the sentence holds."""

    choice: str
    counted: str
    word: str
    holds: str
    tone: str


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The part of a claim's page that tells of its other choices."""

    phrase: str
    rows: tuple[Asked, ...]
    picture: Picture
    means: str
    do: str


def told(asked: Multiverse, name: str = "") -> Otherwise:
    """Return rows, picture and words of one claim's other choices.

    ``name`` is that of the vocabulary it is written by, as it was adopted.
    """
    singly = [one for one in asked.universes if one.kind != WITHOUT]
    without = [one for one in asked.universes if one.kind == WITHOUT]
    own = asked.universes[0].choice
    rows = [_row(one, own) for one in singly]
    if name:
        rows[0] = replace(rows[0], choice=f"{rows[0].choice}, by the vocabulary {name}")
    if without:
        rows.append(_together(without))
    means, do = _reading(asked)
    return Otherwise(asked.phrase, tuple(rows), _picture(singly, without), means, do)


def _label(one: Universe, own: str = "") -> str:
    """What a choice is called; ``own`` is the code of the vocabulary the claim is written by."""
    if one.kind in LABELS:
        return LABELS[one.kind]
    shipped = SHIPPED.get(one.choice)
    title = shipped.title if shipped and shipped.title else one.choice
    # Of one's own another version: it ships otherwise than it was adopted.
    return f"By the vocabulary {title}{' as it ships now' if one.choice == own else ''}"


def _row(one: Universe, own: str) -> Asked:
    label = _label(one, own)
    if one.holds is None:
        why = UNASKED.get(one.reason, FEW)
        return Asked(label, _count(one), one.word or "", f"Not asked: {why}", "quiet")
    holds, tone = ("Holds", "good") if one.holds else ("Does not hold", "problem")
    return Asked(label, _count(one), one.word or "", holds, tone)


def _together(without: Sequence[Universe]) -> Asked:
    """One row for all inspectors, each left out in turn: no page says which of them it was."""
    number = len(without)
    label = (
        f"Each of {number} inspectors left out in turn" if number > 1 else "Without its inspector"
    )
    asked = [one for one in without if one.holds is not None]
    holding = sum(bool(one.holds) for one in asked)
    low, high = min(without, key=_share), max(without, key=_share)
    counted = _count(low) if _count(low) == _count(high) else f"{_count(low)} to {_count(high)}"
    words = ", ".join(dict.fromkeys(one.word for one in without if one.word))
    if not asked:
        why = UNASKED.get(without[0].reason, FEW)
        return Asked(label, counted, words, f"Not asked: {why}", "quiet")
    tone = "good" if holding == len(asked) else "problem"
    return Asked(label, counted, words, f"Holds {holding} of {len(asked)} times", tone)


def _count(one: Universe) -> str:
    return f"{one.met} of {one.bodies}"


def _share(one: Universe) -> float:
    return one.met / one.bodies if one.bodies else 0.0


def _reading(asked: Multiverse) -> tuple[str, str]:
    """What it means, and what to do next."""
    if not asked.others:
        return (
            "There is no other choice under which this word can be asked.",
            "Rely on the count and its margin.",
        )
    of = f"{asked.asked} other choices" if asked.asked > 1 else "the one other choice"
    if asked.holding == asked.asked:
        return (
            f"“{asked.phrase.capitalize()}” stays true under {'all ' * (asked.asked > 1)}{of}.",
            "Nothing: it does not hang on how these choices were made.",
        )
    hangs_on = ", ".join(dict.fromkeys(_BROKEN[one.kind] for one in asked.broken))
    return (
        f"“{asked.phrase.capitalize()}” stays true under {asked.holding} of {of}; it hangs on "
        f"{hangs_on}.",
        "Say the number beside the word, or choose a word that holds under these too; whoever "
        "references the claim should know of it.",
    )


_BROKEN = {
    VOCABULARY: "which vocabulary defines the word",
    "unmoderated": "what moderation changed",
    "missing_met": "what is not judged",
    "missing_not_met": "what is not judged",
    WITHOUT: "what one inspector read",
}


def _picture(singly: Sequence[Universe], without: Sequence[Universe]) -> Picture:
    """Each share that met on one axis; of the inspectors left out the span of all of them."""
    # Vocabularies count the same: theirs would be the first row again and again.
    shown = [
        interval.Estimate(_label(one), *3 * (_percent(one),))
        for one in singly
        if one.bodies and one.kind != VOCABULARY
    ]
    if without:
        low, high = _percent(min(without, key=_share)), _percent(max(without, key=_share))
        middle = sorted(map(_percent, without))[len(without) // 2]
        shown.append(
            interval.Estimate("Each inspector left out: lowest to highest", middle, low, high)
        )
    return interval.intervals(
        shown,
        prefix="otherwise",
        title="The share that met it under each choice",
        heading="Choice",
    )


def _percent(one: Universe) -> float:
    # Whole, as a share is said: each stands beside its count.
    return float(round(_share(one) * 100))
