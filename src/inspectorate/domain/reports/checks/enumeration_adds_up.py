"""A stated number of things is the number of things that are then told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose import ordinals
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.ordinals import Ordinal
from inspectorate.prose.quantities.numbers import NUMBER, is_plain_number
from inspectorate.prose.quantities.units import singular
from inspectorate.prose.quantities.verdicts import cased, spoken
from inspectstats.quantity import numerals

from ..facts import Facts
from ..reasons import CheckName
from .places import in_quotation, place

NAME = CheckName.ENUMERATION_ADDS_UP
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = True

# "has four strands: …", "three times: when …", "the following four recommendations:".
_STATED = re.compile(
    rf"(?<![\w£€$#.,:/-])(?P<n>{NUMBER}|both)\s+(?P<noun>(?:[a-z][\w’'-]*\s+){{0,5}}?[a-z][\w’'-]+)"
    r"(?P<rest>[^.:;?!]{0,60}?)\s*(?P<mark>:|–|—)\s*(?=\S|$)",
    re.I,
)
# "Its objectives are four: …".
_ARE = re.compile(
    rf"(?<![\w’'-])(?P<noun>[a-z][\w’'-]{{0,40}}s)"
    rf"\s+(?:are|were)\s+(?P<n>{NUMBER})\s*(?P<mark>:|–|—)\s*(?=\S|$)",
    re.I,
)
# "Prevent is one of its four strands; the others are Pursue, Protect and Prepare."
_ONE_OF = re.compile(
    rf"\bone\s+of\s+(?:(?:its|the|our|their|these|those)\s+)?(?P<n>{NUMBER})\s+"
    rf"(?P<noun>\w+)[;,:.]?\s*"
    rf"(?:and\s+)?the\s+other(?:s|\s+(?:{NUMBER}))?\s+(?:are|being)\s+(?P<list>[^.;:]{{3,300}})",
    re.I,
)
# "has three areas. The first is …. The second …": the ordinals that follow run up to the number.
_FOLLOWED = re.compile(
    rf"(?<![\w£€$#.,:/-])(?P<n>{NUMBER})\s+(?:[a-z][\w’'-]*\s+){{0,3}}?"
    r"[a-z][\w’'-]+s\b[^.:;?!]{0,80}"
    r"[.:;]\s+(?=(?:the\s+)?(?:first|1st|second|2nd)\b)",
    re.I,
)
_PLACE = re.compile(
    rf"(?:^|[.;:,]\s+)(?:and\s+)?(?:the\s+)?(?P<place>{ordinals.PATTERN}|last|other)"
    r"(?=\s+(?:is|was|are|were|says?|said|what|whether|where|how|that|to|asks?|covers?|"
    r"concerns?|comes?|of|one|will|deals?|reports?|looks?)\b|,)",
    re.I,
)
_TAIL = re.compile(r",?\s+(?:and|or|as\s+well\s+as|together\s+with)\s+", re.I)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|did|do|does|can|could|will|would|must|should|may|might)\b",
    re.I,
)
# What is told after a colon and is no list of the things counted.
_OPEN = re.compile(
    r"\b(?:such\s+as|for\s+(?:example|instance)|among\s+(?:them|others)|e\.g|etc|"
    r"including|and\s+so\s+on|one\s+of)\b",
    re.I,
)
_QUESTIONS = re.compile(
    r"(?:[\s“\"‘']*(?:(?:and|or)\s+)?(?:\w+\s+)?"
    r"(?:how|what|whether|why|which|who|whom|when|where|do|does|did|is|are|was|were|has|have|"
    r"had|can|could|should|would|will)\b[^?.!]*\?[”\"’';,]*)+",
    re.I,
)
_CLAUSE = re.compile(r"(?:which|who|whose|where|that|as|if|because|though|so|but)\b", re.I)
# Questions in a row: of these "who came back" is one, and no aside.
_ASKS = re.compile(r"(?:what|how|when|why|whether)\b", re.I)
# "Two cautions are in place. A referral is …. And a member of staff …": the list in sentences that
# follow ends with the one that says it is the last.
_ANNOUNCED = re.compile(
    rf"(?:There\s+(?:are|were)\s+)?(?P<n>{NUMBER}|both)\s+"
    r"(?:[a-z][\w’'-]*\s+){0,3}?(?P<noun>[a-z][\w’'-]+s)\b"
    r"(?:\s+(?:of\s+\w+\s+)?(?:are|were|stand|stood|stands|apply|applied|follow|followed|matter|"
    r"mattered|come|came|remain|remained|need|needed|deserve|hold|held|arise|arose|speak|\w+ed|met|"
    r"gave|took|told)\b"
    r"[^.:;,]{0,40})?\.?",
    re.I,
)
_ENDS = re.compile(r"(?:And|Finally|Lastly|Last,|The\s+last|The\s+final)\b")
# A number that counts what was found, not what is told: "in 32 forces: …".
_MOST = 20
# Words of two members without a comma: longer, the "and" joins clauses.
_SHORT = 12


@dataclass(frozen=True, slots=True)
class _Stated:
    """A number stated: its value, where it stands in the block, and as it is written."""

    n: int
    start: int
    end: int
    text: str


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each stated number of things that another number of things follows."""
    found: list[Problem] = []
    blocks = [one for one in manuscript.lines() if one.kind != "code"]
    for index, block in enumerate(blocks):
        if block.kind == "quote":
            continue
        told = [*_in_sentence(block), *_one_of(block), *_in_order(block), *_asked(block)]
        told += [*_listed(block, blocks[index + 1 :]), *_in_sentences(block, facts)]
        found += _out_of_order(manuscript, block)
        taken: set[int] = set()
        for stated, count in told:
            if stated.n == count or stated.start in taken or in_quotation(block, stated.start):
                continue
            taken.add(stated.start)
            where = place(manuscript, block, stated.start, stated.end)
            digits = stated.text[:1].isdigit()
            right = str(count) if digits else cased(stated.text, spoken(count))
            what = f"the text says {stated.text}; {count} {'is' if count == 1 else 'are'} told."
            mend = Mend.words(f"Write `{right}`, or tell what is missing.")
            found.append(Problem(NAME, where, what, mend))
        found += _summed(manuscript, block, blocks[index + 1 :], facts)
    return found


