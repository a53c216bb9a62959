"""What words tell of bodies: whom they name, to whom they narrow, and the numbers they print.

Pure. Words are read as a person reads them: "Forces 1 to 12" names twelve, "outside Wales" leaves
all others, and a heading narrows the sentences under it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from inspectorate.domain.reports.editions.model import Block, EditionData, Run
from inspectorate.prose.leaning import leans
from inspectstats.disclosure import prose
from inspectstats.disclosure.statements import Bodies
from inspectstats.quantity.numerals import number

from .known import Known

# A sentence with the keys of the claims it carries.
type Said = tuple[str, tuple[str, ...]]

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NOT = (
    r"(?:non|not|outside|beyond|except|excepting|excluding|without|other than|apart from) "
    r"(?:(?:in|of|from|for|the|a|an|any|one|those) )*"
)
# Numbers of days, of sums and of places in a text count no bodies.
_BARE = re.compile(
    r"(?<![\w.,/])(?P<number>\d[\d,]*|[a-z]+(?:-[a-z]+)?)(?![\w/]|[.,]\d|\s*(?:%|per cent|percent)|"
    r"[ -](?:years?|months?|weeks?|days?|hours?|minutes?|visits?|times?|pages?|pounds?|January|"
    r"February|March|April|May|June|July|August|September|October|November|December)\b)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:sections?|pages?|chapters?|annex|tables?|figures?|questions?|criteri(?:on|a)|part|"
    r"recommendations?|paragraphs?|notes?|than)\s+(?:\d+\s+(?:and|to)\s+)?$",
    re.IGNORECASE,
)
# "One" counts where a sentence begins with it, and after words that say how many.
_ONE = re.compile(
    r"(?:^|[.:;(“]\s*|"
    r"\b(?:only|just|but|except(?: for)?|save|bar|exactly|a|was|were|is|are)\s+)$",
    re.IGNORECASE,
)
_PAIRS = {"pair": 2, "couple": 2, "both": 2, "single": 1, "trio": 3, "dozen": 12}
_PERCENT = re.compile(r"(?<![\w.])(\d+)(?:\.(\d+))?\s*(?:%|per cent\b|percent\b)")
_JOINED = r"(?:\s*[,;]\s*(?:and\s+)?|\s+(?:and|to|through)\s+|\s*[–—-]\s*)"
_RANGE = re.compile(r"\s*(?:to|through|[–—-])\s*")


def named_in(text: str, known: Known) -> Bodies:
    """Return the bodies that a text names, longest names first, and those of "Forces 1 to 12"."""
    found, left = set(_numbered(text, known)), text
    for name in sorted(known.codes, key=len, reverse=True):
        pattern = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
        if name in text and re.search(pattern, left):
            found.add(known.codes[name])
            left = re.sub(pattern, " ", left)
    return frozenset(found)


def _numbered(text: str, known: Known) -> Iterator[str]:
    """Yield the bodies named by a range or a list of their numbers after one word."""
    for word, labels in known.numbered.items():
        noun = rf"{re.escape(word)}(?:s|es)?"
        chain = (
            rf"(?<![\w-]){noun}\s+\d+(?!\d)(?:{_JOINED}(?:{noun}\s+)?\d+(?!\d)"
            r"(?!\s+(?:other|more|of)\b))+"
        )
        for match in re.finditer(chain, text, re.IGNORECASE):
            many = re.match(rf"{re.escape(word)}(?:s|es)\b", match[0], re.IGNORECASE)
            yield from _counted_up(match[0], noun, labels, known, each=bool(many))


def _counted_up(
    chain: str, noun: str, labels: dict[int, str], known: Known, *, each: bool
) -> Iterator[str]:
    """Yield the bodies of one chain; a number alone counts after a plural, or ends a range."""
    last: int | None = None
    for match in re.finditer(rf"({_JOINED})?({noun}\s+)?(\d+)", chain, re.IGNORECASE):
        here, ends = int(match[3]), bool(match[1] and _RANGE.fullmatch(match[1]))
        if not (each or ends or match[2]):
            return
        first = last + 1 if ends and last is not None else here
        yield from (known.codes[labels[at]] for at in range(first, here + 1) if at in labels)
        last = here


def in_order(text: str, known: Known) -> list[str]:
    """Return the bodies that a text names by the whole of a name, each where it is first named."""
    places = {
        known.codes[name]: match.start()
        for name in known.codes
        if (match := re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text))
    }
    return sorted(places, key=lambda code: places[code])


def lines(document: EditionData) -> Iterator[tuple[Run, ...]]:
    """Yield every stretch of words of an edition."""
    for block in document.blocks:
        yield from stretches(block)


def stretches(block: Block) -> Iterator[tuple[Run, ...]]:
    """Yield every stretch of words of a block."""
    if block.runs:
        yield block.runs
    if block.kind == "list":
        yield from block.items


def sentences(runs: Sequence[Run]) -> Iterator[Said]:
    """Yield each sentence of a stretch with the keys of the claims it carries."""
    return (said for said, _ in _cut(runs))


def _cut(runs: Sequence[Run]) -> Iterator[tuple[Said, list[str]]]:
    """Yield each sentence of a stretch, and the letters of the footnotes that are called in it or
    behind it; what is called before all words, the first calls.
    """
    text = "".join(run.text for run in runs)
    marks, calls, at = [], [], 0
    for run in runs:
        if run.claim:
            marks.append((at, at + len(run.text), run.claim))
        if run.footnote:
            calls.append((max(at, 1), run.footnote))
        at += len(run.text)
    start = 0
    for end in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        keys = (key for left, right, key in marks if left < end and start < right)
        letters = [letter for place, letter in calls if start < place <= max(end, 1)]
        yield (text[start:end].strip(), tuple(dict.fromkeys(keys))), letters
        start = end


def calling(document: EditionData) -> dict[str, list[Said]]:
    """Return the sentences that call each footnote, by its letter."""
    found: dict[str, list[Said]] = {}
    for runs in lines(document):
        for said, letters in _cut(runs):
            for letter in letters:
                found.setdefault(letter, []).append(said)
    return found


def said_in(block: Block, called: Mapping[str, Sequence[Said]]) -> Iterator[Said]:
    """Yield each sentence of a block with its claims, of a footnote with those beside its call."""
    beside = called.get(block.anchor, ()) if block.kind == "footnote" else ()
    more = [key for _, keys in beside for key in keys]
    for runs in stretches(block):
        for sentence, keys in sentences(runs):
            yield sentence, tuple(dict.fromkeys([*keys, *more]))


def in_sections(document: EditionData) -> Iterator[tuple[Block, tuple[str, ...], bool]]:
    """Yield each block with the claims that its section carries, and whether words are removed.

    A footnote stands in every section that calls it, and in the last where none does.
    """
    for section in _sections(document):
        runs = _runs(section)
        keys = _keys(runs)
        hides = any(run.redacted for run in runs)
        yield from ((one, keys, hides) for one in section)


def _sections(document: EditionData) -> list[list[Block]]:
    """Put blocks together by their headings, and footnotes with those that call them."""
    sections: list[list[Block]] = [[]]
    notes: dict[str, Block] = {}
    for block in document.blocks:
        if block.kind == "footnote":
            notes[block.anchor] = block
            continue
        if block.kind == "heading" and sections[-1]:
            sections.append([])
        sections[-1].append(block)
    called: set[str] = set()
    for section in sections:
        letters = dict.fromkeys(run.footnote for run in _runs(section))
        section += [notes[letter] for letter in letters if letter in notes]
        called.update(letters)
    sections[-1] += [one for letter, one in notes.items() if letter not in called]
    return sections


def _runs(blocks: Iterable[Block]) -> list[Run]:
    return [run for one in blocks for some in (one.runs, *one.items) for run in some]


def around_claims(document: EditionData) -> Iterator[tuple[str, str]]:
    """Yield each claim's key with words that stand about its sentence and narrow it.

    The headings above it, the stem of its list or the list of which it is the stem, the sentence
    before where it leans on that, the one after that leans on it, the captions of its section, the
    footnotes it calls or the sentences that call its own.
    """
    called = calling(document)
    headings: dict[int, str] = {}
    stem = Block("paragraph")
    for block, section, _ in in_sections(document):
        if block.kind == "heading":
            headings = {at: said for at, said in headings.items() if at < block.level}
            headings[block.level] = words_of(block.runs)
        if block.kind in ("table", "chart", "picture"):
            yield from ((key, block.caption) for key in section)
        for runs in stretches(block):
            yield from ((key, one) for key in _keys(runs) for one in headings.values())
            yield from _leaning(list(sentences(runs)))
        if block.kind == "footnote":
            yield from _called_by(block, called.get(block.anchor, ()))
        if block.kind == "list" and words_of(stem.runs).rstrip().endswith(":"):
            yield from _under(stem, block)
        stem = block


def _leaning(said: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    """Yield each claim's key with the sentences it leans on, or that lean on it."""
    for chain in chained(said, lambda one: one[0]):
        for sentence, _ in chain if len(chain) > 1 else ():
            yield from ((key, sentence) for _, keys in chain for key in keys)


