"""Words that somebody living says for this document are approved by them, as they stand.

Who speaks is declared, and named beside the words. What no public edition prints may be
shown to no speaker, and so is approved by none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.speech import Speech, Stretch, speeches

from ..facts import Facts, Spoken
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import SPEAKS, place, tokens

NAME = CheckName.QUOTATION_APPROVED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("spoken",)
LOCAL = False

_DASH = re.compile("[—–]")
# What before an office makes another of it: the deputy of who is quoted is not who is quoted.
_OTHERS = re.compile(
    r" (?:deputy|vice|assistant|associate|acting|interim|temporary|former|shadow|then) $"
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each live quotation whose speaker is unknown, is not named, or has not approved it."""
    declared = facts.spoken or {}
    return [
        problem
        for speech in speeches(manuscript).values()
        for problem in _of(manuscript, speech, declared, facts)
    ]


def _of(
    manuscript: Manuscript, speech: Speech, declared: Mapping[str, Spoken], facts: Facts
) -> Iterator[Problem]:
    spoken = declared.get(speech.code)
    if spoken is None:
        what = f"nobody has said who speaks as `{speech.code}`."
        mend = Mend.by(ReportVerb.DECLARE_QUOTATION, "Say who speaks, with their office.")
        if not speech.code:
            what = "the words are marked as said, and not by whom."
            mend = Mend.words('Write `.said by="…"`, with the short name of the quotation.')
        yield _problem(manuscript, speech.stretches[0], what, mend)
        return
    # What is marked is known inside alone; outside, a text is checked without a database.
    from ..quotations.withheld import is_withheld

    if is_withheld(speech, manuscript, facts.bears):
        what = "the quotation holds words that no public edition prints."
        mend = Mend.words("Take what is marked higher out of the quotation.")
        yield _problem(manuscript, speech.stretches[0], what, mend)
    # An office is declared in one language, and may stand in another beside a translation.
    if not facts.variant_of and not _named(manuscript, speech, spoken, declared):
        what = f"neither the name nor the office of the speaker (`{spoken.office}`) stands beside."
        mend = Mend.words(f"Write before the words, or after them: `{spoken.office}` said.")
        yield _problem(manuscript, speech.stretches[0], what, mend)
    if speech.identity not in spoken.approved:
        what = f"`{spoken.office}` has not approved these very words"
        what += "; the words approved were others, or it was taken back." if spoken.ever else "."
        mend = Mend.by(
            ReportVerb.ASK_SPEAKER, "Ask the speaker, or record their message with its file."
        )
        yield _problem(manuscript, speech.stretches[0], what, mend)


def _named(
    manuscript: Manuscript, speech: Speech, spoken: Spoken, declared: Mapping[str, Spoken]
) -> bool:
    """Is the speaker told to speak in the paragraph of some of the words, or in one beside it?"""
    lines = tuple(manuscript.lines())
    near = {one.index + by for one in speech.stretches for by in (-1, 0, 1)}
    told = [_words(text) for at in near if 0 <= at < len(lines) for text in _telling(lines[at])]
    offices = {_words(one.office) for one in declared.values()}
    return any(
        _holds(text, _words(spoken.office), offices)
        or bool(spoken.name and _words(spoken.name) in text)
        for text in told
    )


def _holds(text: str, office: str, offices: Collection[str]) -> bool:
    """Does an office stand in whole words, and not as a part of a longer one, which is then the one
    that is named?
    """
    for longer in sorted((one for one in offices if office in one), key=len, reverse=True):
        if longer != office:
            text = text.replace(longer, " ")
    places = (one.start() + 1 for one in re.finditer(f"(?={re.escape(office)})", text))
    return any(not _OTHERS.search(text[:at]) for at in places)


def _telling(block: TextBlock) -> Iterator[str]:
    """Yield what of a block says who speaks: its sentences with a verb of speaking, and what stands
    after the dash of a quote set apart.
    """
    yield from (one.text for one in block.sentences if SPEAKS.search(one.text))
    if block.kind == "quote":
        yield from _DASH.split(block.text)[1:]


def _words(text: str) -> str:
    """Whole words for comparison, each between blanks."""
    return f" {' '.join(word for word, _, _ in tokens(text))} "


def _problem(manuscript: Manuscript, at: Stretch, what: str, mend: Mend) -> Problem:
    return Problem(NAME, place(manuscript, at.block, at.start, at.end), what, mend)