def _summed(
    manuscript: Manuscript, block: TextBlock, following: list[TextBlock], facts: Facts
) -> Iterator[Problem]:
    """A figure whose parts a list tells, each counted by a claim: ten causes of concern, at …."""
    claims = facts.claims or {}
    items = [*takewhile(lambda one: one.kind == "item", following)]
    if not items or not block.text.rstrip().endswith(":"):
        return
    for span in block.spans:
        claim = claims.get(span.key) if span.kind == "claim" else None
        for name, value in claim.values.items() if claim else ():
            first, _, rest = name.partition(" ")
            thing = f"{singular(first)} {rest}".strip()
            counts = [_counted_of(one, thing, facts) for one in items]
            told = sum(sum(one.values()) for one in counts)
            if not value.isdigit() or not all(counts) or told == int(value):
                continue
            where = place(manuscript, block, span.start, span.end, span.key)
            what = f"the text says {where.excerpt}; the list tells {told} of the {value}."
            yield Problem(NAME, where, what, Mend.words("Tell what is missing, each once."))


def _counted_of(item: TextBlock, thing: str, facts: Facts) -> dict[str, int]:
    """How many each counted claim of an item met that states the thing: a cause of concern."""
    claims = facts.claims or {}
    found = {}
    for span in item.spans:
        claim = claims.get(span.key) if span.kind == "claim" else None
        if claim and claim.counts and thing.lower() in claim.statement.lower():
            found[span.key] = claim.counts[0]
    return found


def _number(block: TextBlock, match: re.Match[str], by: int = 0) -> _Stated | None:
    """The number of a match in the block's text, or in the part of it that begins at ``by``."""
    start, end = (by + at for at in match.span("n"))
    n = 2 if match["n"].lower() == "both" else numerals.number(match["n"])
    if n is None or not 0 < n <= _MOST or not is_plain_number(block.text, start, end):
        return None
    return _Stated(n, start, end, match["n"])


def _in_sentence(block: TextBlock) -> Iterator[tuple[_Stated, int]]:
    """ "It has four strands: Prevent, Pursue, Protect and Prepare." """
    for match in (*_STATED.finditer(block.text), *_ARE.finditer(block.text)):
        stated = _number(block, match)
        sentence = next((s for s in block.sentences if s.start <= match.end() <= s.end), None)
        if stated is None or stated.n == 1 or sentence is None or match.end() >= sentence.end:
            continue
        if re.search(r"\bof\s+the\b|\bof\s+\d", match[0]) or _VERB.search(match["noun"]):
            continue
        rest = block.text[match.end() : sentence.end]
        count = _members(rest)
        if count:
            yield stated, count


def _one_of(block: TextBlock) -> Iterator[tuple[_Stated, int]]:
    for match in _ONE_OF.finditer(block.text):
        stated = _number(block, match)
        count = _members(match["list"])
        if stated is not None and count:
            yield stated, count + 1


def _members(text: str) -> int:
    """Count the members of a list written in a sentence; 0 where it is no list.

    Of members that each begin with a number ("five to chiefs and three to councils"), their sum.
    """
    text = _ASIDE.sub("", text).strip().rstrip(".!?”’\"' ")
    if not text or _OPEN.search(text):
        return 0
    members = _parts(text)
    counts = [numerals.number(one.split()[0]) for one in members]
    if len(counts) > 1 and all(count is not None for count in counts):
        return sum(count or 0 for count in counts)
    return len(members)


def _parts(text: str) -> list[str]:
    """Return the members of a list, none where it is not clear that it is one."""
    if ";" in text:
        return [_bare(part) for part in text.split(";") if part.strip()]
    parts = [part for part in re.split(r"\s*,\s*", text) if part]
    # A stop or a dash begins something else.
    if _aside(parts) or re.search(r"[.?–—]", text):
        return []
    if re.match(r"(?:and|or)\s+", parts[-1], re.I):
        return [_bare(part) for part in parts]
    joined = _TAIL.split(parts[-1])
    # "a, b and c" ends in two members; "a, b and c and d" may be read in two ways.
    if len(joined) != 2 or (len(parts) == 1 and len(text.split()) > _SHORT):
        return []
    return [*parts[:-1], *joined]