def chained[T](said: Iterable[T], words: Callable[[T], str]) -> list[list[T]]:
    """Put sentences together of which each leans on the one before."""
    chains: list[list[T]] = []
    for one in said:
        if chains and leans(words(one)):
            chains[-1].append(one)
        else:
            chains.append([one])
    return chains


def _under(stem: Block, block: Block) -> Iterator[tuple[str, str]]:
    """Yield each claim's key of a list with its stem, and each of the stem with the items."""
    for runs in block.items:
        yield from ((key, words_of(stem.runs)) for key in _keys(runs))
        yield from ((key, words_of(runs)) for key in _keys(stem.runs))


def _called_by(note: Block, called: Iterable[Said]) -> Iterator[tuple[str, str]]:
    """Yield the claims of the sentences that call a footnote with its words, and its own with
    theirs.
    """
    for sentence, keys in called:
        yield from ((key, words_of(note.runs)) for key in keys)
        yield from ((key, sentence) for key in _keys(note.runs))


def _keys(runs: Iterable[Run]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(run.claim for run in runs if run.claim))


def words_of(runs: Iterable[Run]) -> str:
    """Return the words of a stretch."""
    return "".join(run.text for run in runs)


def by_words(texts: Iterable[str], known: Known) -> list[tuple[str, Bodies]]:
    """Return the words of texts that narrow whom they speak of, with the bodies they leave.

    Of several, also what they leave together: "one in Wales and one in the North East".
    """
    found: dict[str, Bodies] = {}
    whole = _plain(" ".join(texts))
    for words, members in known.words.items():
        if not members:
            continue
        pattern = rf"(?<!\w)(?P<not>{_NOT})?{re.escape(_plain(words))}(?:s|es|['’]s)?(?!\w)"
        for match in re.finditer(pattern, whole):
            left = known.scope - members if match["not"] else members
            if left:
                found[f"{match['not'] or ''}{words}"] = left
    if len(found) > 1:
        found[" or ".join(found)] = frozenset().union(*found.values())
    return list(found.items())


def _plain(words: str) -> str:
    """Return words in small letters, hyphens and blanks made one blank."""
    return " ".join(re.sub(r"[\s\u2010-\u2014-]+", " ", words).casefold().split())


def counts_in(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield every "k of n", in digits or words."""
    for one in prose.statements(sentence):
        yield one.k, one.n


def numbers_in(sentence: str) -> Iterator[int]:
    """Yield every number that stands alone and may count bodies."""
    for match in _BARE.finditer(sentence):
        found = _PAIRS.get(match["number"].casefold()) or number(match["number"])
        before = sentence[: match.start()]
        if found is not None and not _PLACE.search(before) and (found > 1 or _ONE.search(before)):
            yield found


def shares_in(sentence: str, count: int, of: int) -> Iterator[str]:
    """Yield every percentage that ``count`` of ``of`` alone rounds to."""
    for match in _PERCENT.finditer(sentence):
        digits = match[2] or ""
        unit = Fraction(1, 10 ** len(digits))
        said = Fraction(int(match[1] + digits)) * unit
        fitting = [k for k in range(of + 1) if abs(Fraction(100 * k, of or 1) - said) * 2 <= unit]
        if fitting == [count]:
            yield match[0]
