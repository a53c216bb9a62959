"""A body, an institution or a strand is called by its own name, and is the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock, standing
from inspectorate.prose.proper_names import ProperName, nearest, proper_names

from ..facts import Facts
from ..reasons import CheckName
from .places import bound, in_quotation, place, plain, sentence_at

NAME = CheckName.NAMES_AS_RECORDED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("known.names",)
LOCAL = True

_SERIES = re.compile(r"(\D*\w)\s+(\d+)")
_NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")
_AMONG = re.compile(r"\b(?:such as|among them|for example|for instance|including|like)\b", re.I)


@dataclass(frozen=True, slots=True)
class Known:
    """Every name on record, folded for comparison, and those among which a slip is looked for."""

    folded: frozenset[str]
    official: tuple[str, ...]
    capitals: frozenset[str]

    def holds(self, name: str) -> bool:
        """Say whether a name stands on record, alone or in a longer one."""
        if name.isupper():  # "CONTACT" is no word of a record because somebody had contact
            return name in self.capitals
        bare = plain(name).removesuffix("'s").removesuffix("'")
        return bare in self.folded or any(f" {bare} " in f" {one} " for one in self.folded)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each name that nearly is one on record, that no record has, or that is another's."""
    known = known_names(manuscript, facts)
    found: list[Problem] = []
    for block in manuscript.lines():
        if block.kind == "code" or any(True for _ in block.quotations()):
            continue
        starts = {sentence.start for sentence in block.sentences}
        for name in proper_names(block.text, starts):
            if block.kind == "quote" or not in_quotation(block, name.start):
                found += _unknown(manuscript, block, name, known)
        found += _series(manuscript, block, facts)
        found += _strands(manuscript, block, facts)
        found += _nations(manuscript, block, facts)
    found += _of_claims(manuscript, facts, known)
    return found


def known_names(manuscript: Manuscript, facts: Facts) -> Known:
    """Every name on record, and all that the records and the texts' sources say."""
    official = [*facts.known.names, *(n for names in facts.known.listed.values() for n in names)]
    said = [facts.report_title, *facts.titles.values(), *facts.known.addressee]
    said += facts.known.phrases
    said += facts.known.others + facts.body_names + facts.printable_names
    known = {*official, *said, *facts.said, *names_said(manuscript, facts)}
    return _folded(tuple(dict.fromkeys(official)), frozenset(known))


def names_said(manuscript: Manuscript, facts: Facts) -> frozenset[str]:
    """What the claims state, and the sources that this text and the others name for context.

    A name that stands in one of them is known; a stretch of a text is told of all of them.
    """
    texts = (manuscript, *facts.documents.values())
    claims = [*(facts.claims or {}).values()]
    stated = [f"{one.statement} {one.figures.source}" for one in claims]
    speakers = [one.figures.spoken_by for one in claims]
    return frozenset([*stated, *speakers, *(one for text in texts for one in _sources(text))])


@lru_cache(maxsize=8)
def _folded(official: tuple[str, ...], names: frozenset[str]) -> Known:
    folded = frozenset(plain(name) for name in names if name.strip())
    capitals = frozenset(word for one in names for word in re.findall(r"\b[A-Z]{2,}\b", one))
    return Known(folded, official, capitals)


def _sources(manuscript: Manuscript) -> Iterator[str]:
    for block in manuscript.blocks:
        yield block.basis_source
        yield from (span.attributes.get("source", "") for span in block.spans)


def _unknown(
    manuscript: Manuscript, block: TextBlock, name: ProperName, known: Known
) -> Iterator[Problem]:
    if known.holds(name.text):
        return
    meant = nearest(name.text, known.official)
    where = place(manuscript, block, name.start, name.end)
    if meant is not None and not (name.opens and len(name.words) < 2 and not name.text.isupper()):
        what = f"the text says {name.text}; the record has {meant}."
        yield Problem(NAME, where, what, Mend.words(f"Write `{meant}`."), replacement=meant)
        return
    parts = [one for one in known.official if plain(one) in plain(name.text)]
    if name.institution and all(len(one.split()) == 1 for one in parts):
        yield _of_no_record(manuscript, block, name, known)


