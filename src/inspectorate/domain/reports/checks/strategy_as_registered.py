"""What a text says of the strategy and its parts is what the records say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose import ordinals
from inspectorate.prose.manuscript import Manuscript, Sentence, TextBlock
from inspectorate.prose.proper_names import proper_names, substance
from inspectorate.prose.quantities.nouns import wordset

from ..facts import Facts
from ..reasons import CheckName
from .places import in_quotation, place, plain

NAME = CheckName.STRATEGY_AS_REGISTERED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("known.listed",)
LOCAL = False

_CO_ORDINATES = re.compile(r"\bco-?ordinat(?:es?|ed|ing|ion|or)\b", re.I)
_MADE_FOR = re.compile(
    r"\s+(?:seeks?|aims?|tries|is\s+(?:meant|there|intended|designed)|sets\s+out|exists|works|"
    r"serves|helps|’s\s+aim|'s\s+aim)\b"
)
_CAP = r"[A-Z][\w’'-]*"
_SERIES = re.compile(rf"(?<![\w-]){_CAP}(?:\s*,\s*{_CAP})+\s*,?\s+and\s+{_CAP}(?![\w-]|\s+[A-Z])")
_IN_PLACE = re.compile(
    rf"(?<![\w-])(?:the\s+)?(?P<place>{ordinals.PATTERN}|last)(?:\s+area)?\s+(?:is|was|covers?|"
    r"concerns?|asks?\s+about|deals?\s+with)\s+(?P<said>[a-z][\w’' -]{2,70}?)"
    rf"(?=[:.;,]|\s+and\s+(?:the\s+)?(?:{ordinals.PATTERN}|last)\b)",
    re.I,
)
_IS = {
    "strategy": re.compile(
        rf"(?P<name>{_CAP})\s+is\s+(?:the|a|an)\s+(?:[\w’'-]+\s+){{0,3}}?strategy\s+"
        r"(?:for|against|on|to)\b"
    ),
    "strands": re.compile(
        rf"(?P<name>{_CAP})\s+is\s+one\s+of\s+(?:its|the|these|those)\s+(?:\w+\s+){{0,2}}strands\b"
    ),
}
_PLAIN = wordset("it this that there one each which he she they what")
_SEVERAL = 3  # of fewer parts a stranger is not told from another list
_MOST_OF_IT = 0.6  # of the words of an aim
_LIKE = 4  # letters that the first words of two headings share


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name whoever is not the co-ordinator, an aim of another strand, a part that is not there."""
    return [*in_stretches(manuscript, facts), *across(manuscript, facts)]


