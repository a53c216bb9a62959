"""Reads how many bodies a passage says were looked at: inspected, or returned what they were asked.

What is counted is a part of those looked at, and those of a part of all there are. Of the three
each has its own verbs: "38 of the 43 forces returned data", "of the 44 inspected", "five did not
reply". Which verbs count is a matter of what the claim rests on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LookedSide = Literal["inspected", "uninspected", "scope"]

_PASSIVE = r"\s*,?\s*(?:(?:was|were|have been|had been|has been|could|be)\s+)+"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The words by which one speaks of those looked at.

    ``after`` and ``before`` maps each side to the patterns of the words after and before an amount,
    in the order in which they are tried. ``subject`` are words between the noun and its verb
    that say no more than which bodies are meant, ``those`` are the ones of them that name those
    looked at; ``spoken`` finds the verbs in a statement, which then is about looking itself.
    ``were`` and ``were_not`` say it in words, ``that`` follows a noun, ``whole`` one of all there
    are. ``aside`` are words that may stand between an amount and its verb. ``left_out`` is said of
    one that is in neither number, ``waiting`` of one that is not yet.
    """

    after: tuple[tuple[LookedSide, re.Pattern[str]], ...]
    before: tuple[tuple[LookedSide, re.Pattern[str]], ...]
    subject: re.Pattern[str]
    those: re.Pattern[str]
    spoken: re.Pattern[str]
    were: str
    were_not: str
    that: str
    whole: str
    left_out: str
    waiting: str
    aside: re.Pattern[str] | None = None

    def side(self, lead: str, text: str, rest: str) -> LookedSide | None:
        """The side of an amount with these words before and after it; None where it has none.

        ``text`` is what is said of it, ``rest`` everything that stands after it.
        """
        said = [text, self.aside.sub("", rest, count=1)] if self.aside else [text]
        found = [side for side, pattern in self.after if any(map(pattern.match, said))]
        found += [side for side, pattern in self.before if pattern.search(lead)]
        # Denied first, wherever it stands: "we had no data from five that returned a form".
        return "uninspected" if "uninspected" in found else found[0] if found else None

    def names_those(self, text: str) -> bool:
        """Do the words after a noun say that those looked at are meant: "the 38 that returned"?"""
        return self.those.match(text) is not None


def _of(*rows: tuple[LookedSide, str]) -> tuple[tuple[LookedSide, re.Pattern[str]], ...]:
    return tuple((side, re.compile(pattern, re.I)) for side, pattern in rows)


_LOOKED = (
    r"(?:inspected|visited|assessed|examined|judged|looked at|surveyed)(?! (?:as|to|by|for)\b)"
)
_LOOK = r"(?:inspect|visit|assess|examine|judge|look at|survey)"
_SUBJECT = (
    r"(?:inspected|visited|assessed|surveyed|looked at|judged|covered|in all|in total|"
    r"in (?:scope|the sample|england|wales|scotland))"
)

INSPECTED = LookedAt(
    after=_of(
        ("uninspected", rf"{_PASSIVE}(?:not|never)\s+(?:yet\s+|be\s+|been\s+)*{_LOOKED}\b"),
        ("uninspected", rf"\s*,?\s*(?:was|were)n[’']t\s+{_LOOKED}\b"),
        ("inspected", rf"{_PASSIVE}(?:\w+ly\s+)?{_LOOKED}\b"),
    ),
    before=_of(
        ("uninspected", rf"\b(?:not|n[’']t|cannot|never)\s+(?:\w+\s+)?{_LOOK}\s+$"),
        ("inspected", rf"\b(?:we|inspectors|and)\s+{_LOOKED}\s+(?:all\s+)?$"),
    ),
    subject=re.compile(
        r"^(?:\s*,?\s*(?:(?:that|which|who)?\s*(?:we|they|inspectors)\s+(?:had\s+)?)?"
        rf"{_SUBJECT}\b,?)+",
        re.I,
    ),
    those=re.compile(
        rf"\s*,?\s*(?:(?:that|which)\s+)?(?:(?:we|inspectors)\s+|were\s+)?{_LOOKED}\b", re.I
    ),
    spoken=re.compile(_LOOKED, re.I),
    were="were inspected",
    were_not="were not inspected",
    that="inspected",
    whole="in scope",
    left_out="not inspected",
    waiting="Inspected, not agreed yet",
)