def _of_no_record(
    manuscript: Manuscript, block: TextBlock, name: ProperName, known: Known
) -> Problem:
    beside = next((one for one in known.official if _but_one_word(name.text, one)), "")
    what = f"no record has the name {name.text}" + (f"; there is {beside}." if beside else ".")
    mend = Mend.words("Write the name on record, or enter the body in the register.")
    # A source may name whom no register holds; not whose name is one on record but for a word.
    severity: Severity = "warns" if not beside and _sourced(block, name) else SEVERITY
    where = place(manuscript, block, name.start, name.end)
    return Problem(NAME, where, what, mend, severity)


def _sourced(block: TextBlock, name: ProperName) -> bool:
    sentence = sentence_at(block, name.start)
    return sentence is not None and standing(block, sentence) == "context"


def _but_one_word(name: str, other: str) -> bool:
    """Whether two names of institutions are of the same making and differ in one word."""
    mine, theirs = plain(name).split(), plain(other).split()
    several = len(mine) == len(theirs) > 1
    return several and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1


def _series(manuscript: Manuscript, block: TextBlock, facts: Facts) -> Iterator[Problem]:
    """Labels of one making (Force 07): one that nobody has."""
    # A letter may name its addressee, who stands apart from those that it may not.
    own = (*facts.body_names, *facts.printable_names, *facts.known.addressee)
    labels = [name for name in own if name]
    made = {match[1] for name in labels if (match := _SERIES.fullmatch(name))}
    if not made:
        return
    for match in re.finditer(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(made)))})\s+\d+\b", block.text
    ):
        if " ".join(match[0].split()) not in labels:
            where = place(manuscript, block, *match.span())
            what = f"no body in scope is called {match[0]}."
            yield Problem(NAME, where, what, Mend.words("Write the label that is meant."))


def _strands(manuscript: Manuscript, block: TextBlock, facts: Facts) -> Iterator[Problem]:
    """Another strand of the strategy where the one inspected is meant."""
    strands = facts.known.listed.get("strands", ())
    own = facts.known.listed.get("strand", ())
    if not own or len(strands) < 2:
        return
    others = "|".join(re.escape(one) for one in strands if one not in own)
    for sentence in block.sentences:
        named = {one for one in strands if re.search(rf"\b{re.escape(one)}\b", sentence.text)}
        if len(named) > 1 or re.search(r"\bstrands?\b", sentence.text, re.I):
            continue
        for match in re.finditer(rf"\b(?:{others})\b", sentence.text):
            if match.start() == 0 or match[0] not in strands:
                continue
            at = sentence.start + match.start()
            where = place(manuscript, block, at, at + len(match[0]))
            what = f"the text says {match[0]}; the inspection is of {own[0]}."
            mend = Mend.words(f"Write `{own[0]}`.")
            yield Problem(NAME, where, what, mend, replacement=own[0])


def _nations(manuscript: Manuscript, block: TextBlock, facts: Facts) -> Iterator[Problem]:
    """A nation of which no body in scope is, where the bodies are said to be of it."""
    own = facts.known.listed.get("nations", ())
    if not own:
        return
    nations = "|".join(_NATIONS)
    said = re.compile(
        rf"(?:of|in|across|throughout)\s+"
        rf"(?P<all>(?:{nations})(?:(?:,\s*|,?\s+and\s+)(?:{nations}))*)"
    )
    for noun in facts.called.written.finditer(block.text):
        match = said.match(block.text, noun.end() + 1)
        if match is None:
            continue
        for one in re.finditer(nations, match["all"]):
            if one[0] in own:
                continue
            at = match.start("all") + one.start()
            where = place(manuscript, block, at, at + len(one[0]))
            what = f"the text says {one[0]}; the bodies in scope are of {' and '.join(own)}."
            yield Problem(NAME, where, what, Mend.words("Name the nations that were inspected."))