def in_stretches(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """What a block shows by itself."""
    found: list[Problem] = []
    known = facts.known
    areas = known.listed.get("areas", ())
    for block in manuscript.prose():
        for sentence in block.sentences:
            if known.co_ordinated_by and not in_quotation(block, sentence.start):
                found += _co_ordinator(manuscript, block, sentence, facts)
            found += _aims(manuscript, block, sentence, known.aims)
            found += _called(manuscript, block, sentence, facts)
        for noun, parts in known.listed.items():
            if len(parts) >= _SEVERAL and noun != "areas":
                found += _strangers(manuscript, block, noun, parts)
                found += _missing(manuscript, block, noun, parts)
        if len(areas) >= _SEVERAL:
            found += _areas(manuscript, block, areas)
    return found


def across(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """What the headings show together."""
    areas = facts.known.listed.get("areas", ())
    return [*_headings(manuscript, areas)] if len(areas) >= _SEVERAL else []


def _co_ordinator(
    manuscript: Manuscript, block: TextBlock, sentence: Sentence, facts: Facts
) -> Iterator[Problem]:
    """ "The Home Office co-ordinates it", said of the strategy in this block."""
    strategy = facts.known.strategy
    verb = _CO_ORDINATES.search(sentence.text)
    told = block.text[: sentence.end]
    if verb is None or not strategy or not re.search(rf"\b{re.escape(strategy)}\b", told):
        return
    right = facts.known.co_ordinated_by
    named = [
        one
        for one in proper_names(sentence.text, {0})
        if one.text != strategy and (one.institution or len(one.text.split()) > 1)
    ]
    # "Co-ordinated by X", else "X co-ordinates": whoever stands nearest to the verb.
    after = [one for one in named if one.start >= verb.end()]
    passive = re.match(r"\s+by\b", sentence.text[verb.end() :]) is not None
    meant = after[:1] if passive else [one for one in named if one.end <= verb.start()][-1:]
    for one in meant:
        if plain(right) in plain(one.text):
            continue
        start = sentence.start + one.start
        where = place(manuscript, block, start, start + len(one.text))
        what = f"the text says that {one.text} co-ordinates {strategy}; the record has {right}."
        mend = Mend.words(f"Write `{right}`.")
        yield Problem(NAME, where, what, mend, replacement=right)


def _aims(
    manuscript: Manuscript, block: TextBlock, sentence: Sentence, aims: Mapping[str, str]
) -> Iterator[Problem]:
    """The aim of one strand said of another."""
    for strand in aims:
        match = re.match(rf"(?:The\s+aim\s+of\s+)?(?P<name>{re.escape(strand)})\b", sentence.text)
        if match is None or not _MADE_FOR.match(sentence.text, match.end()):
            continue
        said = substance(sentence.text[match.end() :])
        shared = {
            one: len(said & words) / len(words)
            for one, aim in aims.items()
            if (words := substance(aim))
        }
        best = max(shared, key=lambda one: (shared[one], one == strand))
        if best == strand or shared[best] <= _MOST_OF_IT or shared[best] <= shared.get(strand, 0.0):
            continue
        start, end = (sentence.start + at for at in match.span("name"))
        where = place(manuscript, block, start, end)
        what = f"the text says {strand}; on record this is the aim of {best}: “{aims[best]}”"
        yield Problem(NAME, where, what, Mend.words(f"Write `{best}`."), replacement=best)


def _called(
    manuscript: Manuscript, block: TextBlock, sentence: Sentence, facts: Facts
) -> Iterator[Problem]:
    """ "CONTEST is the government's strategy", "Prevent is one of its strands": of another name."""
    known = facts.known
    strategy = (known.strategy,) if known.strategy else ()
    for noun, right in (("strategy", strategy), ("strands", known.listed.get("strands", ()))):
        match = _IS[noun].match(sentence.text)
        if match is None or not right or match["name"] in right or match["name"].lower() in _PLAIN:
            continue
        start, end = (sentence.start + at for at in match.span("name"))
        where = place(manuscript, block, start, end)
        on_record = (
            f"the {noun} on record {'are' if noun == 'strands' else 'is'} {', '.join(right)}"
        )
        what = f"the text calls {where.excerpt} so; {on_record}."
        yield Problem(NAME, where, what, Mend.words("Write the name on record."))


def _strangers(
    manuscript: Manuscript, block: TextBlock, noun: str, parts: Sequence[str]
) -> Iterator[Problem]:
    """A list of parts in which one is none: Pursue, Protect and Prevail."""
    for match in _SERIES.finditer(block.text):
        members = [*re.finditer(_CAP, match[0])]
        other = [one for one in members if one[0] not in parts and one[0] != "And"]
        if len(other) != 1 or len(members) < _SEVERAL or in_quotation(block, match.start()):
            continue
        start = match.start() + other[0].start()
        where = place(manuscript, block, start, start + len(other[0][0]))
        what = f"the list has {where.excerpt}; the {noun} on record are {', '.join(parts)}."
        yield Problem(NAME, where, what, Mend.words("Name those on record."))


def _missing(
    manuscript: Manuscript, block: TextBlock, noun: str, parts: Sequence[str]
) -> Iterator[Problem]:
    """ "Its strands are Prevent and Pursue", "Pursue is one of its strands; the others are …": all
    of them are told, each once.
    """
    series = rf"(?P<list>{_CAP}(?:\s*,\s*{_CAP})*\s*,?\s+and\s+{_CAP})(?![\w-]|\s+[A-Z])"
    lists = (
        rf"\b{re.escape(noun)}\s+(?:are|were)(?:\s+called)?\s*:?\s+{series}",
        rf"(?P<own>{_CAP})\s+is\s+one\s+of\s+(?:its|the|these|those)\s+(?:\w+\s+){{0,2}}"
        rf"{re.escape(noun)}[;,.:]?\s+(?:and\s+)?(?:the\s+others?\s+(?:\w+\s+)?are|along\s+with|"
        rf"beside|besides|with)\s+{series}",
    )
    for match in (found for one in lists for found in re.finditer(one, block.text)):
        own = match.groupdict().get("own")
        told = [*re.findall(_CAP, match["list"]), *([own] if own else [])]
        lacking = [one for one in parts if one not in told]
        if not lacking or set(told) - set(parts) or in_quotation(block, match.start()):
            continue
        where = place(manuscript, block, *match.span("list"))
        what = f"the list lacks {' and '.join(lacking)}; the {noun} are {', '.join(parts)}."
        yield Problem(NAME, where, what, Mend.words("Name all of them, each once."))


def _areas(manuscript: Manuscript, block: TextBlock, areas: Sequence[str]) -> Iterator[Problem]:
    """Areas told in their order, of which one is none."""
    told = [*_IN_PLACE.finditer(block.text)]
    known = {plain(one) for one in areas}
    strangers = [one for one in told if plain(one["said"]) not in known]
    if len(strangers) != 1 or len(told) < len(areas) - 1 or len(told) < _SEVERAL:
        return
    missing = [one for one in areas if plain(one) not in {plain(m["said"]) for m in told}]
    where = place(manuscript, block, *strangers[0].span("said"))
    what = f"the list has {where.excerpt}; the areas on record are {', '.join(areas)}."
    named = f"Write `{missing[0].lower()}`." if len(missing) == 1 else "Name those on record."
    yield Problem(NAME, where, what, Mend.words(named))


def _headings(manuscript: Manuscript, areas: Sequence[str]) -> Iterator[Problem]:
    """A heading that nearly is the name of an area, where every other area has its heading."""
    headings = [one for one in manuscript.blocks if one.kind == "heading"]
    named = [one for one in areas if any(plain(one) in plain(h.text) for h in headings)]
    missing = [one for one in areas if one not in named]
    if len(missing) != 1 or not named:
        return
    for heading in headings:
        if any(plain(one) in plain(heading.text) for one in named):
            continue
        if not _nearly(heading.text, missing[0]):
            continue
        where = place(manuscript, heading, 0, len(heading.text))
        what = f"the heading is `{heading.text}`; the area is called {missing[0]}."
        yield Problem(NAME, where, what, Mend.words(f"Write `{missing[0]}`."))


def _nearly(heading: str, name: str) -> bool:
    """Whether a name stands in a heading but for one word, or its one word with another ending."""
    said, words = plain(heading).split(), plain(name).split()
    runs = [said[at : at + len(words)] for at in range(len(said) - len(words) + 1)]
    if len(words) == 1:
        return any(run[0][:_LIKE] == words[0][:_LIKE] for run in runs if len(run[0]) > _LIKE)
    return any(sum(a != b for a, b in zip(run, words, strict=True)) == 1 for run in runs)
