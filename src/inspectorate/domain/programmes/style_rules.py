"""When a house style may be adopted: each rule returns its reasons, none when all is well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.guarded import guarded, words_of
from inspectorate.prose.quantities.nouns import wordset
from inspectorate.prose.quantities.polarity import stem
from inspectorate.prose.spelling import Lexicon
from inspectorate.prose.style.house import HouseStyle, Pair

from .reasons import ProgrammeReason

MOST_PAIRS, _LONGEST = 500, 60
_SENTENCES, _PARAGRAPHS, _FIGURES = range(10, 61), range(2, 31), range(2, 101)
_WORDS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
_WORD = re.compile(r"[a-z]{2,40}")
# What somebody must, should or may do is what a recommendation or a duty turns on; a cause, a
# condition or an order in time is what a finding turns on.
_BINDING = wordset(
    "after although because before but can could if may might must need needs ought required "
    "requires shall should since then though till until when while whilst will would"
)
# Of these pairs each word is the other, whatever it binds.
_SAME = frozenset({frozenset({"while", "whilst"}), frozenset({"till", "until"})})
_TAKE_OUT = Mend.words("Take the line out: a change of it is signed like any other.")


def adoptable(style: HouseStyle, in_force: HouseStyle | None) -> list[Reason]:
    """Require a style that differs from the one in force, whose measures and lists make sense."""
    if style == in_force:
        text = "The house style is in force as it was sent."
        return [Reason(ProgrammeReason.STYLE_UNCHANGED, text, NOTHING_TO_DO, "rules")]
    return [*_measures(style), *_avoided(style.words), *_swaps(style.swaps)]


def _measures(style: HouseStyle) -> Iterator[Reason]:
    for field, value, allowed in (
        ("longest_sentence", style.longest_sentence, _SENTENCES),
        ("longest_paragraph", style.longest_paragraph, _PARAGRAPHS),
        ("figures_from", style.figures_from, _FIGURES),
    ):
        if value not in allowed:
            text = f"{value} fits no text."
            mend = Mend.words(f"Give a number from {allowed[0]} to {allowed[-1]}.")
            yield Reason(ProgrammeReason.STYLE_MEASURE_WILD, text, mend, field)


def _avoided(pairs: tuple[Pair, ...]) -> Iterator[Reason]:
    yield from _so_many(pairs, "words")
    for said, better in pairs:
        for one in filter(None, (said, better)):
            if len(one) > _LONGEST or not _WORDS.fullmatch(one):
                text = f"{one!r} is no word or short stretch of words."
                mend = Mend.words(f"Write letters, up to {_LONGEST} with the blanks between.")
                yield Reason(ProgrammeReason.STYLE_WORD_MALFORMED, text, mend, "words")
    listed = Counter(said.casefold() for said, _ in pairs)
    for twice in (said for said, many in listed.items() if many > 1):
        mend = Mend.words("Leave one of the lines.")
        text = f"`{twice}` is avoided twice."
        yield Reason(ProgrammeReason.STYLE_WORD_TWICE, text, mend, "words")
    for said, better in pairs:
        if better.casefold() in listed:
            text = f"`{better}`, in the place of `{said}`, is itself avoided."
            mend = Mend.words("Give a word that the house writes.")
            yield Reason(ProgrammeReason.STYLE_WORD_PREFERRED, text, mend, "words")


def _swaps(pairs: tuple[Pair, ...]) -> Iterator[Reason]:
    yield from _so_many(pairs, "swaps")
    for pair in pairs:
        one, other = pair
        said = f"`{one}` and `{other}`"
        if one == other or not (_WORD.fullmatch(one) and _WORD.fullmatch(other)):
            mend = Mend.words("Write two different words in small letters, a to z: until = till.")
            yield Reason(ProgrammeReason.SWAP_MALFORMED, f"{said} are no swap.", mend, "swaps")
        elif held := [word for word in pair if _is_guarded(word)]:
            if frozenset(pair) in _SAME:
                continue
            text = f"{said}: `{held[0]}` counts, denies, names or binds."
            yield Reason(ProgrammeReason.SWAP_GUARDED, text, _TAKE_OUT, "swaps")
        elif stem(one) == stem(other):
            text = f"{said} are two forms of one word, and say how many or when."
            yield Reason(ProgrammeReason.SWAP_SAME_WORD, text, _TAKE_OUT, "swaps")


def _so_many(pairs: tuple[Pair, ...], field: str) -> Iterable[Reason]:
    if len(pairs) > MOST_PAIRS:
        text = f"The list has {len(pairs)} lines."
        mend = Mend.words(f"Keep the {MOST_PAIRS} that matter most.")
        yield Reason(ProgrammeReason.STYLE_MEASURE_WILD, text, mend, field)


def _is_guarded(word: str) -> bool:
    held = guarded(word, words_of(word), names=(), quantities=(), lexicon=Lexicon())
    return bool(held) or word in _BINDING