def _of_claims(manuscript: Manuscript, facts: Facts, known: Known) -> Iterator[Problem]:
    """Names in a bound passage that its claim does not have."""
    for block, span, claim in bound(manuscript, facts):
        if claim.statement == "":
            continue
        yield from _bodies(manuscript, block, span, claim, facts)
        said = plain(" ".join([claim.statement, claim.figures.source, *claim.values]))
        yield from _other_nation(manuscript, block, span, claim)
        yield from _other_kind(manuscript, block, span, claim, facts)
        for name in proper_names(span.text):
            official = [one for one in known.official if plain(one) in plain(name.text)]
            wrong = [one for one in official if plain(one) not in said]
            if not wrong or not _institution(wrong, facts) or _kind(span, name, facts):
                continue
            start = span.start + name.start
            where = place(manuscript, block, start, start + len(name.text), span.key)
            what = f"the passage names {wrong[0]}; its claim does not: “{claim.statement}”."
            yield Problem(NAME, where, what, Mend.words("Write the name that the claim has."))


def _other_nation(
    manuscript: Manuscript, block: TextBlock, span: Span, claim: ClaimFacts
) -> Iterator[Problem]:
    """A nation in the passage of a claim that is of others: "fire services in Wales"."""
    said = " ".join([claim.statement, *claim.values])
    own = [one for one in _NATIONS if one in said]
    for one in re.finditer("|".join(_NATIONS), span.text) if own else ():
        if one[0] not in own:
            where = place(
                manuscript, block, span.start + one.start(), span.start + one.end(), span.key
            )
            what = f"the text says {one[0]}; its claim is of {' and '.join(own)}."
            yield Problem(NAME, where, what, Mend.words("Name the nations that the claim has."))


def _other_kind(
    manuscript: Manuscript, block: TextBlock, span: Span, claim: ClaimFacts, facts: Facts
) -> Iterator[Problem]:
    """Another kind of body than the register's that a figure counts: "three Home Office forces"."""
    names = [one for one in claim.values if one in facts.counts]
    if len(names) != 1:
        return
    own = names[0].casefold().split()
    for phrase in sorted(facts.counts, key=len, reverse=True):
        words = r"\s+".join(map(re.escape, phrase.split()))
        match = re.search(rf"(?<![\w-]){words}(?!\w)", span.text, re.I)
        if match is None:
            continue
        # "Police forces" alone are those that the figure calls so with more words.
        if not set(phrase.casefold().split()) <= set(own):
            where = place(
                manuscript, block, span.start + match.start(), span.start + match.end(), span.key
            )
            what = f"the text says {match[0]}; its claim is of {names[0]}."
            yield Problem(NAME, where, what, Mend.words(f"Write `{names[0]}`."))
        return


def _kind(span: Span, name: ProperName, facts: Facts) -> bool:
    """Whether a name is part of what a kind of body is called: Home Office forces."""
    after = plain(span.text[name.start : name.start + 60])
    return any(after.startswith(plain(phrase)) for phrase in facts.counts)


def _institution(names: Sequence[str], facts: Facts) -> bool:
    """Whether one is the name of somebody, or of another strand than the one inspected."""
    own = facts.known.listed.get("strand", ())
    strands = facts.known.listed.get("strands", ())
    listed = {name for key in facts.known.listed for name in facts.known.listed[key]}
    return any((name in strands and name not in own) or name not in listed for name in names)


def _bodies(
    manuscript: Manuscript, block: TextBlock, span: Span, claim: ClaimFacts, facts: Facts
) -> Iterator[Problem]:
    """A body named in a bound passage: its claim rests on it, and one that counts names all."""
    # A label that no document may print stands in a passage that is left out of the public one.
    labels = {*facts.printable_names, *facts.known.labels.values()} - {""}
    every = sorted(labels, key=lambda name: (-len(name), name))
    if not every or span.text.strip(" .,;") in every:
        return
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, every))})(?![\w-])")
    counts = claim.counts is not None
    items = claim.figures.support.items
    stands = {facts.known.labels.get(item.body, "") for item in items} - {""}
    behind = set(claim.figures.bodies.met) if counts else stands
    named = [*pattern.finditer(span.text)] if behind else []
    for match in named:
        where = place(
            manuscript, block, span.start + match.start(), span.start + match.end(), span.key
        )
        if match[0] not in behind:
            what = f"the passage names {match[0]}, on which its claim does not rest."
            yield Problem(NAME, where, what, Mend.words("Name one on which it rests."))
        elif (
            counts and len({one[0] for one in named}) < len(behind) and not _AMONG.search(span.text)
        ):
            what = f"the passage names {match[0]}; its claim counts {len(behind)} of them."
            yield Problem(NAME, where, what, Mend.words("Say how many, or write “among them”."))
