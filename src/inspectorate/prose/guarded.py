"""The words that no editorial change may touch or stand beside: numerals, quotations, names,
negations and quantity phrases.

Reads more as guarded than a careful reader would: what is guarded without need costs a signature
that is asked for again, what is not guarded lets a change of meaning through.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from inspectstats import quantity

from .quantities import numbers, phrases
from .quantities.nouns import wordset
from .reading.sentences import sentences
from .spelling import Lexicon

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: letters and digits, with the apostrophes inside it.

    ``start`` and ``end`` are offsets into the text.
    """

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """The word in small letters, without the ending of a possessive."""
        return self.text.lower().replace("’", "'").removesuffix("'s")


def words_of(text: str) -> list[Word]:
    """Return the words of ``text`` in order; the parts of a hyphened word are words."""
    return [Word(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]


def by_sentence(text: str, words: list[Word]) -> list[range]:
    """Return the places among ``words`` of those of each sentence of ``text``."""
    found, at = [], 0
    for _, end in sentences(text):
        first = at
        while at < len(words) and words[at].start < end:
            at += 1
        found.append(range(first, at))
    return found


def first_words(text: str, words: list[Word]) -> frozenset[int]:
    """Return the place among ``words`` of the first word of each sentence of ``text``."""
    return frozenset(places[0] for places in by_sentence(text, words) if places)


def guarded(
    text: str,
    words: list[Word],
    *,
    names: Collection[str],
    quantities: Collection[str],
    lexicon: Lexicon,
) -> frozenset[int]:
    """Return the places among ``words`` of those that are guarded in ``text``.

    ``names`` are those that the register holds; a word with a capital that no sentence begins with
    is taken for a name too. ``quantities`` are quantity words beside those that ship.
    """
    found = {at for at, word in enumerate(words) if _numeral(word) or _negative(word, lexicon)}
    found |= set(quoted_words(text, words))
    found |= set(_names(text, words, names, lexicon))
    found |= set(_quantities(text, words, quantities))
    return frozenset(found)


# Numerals ---------------------------------------------------------------------------------------

_NUMBER_WORDS = re.compile(
    rf"{numbers.WORDS}|zero|nil|n[ao]ught|hundreds?|thousands?|[mb]illions?|trillions?|dozens?|"
    r"scores?|(?:ten|two|three|four|five|seven|eight|nine)s|sixes|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s|[a-z]+teenths?|[a-z]+tieths?|"
    r"(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies|(?:hundred|thousand)ths?|halves|"
    r"half(?:way)?|halv(?:e[sd]?|ing)|quarter(?:s|ly)?|once|twice|thrice|single|"
    r"(?:doubl|tripl|trebl|quadrupl)(?:e[sd]?|ing|y)|[a-z]+fold|pairs?|couples?|"
    r"fortnight(?:s|ly)?|per|percent|percentages?|cent|"
    # Small Roman numerals, as of a list: (iv).
    r"x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3}"
)


def _numeral(word: Word) -> bool:
    return any(letter.isnumeric() for letter in word.text) or bool(
        _NUMBER_WORDS.fullmatch(word.plain)
    )


# Negations --------------------------------------------------------------------------------------

_NEGATIONS = re.compile(
    r"not|no|none|non|nor|neither|never|nobody|nothing|nowhere|cannot|without|unless|except|"
    r"except(?:ing|ions?)|exclud(?:e[sd]?|ing)|exclusions?|hardly|barely|scarcely|rarely|seldom|"
    r"instead|rather|despite|fail(?:s|ed|ing|ures?)?|lack(?:s|ed|ing)?|absen(?:t|ces?)|"
    r"miss(?:es|ed|ing)?|omit(?:s|ted|ting)?|omissions?|neglect(?:s|ed|ing)?|refus(?:e[sd]?|ing)|"
    r"refusals?|declin(?:e[sd]?|ing)|den(?:y|ies|ied|ying)|denials?|reject(?:s|ed|ing|ions?)?|"
    r"ceas(?:e[sd]?|ing)|stop(?:s|ped|ping)?|avoid(?:s|ed|ing)?|prohibit(?:s|ed|ing)?|"
    r"prevent(?:s|ed|ing)?|cant|wont|nt|ex|anti|.*n't|.*less(?:ly|ness)?"
)
_NEGATIVE = re.compile(
    r"(?:in(?:ab|acc|act|adeq|adm|appl|appr|att|cap|comp|cons|conv|corr|deci|defi|dire|disc|"
    r"effe|effi|elig|equi|exp|flex|equal|formal|freq|hum|op|sec|sens|suff|tol|val|visi)|"
    r"im(?:bal|mat|mod|mor|parti|poss|pract|prec|prop|prud)|il(?:leg|lic|log)|"
    r"ir(?:reg|rel|resp|rev)|a(?:typ|symm))[a-z]+"
)
_BEFORE_KNOWN = re.compile(r"(?:un|dis|mis|non)([a-z]{3,})")
# They begin like a negation, and are none.
_NOT_NEGATIVE = re.compile(
    r"under.*|until|unions?|unit(?:e[ds]?|s|y)?|uniform.*|univers.*|unique.*|district.*|display.*|"
    r"discuss.*|distribut.*|disciplin.*|distinct.*|mission.*"
)


def _negative(word: Word, lexicon: Lexicon) -> bool:
    plain = word.plain
    if _NEGATIONS.fullmatch(plain):
        return True
    if _NOT_NEGATIVE.fullmatch(plain):
        return False
    if _NEGATIVE.fullmatch(plain):
        return True
    rest = _BEFORE_KNOWN.fullmatch(plain)
    return rest is not None and (lexicon.known(rest[1]) or lexicon.only_mend(rest[1]) is not None)


# Quotations -------------------------------------------------------------------------------------

# A mark that opens, and the one that closes; a straight mark is both.
_OPENS = {"“": "”", "«": "»", "‹": "›", "„": "”", '"': '"'}
_CLOSES = frozenset("”»›")
_SINGLE_OPENS = re.compile(r"(?<![\w'’])[‘‚'](?=\w)")
_SINGLE_CLOSES = re.compile(r"(?<=[\w.,;:!?…)])['’](?!\w)")
QUOTATION_MARKS = frozenset("“”„«»‹›\"‘‚'’`")


def quoted_words(text: str, words: list[Word]) -> Iterator[int]:
    """Yield the places among ``words`` of those between quotation marks; one that is not closed
    goes to the end of the text.
    """
    inside = bytearray(len(text))
    for start, end in (*_double_quoted(text), *_single_quoted(text)):
        inside[start:end] = b"\1" * (end - start)
    yield from (at for at, word in enumerate(words) if inside[word.start])


def _double_quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between quotation marks.

    One that is not closed goes to the end of the text, one that was not opened from its beginning.
    """
    opened, close = 0, ""
    for at, mark in enumerate(text):
        if close:
            if mark == close:
                yield opened, at
                close = ""
        elif mark in _OPENS:
            opened, close = at, _OPENS[mark]
        elif mark in _CLOSES:
            yield 0, at
    if close:
        yield opened, len(text)


def _single_quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield from the first single mark that opens to the last that can close it, since an
    apostrophe may stand between them; and from one that is not closed to the end.
    """
    opening = [found.start() for found in _SINGLE_OPENS.finditer(text)]
    closing = [found.start() for found in _SINGLE_CLOSES.finditer(text)]
    last = closing[-1] if closing else 0
    if opening and opening[0] < last:
        yield opening[0], last
    if opening and opening[-1] > last:
        yield next(at for at in opening if at > last), len(text)


# Names ------------------------------------------------------------------------------------------

_SMALL_WORDS = wordset("the a an and of for in on at to by with from")


def _names(text: str, words: list[Word], names: Collection[str], lexicon: Lexicon) -> Iterator[int]:
    plain = [word.plain for word in words]
    for name in names:
        yield from _places(plain, _parts(name))
    firsts = first_words(text, words)
    capitals = frozenset(
        word.plain
        for at, word in enumerate(words)
        if at not in firsts and word.text != word.text.lower()
    )
    parts = frozenset(part for name in names for part in _parts(name)) - _SMALL_WORDS
    for at, word in enumerate(words):
        if word.text == word.text.lower() or re.split(r"['’]", word.text)[0] == "I":
            continue
        named = at not in firsts or word.plain in parts or word.plain in capitals
        if named or not _only_first(word, lexicon):
            yield at


def _only_first(word: Word, lexicon: Lexicon) -> bool:
    """Whether a first word has its capital only because it is the first."""
    head = re.sub(r"['’]s?$", "", word.text)
    if head[1:] != head[1:].lower() or lexicon.is_name(head):
        return False
    return lexicon.known(word.text.lower()) or lexicon.known(word.plain)


@lru_cache(maxsize=4_096)
def _parts(phrase: str) -> tuple[str, ...]:
    return tuple(word.plain for word in words_of(phrase))


def _places(plain: list[str], phrase: tuple[str, ...]) -> Iterator[int]:
    """Yield each place of ``plain`` where a word of ``phrase`` stands in the whole phrase.

    Its last word may stand in the plural.
    """
    length = len(phrase)
    if not length or (length > 1 and phrase[0] not in plain):
        return
    last = {phrase[-1], f"{phrase[-1]}s", f"{phrase[-1]}es", f"{phrase[-1]}'"}
    for at in range(len(plain) - length + 1):
        if tuple(plain[at : at + length - 1]) == phrase[:-1] and plain[at + length - 1] in last:
            yield from range(at, at + length)


# Quantity phrases -------------------------------------------------------------------------------

_QUANTITIES = wordset(
    "abundant all almost alone always annually any anybody anyone anything anywhere "
    "approximately average both bulk certain common commonly comparatively consistent "
    "consistently couple daily each either elsewhere enough entire entirely equal equally ever "
    "every everybody everyone everything everywhere exactly example examples fairly few fewer "
    "fewest frequent frequently fully generally greater greatest half handful just largely "
    "largest last latter least less lesser limited little lot lots mainly majority many maximum "
    "median minimum minority mixed monthly more most mostly much multiple nearly next number "
    "numbers numerous occasional occasionally often one ones only other others overall part "
    "partial partially partly plenty practically predominantly primarily proportion proportions "
    "quite range rare regularly relatively remainder remaining repeatedly rest roughly same "
    "several share shares significant significantly smallest sole solely some somebody someone "
    "something sometimes somewhat somewhere substantial substantially sum total totals typical "
    "typically universal universally usual usually variation various vast virtually weekly "
    "whole wholly widely widespread yearly"
)
_BOUNDS = (
    "at least",
    "at most",
    "up to",
    "more than",
    "less than",
    "fewer than",
    "no more than",
    "over half",
    "under half",
    "in the main",
    "on the whole",
    "by and large",
    "as many as",
    "as few as",
    "as much as",
    "all but",
    "anything but",
    "at times",
    "time to time",
)


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[tuple[str, ...], ...]:
    """Every quantity phrase that ships, as words; single words that say nothing alone are none."""
    said = {*quantity.UNDEFINED, *_BOUNDS}
    for vocabulary in quantity.SHIPPED.values():
        said.update(quantity.words(vocabulary))
    return tuple(sorted(map(_parts, said)))


def _quantities(text: str, words: list[Word], more: Collection[str]) -> Iterator[int]:
    plain = [word.plain for word in words]
    yield from (at for at, word in enumerate(plain) if word in _QUANTITIES)
    for phrase in (*_vocabulary(), *map(_parts, more)):
        yield from _places(plain, phrase)
    for lenient in (False, True):
        for read in phrases.read(text, lenient=lenient):
            yield from (
                at
                for at, word in enumerate(words)
                if read.start < word.end and word.start < read.end
            )