def _aside(parts: list[str]) -> bool:
    """ "A boat, which was new, and a pump": a part belongs to the one before it."""
    clauses = _CLAUSE.match(parts[0]) or _ASKS.match(parts[0])
    return not clauses and any(_CLAUSE.match(part) for part in parts[1:])


def _bare(part: str) -> str:
    return re.sub(r"^(?:and|or)\s+", "", part.strip(), flags=re.I) or part


def _asked(block: TextBlock) -> Iterator[tuple[_Stated, int]]:
    """ "We asked one question: how …?" """
    for match in re.finditer(
        rf"(?<![\w.,-])(?P<n>{NUMBER})\s+(?:\w+\s+){{0,2}}?questions?\s*:\s*", block.text, re.I
    ):
        stated = _number(block, match)
        rest = block.text[match.end() :]
        # One after the other, and no question that another sentence asks later.
        run = _QUESTIONS.match(rest)
        count = run[0].count("?") if run else 0
        if stated is not None and count:
            yield stated, count


def _in_order(block: TextBlock) -> Iterator[tuple[_Stated, int]]:
    """Ordinals that follow: the first is …, the second …."""
    for match in _FOLLOWED.finditer(block.text):
        stated = _number(block, match)
        told = 0
        for one in _places(block, match.end() - 2):
            told += one.n == told + 1
        if stated is not None and told > 1:
            yield stated, told


def _places(block: TextBlock, at: int) -> list[Ordinal]:
    """The places told from an offset on; the last, or the other, is the one after those before."""
    found: list[Ordinal] = []
    for one in _PLACE.finditer(block.text, at):
        word = one["place"].lower()
        after = max((each.n for each in found), default=0) + 1
        n = after if word in ("last", "other") else ordinals.value(word)
        found.append(Ordinal(n, *one.span("place"), one["place"]))
    return found


def _out_of_order(manuscript: Manuscript, block: TextBlock) -> Iterator[Problem]:
    """As many places told as stated, of which one is another: the first, the second, the fourth."""
    for match in _FOLLOWED.finditer(block.text):
        stated = _number(block, match)
        places = _places(block, match.end() - 2)
        if stated is None or len(places) != stated.n or in_quotation(block, match.start()):
            continue
        for place_of, one in enumerate(places, start=1):
            if one.n != place_of:
                right = ordinals.spelled(place_of, one.text)
                where = place(manuscript, block, one.start, one.end)
                what = f"the text says {one.text}; in the list of {stated.text} it is the {right}."
                mend = Mend.words(f"Write `{right}`, or tell what is missing.")
                yield Problem(NAME, where, what, mend)
                break


def _in_sentences(block: TextBlock, facts: Facts) -> Iterator[tuple[_Stated, int]]:
    """ "Two cautions are in place. A referral is an offer. And whoever broke the law …." """
    for at, sentence in enumerate(block.sentences):
        match = _ANNOUNCED.fullmatch(sentence.text.strip())
        if match is None or any(facts.called.written.finditer(match[0])):
            continue
        stated = _number(block, match, sentence.start)
        after = [one.text for one in block.sentences[at + 1 :]]
        last = next((n for n, one in enumerate(after, 1) if _ENDS.match(one)), 0)
        last = last or _each_named(match["noun"], after)
        if stated is not None and last > 1:
            yield stated, last


def _each_named(noun: str, after: list[str]) -> int:
    """How many sentences begin with one of the things counted: "A public group told us …"."""
    each = re.compile(
        r"(?:Finally,\s+|And\s+)?(?:An?|One|Another|"
        r"The\s+(?:other|last|second|third|fourth|fifth))\s+"
        rf"(?:[\w’'-]+\s+){{0,4}}?{re.escape(singular(noun.lower()))}\b"
    )
    return sum(each.match(one) is not None for one in after)


def _listed(block: TextBlock, following: list[TextBlock]) -> Iterator[tuple[_Stated, int]]:
    """A stem before a list of items."""
    text = block.text.rstrip()
    first = following[0] if following else None
    if not text.endswith(":") or first is None or first.kind != "item" or block.kind == "item":
        return
    items = 0
    for one in following:
        if one.group != first.group or one.kind != "item":
            break
        items += one.level == first.level
    stem = block.sentences[-1] if block.sentences else None
    if stem is None:
        return
    for match in re.finditer(
        rf"(?<![\w£€$#.,:/-])(?P<n>{NUMBER}|both)\s+(?P<noun>(?:[a-z][\w’'-]*\s+){{0,3}}?"
        r"(?:criteria|people|children|[a-z]+s)\b)(?P<rest>[^.;:]{0,50}):?$",
        text,
        re.I,
    ):
        stated = _number(block, match)
        bodies = re.search(r"\bof\b|\b(?:forces|bodies|services)\b", match[0], re.I)
        if stated is not None and match.start() >= stem.start and not bodies:
            yield stated, items