_THING = (
    r"(?:data|returns?|repl(?:y|ies)|responses?|answers?|information|figures|forms?|"
    r"questionnaires?|surveys?|templates?|submissions?)"
)
_ANY = r"(?:(?:us|in|back|a|an|the|their|any|its|usable|complete|full|our|this|these|it|some)\s+)*"
_DID = (
    r"(?:(?:returned|responded|replied|answered|took part|came back)"
    r"(?!\s+(?:to\s+(?!us|our|the|this)\w+)|\s+(?:that|negatively|positively)\b)|"
    rf"(?:returned|sent|provided|submitted|supplied|completed|handed|filled|made|gave)\s+{_ANY}"
    rf"(?:\w+\s+)?{_THING})"
)
_DO = (
    r"(?:return|respond|reply|answer|take part|come back|do so|"
    rf"(?:send|provide|submit|supply|complete|hand|fill|make|give)\s+{_ANY}(?:\w+\s+)?{_THING})"
)
_NOT = r"(?:did|do|does|have|has|had|could|would)(?:\s+not|n[’']t)(?:\s+(?:yet|even|also))?"
_NO_THING = (
    rf"(?:sent|provided|submitted|supplied|made|gave|returned)\s+(?:us\s+)?(?:no|nothing)"
    rf"(?:\s+(?:usable\s+)?{_THING})?"
)
_WERE_ASKED = r"(?:asked|surveyed|contacted|approached|invited)"
_ASKED = rf"(?:{_WERE_ASKED}|in scope|in all|in total|in (?:england|wales|scotland))"

RETURNED = LookedAt(
    after=_of(
        (
            "uninspected",
            rf"\s*,?\s*(?:(?:that|which|who)\s+)?(?:{_NOT}\s+(?:{_DO}|{_DID})\b|"
            rf"(?:never|failed to|(?:had |have |were |are )?yet to)\s+(?:{_DO}|{_DID})\b|"
            rf"{_NO_THING}\b|(?:was|were)(?: not|n[’']t) heard from\b)",
        ),
        ("inspected", rf"\s*,?\s*(?:(?:have|had|has|\w+ly|also)\s+)*{_DID}\b"),
        ("scope", rf"{_PASSIVE}{_WERE_ASKED}\b"),
    ),
    before=_of(
        (
            "uninspected",
            rf"\b(?:nothing|no\s+(?:\w+\s+)?{_THING})\s+(?:(?:was|were|had|came|received)\s+)*"
            r"from\s+(?:the\s+(?:other\s+)?)?$",
        ),
        (
            "uninspected",
            r"\b(?:not|n[’']t|never)\s+hea(?:r|rd)\s+(?:back\s+)?from\s+(?:the\s+(?:other\s+)?)?$",
        ),
        (
            "uninspected",
            rf"\b{_THING}\s+(?:was|were)(?:\s+not|n[’']t)\s+(?:available|received|supplied)\s+"
            r"(?:for|from|by)\s+(?:the\s+(?:other\s+)?)?$",
        ),
        ("inspected", r"\bleaving\s+(?:the\s+)?$"),
        (
            "inspected",
            rf"(?:^|(?<!no)\s){_THING}\s+(?:(?:was|were|had|been)\s+)*(?:\w+\s+)?(?:from|by)\s+"
            r"(?:all\s+)?(?:the\s+)?$",
        ),
        (
            "scope",
            rf"\b(?:we|inspectors|and)\s+(?:had\s+)?{_WERE_ASKED}\s+(?:all\s+)?(?:the\s+)?$",
        ),
        (
            "scope",
            r"\b(?:request|survey|template|form|questionnaire|letter)s?\s+"
            r"(?:had\s+|was\s+|were\s+)*"
            r"(?:went|gone|sent)\s+(?:out\s+)?to\s+(?:all\s+)?(?:the\s+)?$",
        ),
    ),
    subject=re.compile(
        rf"^(?:\s*,?\s*(?:(?:that|which|who)\s+(?:(?:had|have)\s+)?{_DID}"
        rf"|(?:returning|sending|providing|supplying|submitting)\s+{_ANY}{_THING}"
        rf"|(?:(?:(?:that|which|who)\s+)?we\s+(?:had\s+)?|(?:that|which|who)\s+were\s+)?{_ASKED}"
        r"(?:\s+(?:for|to)\s+(?:\w+\s+){0,3}?(?:data|returns?|reply|respond|return))?)\b,?)+",
        re.I,
    ),
    those=re.compile(
        rf"\s*,?\s*(?:(?:that|which|who)\s+(?:(?:had|have)\s+)?{_DID}"
        rf"|(?:returning|sending|providing|supplying|submitting)\s+{_ANY}{_THING})\b",
        re.I,
    ),
    spoken=re.compile(rf"{_DID}\b", re.I),
    were="returned",
    were_not="did not return",
    that="that returned",
    whole="asked",
    left_out="not returned",
    waiting="Returned, with no answer to this or not certified yet",
    aside=re.compile(
        rf"^\s*,?\s*\(?\s*(?:out\s+of|of|from)\s+(?:the\s+)?[\w-]+(?:\s+{_ASKED})?\s*\)?,?", re.I
    ),
)

WORDS: dict[str, LookedAt] = {"inspected": INSPECTED, "returned": RETURNED}
