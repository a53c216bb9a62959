"""A name before its noun, a hyphenated term, a statute: each is written as the records have it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.compounds import KnownCompounds, compounds, short_names, terms
from inspectorate.prose.manuscript import Manuscript, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .names_as_recorded import Known, known_names
from .places import bound, in_quotation, place

NAME = CheckName.NAMES_AGREE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("known.names",)
LOCAL = False

_ACT = re.compile(
    r"(?<![\w-])[A-Z][\w’'-]*"
    r"(?:[ ]\([A-Z][\w ]{1,60}\)|[ ](?:[A-Z][\w’'-]*|and|of|the|for|to|in)){0,14}"
    r"[ ](?:Act|Order|Regulations|Measure)[ ](?:19|20)\d\d\b"
)
_SMALL = re.compile(r"\b(?:and|of|the|for|to|in)\b")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each altered compound or term, and each statute that is elsewhere called otherwise."""
    known = known_names(manuscript, facts)
    lexicon = _lexicon(manuscript, facts)
    found = [*_statutes(manuscript, facts)]
    for block in manuscript.lines():
        if block.kind != "code":
            found += _compounds(manuscript, block, lexicon, known)
    return [*found, *_terms(manuscript, facts)]


def _terms(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """A thing that the claim names, and the passage by another noun: a local plan for the profile.

    Only of things whose full name the framework writes, where the words around it are the claim's.
    """
    named = short_names(facts.known.phrases)
    for block, span, claim in bound(manuscript, facts) if named else ():
        words = {one.lower() for one in _WORD.findall(claim.statement)}
        for stated in terms(claim.statement):
            if (stated.modifier, stated.head) not in named or stated.head in span.text.lower():
                continue
            for one in terms(span.text):
                said = span.text[one.start : one.end]
                other = one.modifier == stated.modifier and said.split()[-1].lower() not in words
                if not other or not one.beside & stated.beside:
                    continue
                right = f"{said.split()[0]} {stated.head}"
                where = place(
                    manuscript, block, span.start + one.start, span.start + one.end, span.key
                )
                what = f"the text says {said}; its claim is of the {stated.modifier} {stated.head}."
                yield Problem(NAME, where, what, Mend.words(f"Write `{right}`."))


_WORD = re.compile(r"[A-Za-z][\w’'-]*")


def _lexicon(manuscript: Manuscript, facts: Facts) -> KnownCompounds:
    """Names before nouns: of the framework, the claims and whoever is quoted; and of the text."""
    claims = [*(facts.claims or {}).values()]
    records = [*facts.known.phrases, *facts.known.names, *(one.statement for one in claims)]
    records += [one.figures.spoken_by for one in claims]
    return KnownCompounds.of(records, [one.text for one in manuscript.lines()])


def _compounds(
    manuscript: Manuscript, block: TextBlock, lexicon: KnownCompounds, known: Known
) -> Iterator[Problem]:
    """A name before a noun that the records have under another: the Channel duty."""
    for one in compounds(block.text):
        meant = lexicon.meant(one) if one.clear and not in_quotation(block, one.start) else None
        # A rival is a name that is known: of a new one nobody can say what it stands for.
        if meant is None or not known.holds(one.modifier):
            continue
        where = place(manuscript, block, one.start, one.end)
        what = f"the text says {one.modifier} before “{one.heads[0]}”; the record has {meant}."
        yield Problem(NAME, where, what, Mend.words(f"Write `{meant}`."), replacement=meant)
    for start, end, right in lexicon.altered(block.text):
        where = place(manuscript, block, start, end)
        what = f"the text says {where.excerpt}; the record has {right} there."
        yield Problem(NAME, where, what, Mend.words(f"Write `{right}`."), replacement=right)


def _statutes(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """Two Acts of one year whose names differ in a word: the one that is named no more often."""
    other = [one for slug, one in facts.documents.items() if slug != facts.slug]
    said = Counter(match[0] for one in (manuscript, *other) for match in _ACT.finditer(one.source))
    for match in _ACT.finditer(manuscript.source):
        act = match[0]
        near = [one for one in said if _one_more_word(act, one) and said[one] >= said[act]]
        if near:
            line = manuscript.source.count("\n", 0, match.start()) + 1
            column = match.start() - manuscript.source.rfind("\n", 0, match.start())
            where = Place(line, column, act, manuscript.name)
            what = f"the text says {act}; elsewhere it is called {near[0]}."
            yield Problem(NAME, where, what, Mend.words("Write the name that the statute has."))


def _one_more_word(act: str, other: str) -> bool:
    """Whether two Acts are of one year, and one has a word that the other has not."""
    mine, theirs = (Counter(_SMALL.sub(" ", one).split()) for one in (act, other))
    more, less = (mine - theirs).total(), (theirs - mine).total()
    return act != other and act[-4:] == other[-4:] and max(more, less) == 1
