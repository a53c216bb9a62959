"""All that the original says has something in a translation that answers to it.

Else an original could gain words, and its translation would stay signed without them.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.passages import Passage
from inspectorate.prose.speech import speeches

from ..facts import Facts
from ..reasons import CheckName
from ..variants.signing import answering
from ..verbs import ReportVerb
from .places import by_section, section_place

NAME = CheckName.VARIANT_WHOLE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name the sections that one text has and the other has not, each passage that answers to
    nothing or that nothing answers to, and who is marked as speaking less often.
    """
    original = facts.documents.get(facts.variant_of)
    if original is None:
        return []
    laid = answering(manuscript, original)
    last, theirs = _last(manuscript), _last(original)
    told = facts.variant_of not in facts.unread
    found = []
    if last < theirs:
        what = f"the original has {theirs} headings, and {last} stand here."
        found.append(_problem(section_place(manuscript, last), what))
    found += [
        _problem(section_place(manuscript, one.section), _unanswered(one, told=told))
        for one in laid.unanswered
        if one.section <= last
    ]
    found += _added(manuscript, laid.added, theirs)
    return [*found, *_said(manuscript, original)]


def _last(manuscript: Manuscript) -> int:
    return max((at for at, _ in by_section(manuscript)), default=0)


def _unanswered(passage: Passage, *, told: bool) -> str:
    words = f": {_in_short(passage.words)}" if told else ""
    return f"nothing here answers to {_called(passage)} of the original{words}."


def _called(passage: Passage) -> str:
    number = passage.block.fields.get("number", "") if passage.sort == "recommendation" else ""
    return f"a passage ({passage.sort}{f' {number}' if number else ''})"


def _in_short(words: str) -> str:
    return f"“{words[:60].rstrip()}…”" if len(words) > 60 else f"“{words}”"


def _added(manuscript: Manuscript, added: tuple[Passage, ...], sections: int) -> Iterator[Problem]:
    """Name what answers to nothing; of a section that the original has not, its heading."""
    for one in added:
        if one.keys or (one.section > sections and one.sort != "heading"):
            continue  # the check of keys says so, or the heading does
        line, column = one.place
        where = Place(line, column, one.words, manuscript.name)
        mend = Mend.by(ReportVerb.SAVE, "Write it where the original has it, or take it out.")
        what = "the original has nothing in this place to which these words answer."
        yield Problem(NAME, where, what, mend)


def _said(manuscript: Manuscript, original: Manuscript) -> Iterator[Problem]:
    """Words out of their mark would be approved by nobody."""
    ours = speeches(manuscript)
    for code, speech in speeches(original).items():
        here = ours[code].stretches if code in ours else ()
        if len(here) < len(speech.stretches):
            what = f"the original marks more of its words as said by `{code}`."
            where = section_place(manuscript, 0)
            if here:
                line, column = here[0].block.at(here[0].start)
                where = Place(line, column, here[0].words, manuscript.name)
            yield _problem(where, what)


def _problem(where: Place, what: str) -> Problem:
    mend = Mend.by(ReportVerb.SAVE, "Translate it in the same place, marked as it is there.")
    return Problem(NAME, where, what, mend)
