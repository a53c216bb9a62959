"""Counted sentences taken apart into quantity, noun and predicate, said again, and denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .page import Page, Stretch

_QUANTITY = (
    r"almost all|nearly all|most|a (?:large )?majority|the majority|a (?:small )?minority|very few|"
    r"a few|few|some|not all|none|no|all|every|each|half|only \w+|the remainder|many|several|"
    r"(?:more|fewer|less) than \w+|at least \w+|at most \w+|two-thirds|three-quarters|a third|"
    r"a quarter|\d+|[a-z]+teen|(?:twenty|thirty|forty)(?:-\w+)?"
)
_NOUN = r"(?P<noun>(?:strategic )?(?:forces?|services?|bodies|body|schools?|leads?))"
_SAID = re.compile(
    rf"(?P<lead>In )?(?P<quantity>{_QUANTITY})(?: of)?(?: the)?(?: \d+)? {_NOUN}(?: inspected)?"
    rf"(?P<rest> .+?)(?P<paren> \((?P<met>\d+) of (?:the )?(?P<n>\d+)(?P<more>[^)]*)\))?",
    re.I | re.S,
)
_PAREN = re.compile(
    r" \((?P<met>\d+) of (?:the )?(?P<n>\d+) (?P<noun>\w+) inspected(?P<more>[^)]*)\)"
)
# Lemmas of verbs that findings are told with; a regular one is its past without "ed" or "d".
_IRREGULAR = dict(
    re.findall(
        r"(\w+)\s(\w+)",
        """
had have, understood understand, met meet, told tell, gave give, brought bring, kept
keep, knew know, held hold, made make, saw see, led lead, took take, found find, went
go, did do, wrote write, spoke speak, rose rise, fell fall, came come, shared share,
used use, measured measure, evaluated evaluate, governed govern, scrutinised
scrutinise, agreed agree, described describe, required require, deserved deserve,
discouraged discourage, tried try, relied rely, applied apply, carried carry,
identified identify, convinced convince, changed change, served serve, mapped map,
planned plan, differed differ, provided provide, produced produce
""",
    )
)
_REGULAR = [
    "overlooked",
    "passed",
    "covered",
    "explained",
    "adopted",
    "designed",
    "trained",
    "looked",
    "recorded",
    "attended",
    "tested",
    "showed",
    "helped",
    "asked",
    "answered",
    "remembered",
    "arrived",
    "reached",
    "followed",
    "counted",
    "missed",
    "checked",
]
LEMMAS = _IRREGULAR | {verb: verb[:-2] for verb in _REGULAR}
AUXILIARIES = ("could", "would", "were", "was", "are", "is", "have", "has", "can", "did")
_PARTICIPLE = re.compile(r" (?:\w+ed|been|made|given|kept|shown|had|put|held|taken|had no)\b")
_VERB = re.compile(rf"\b({'|'.join((*AUXILIARIES, *LEMMAS))})\b")
_PASSING = re.compile(r"\b(?:we spoke to|that we \w+|who may be|we read|who does|who were)\b")


@dataclass(frozen=True, slots=True)
class Counted:
    """A bound sentence of the shape "most forces had training (38 of the 46 forces inspected)".

    ``place``: its span; ``lead``: "In " or nothing; ``rest``: the predicate with a blank before it.
    """

    place: Stretch
    capital: bool
    lead: bool
    quantity: str
    noun: str
    rest: str
    paren: str

    @property
    def nouns(self) -> str:
        """The noun of many."""
        if self.noun.endswith("y"):
            return f"{self.noun[:-1]}ies"
        return self.noun if self.noun.endswith("s") else f"{self.noun}s"

    @property
    def single(self) -> str:
        """The noun of one."""
        if self.noun == "bodies":
            return "body"
        return self.noun.removesuffix("s")

    def said(self, phrase: str, n: int, *, rest: str = "", paren: str = "") -> str:
        """The sentence with another quantity, and with another predicate or bracket after it."""
        words = phrase.format(n=n, nouns=self.nouns, noun=self.single)
        if self.lead and words.startswith("of "):
            words = re.sub(r", (?=[\w-]+$)", ", in ", words)
        elif self.lead:
            words = f"in {words}"
        return _cased(f"{words}{rest or self.rest}{paren}", capital=self.capital)


def counted(page: Page) -> Iterator[Counted]:
    """Every counted sentence of a page that has this shape; others are left alone."""
    for place in page.of("claim"):
        match = _SAID.fullmatch(place.text)
        if match and "[" not in place.text and "\n" not in place.text:
            yield Counted(
                place,
                place.text[:1].isupper(),
                bool(match["lead"]),
                match["quantity"],
                match["noun"],
                match["rest"],
                match["paren"] or "",
            )


def bracket(place: Stretch) -> re.Match[str] | None:
    """The bracket "(38 of the 46 forces inspected)" in a span."""
    return _PAREN.search(place.text)


def verb_of(words: str) -> re.Match[str] | None:
    """The verb that a predicate asserts: the first, past those of relative clauses."""
    passed = [match.span() for match in _PASSING.finditer(words)]
    for match in _VERB.finditer(words):
        if not any(start <= match.start() < end for start, end in passed):
            return match
    return None


def denied(words: str) -> str | None:
    """The same predicate denied, or a denied one asserted; None where the verb is not known."""
    match = verb_of(words)
    if match is None:
        return None
    before, verb, after = words[: match.start()], match[1], words[match.end() :]
    if verb == "had" and after.startswith((" none", " no ")):
        some = after.replace(" none", " some", 1) if " none" in after[:6] else f" a{after[3:]}"
        return f"{before}had{some}"
    if verb == "have" and not _PARTICIPLE.match(after):
        return f"{before}do not have{after}"
    if verb in AUXILIARIES or (verb == "had" and _PARTICIPLE.match(after)):
        if after.startswith(" not"):
            return _asserted(before, verb, after[4:])
        return f"{before}{verb} not{after}"
    return f"{before}did not {LEMMAS[verb]}{after}"


def _asserted(before: str, verb: str, after: str) -> str:
    """Take "not" away; "did not share" becomes "shared"."""
    lemma = re.match(r" (\w+)", after)
    if verb == "did" and lemma:
        past = next((one for one, base in LEMMAS.items() if base == lemma[1]), "")
        if past:
            return f"{before}{past}{after[lemma.end() :]}"
    return f"{before}{verb}{after}"


def _cased(words: str, *, capital: bool) -> str:
    first = words[:1]
    return (first.upper() if capital else first.lower()) + words[1:]
