"""When a house style may be adopted: each rule returns its reasons, none when all is well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.style.exchanges import same_by_grammar, same_word, turns
from inspectorate.prose.style.house import HouseStyle, Pair

from .reasons import ProgrammeReason

MOST_PAIRS, _LONGEST = 500, 60
_SENTENCES, _PARAGRAPHS, _FIGURES = range(10, 61), range(2, 31), range(2, 101)
_WORDS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
_WORD = re.compile(r"[a-z]{2,40}")
_TAKE_OUT = Mend.words("Take the line out: a change of it is signed like any other.")


def adoptable(
    style: HouseStyle, in_force: HouseStyle | None, *, grades: Collection[str]
) -> list[Reason]:
    """Require a style that differs from the one in force, whose measures and lists make sense.

    ``grades`` are the names of the grades of all scales: no swap exchanges their words.
    """
    if style == in_force:
        text = "The house style is in force as it was sent."
        return [Reason(ProgrammeReason.STYLE_UNCHANGED, text, NOTHING_TO_DO, "rules")]
    return [*_measures(style), *_avoided(style.words), *_swaps(style.swaps, grades)]


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


def _swaps(pairs: tuple[Pair, ...], grades: Collection[str]) -> Iterator[Reason]:
    yield from _so_many(pairs, "swaps")
    for one, other in pairs:
        said = f"`{one}` and `{other}`"
        if one == other or not (_WORD.fullmatch(one) and _WORD.fullmatch(other)):
            mend = Mend.words("Write two different words in small letters, a to z: until = till.")
            yield Reason(ProgrammeReason.SWAP_MALFORMED, f"{said} are no swap.", mend, "swaps")
        elif same_by_grammar(one, other):
            continue
        elif same_word(one, other):
            text = f"{said} are two forms of one word, and say how many or when."
            yield Reason(ProgrammeReason.SWAP_SAME_WORD, text, _TAKE_OUT, "swaps")
        else:
            held = ((word, turns(word, grades)) for word in (one, other))
            for word, does in [each for each in held if each[1]][:1]:
                text = f"{said}: `{word}` {does}."
                yield Reason(ProgrammeReason.SWAP_GUARDED, text, _TAKE_OUT, "swaps")


def _so_many(pairs: tuple[Pair, ...], field: str) -> Iterable[Reason]:
    if len(pairs) > MOST_PAIRS:
        text = f"The list has {len(pairs)} lines."
        mend = Mend.words(f"Keep the {MOST_PAIRS} that matter most.")
        yield Reason(ProgrammeReason.STYLE_MEASURE_WILD, text, mend, field)
