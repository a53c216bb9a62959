"""Comments as the editors' own copy in Word tells them: under the role of who wrote each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

from ..models import Comment, Document
from ..sections.queries import outline
from .models import RemarkSource
from .queries import StandingRemark, marked_now, remarks_on

NOBODY = "Somebody who left the team"
ELSEWHERE = "An edited file"


class ToldComment(NamedTuple):
    """A comment with its answers: the line of the text at which its words stand, from 1, and how
    high what is told of it is marked.
    """

    line: int
    words: str
    marking: str


def told(person: Person, document: Document) -> list[ToldComment]:
    """Return each comment that is open and that this person may read, with its answers, at its
    line; where its words are gone, at that of its section's heading.

    It names nobody: neither who wrote it here nor whom a file names.
    """
    begun = Comment.objects.filter(document=document, answers_to=None)
    commented = set(begun.values_list("identity", flat=True).order_by().distinct())
    found: list[ToldComment] = []
    roles = _roles(document.inspection) if commented else {}
    for section in outline(document) if commented else ():
        if section.identity not in commented:
            continue
        remarks = remarks_on(person, document, section.identity, section.text)
        for one in remarks.open:
            if isinstance(one.row, Comment) and not is_withheld(one.row):
                line = section.line + section.text[: one.start or 0].count("\n")
                marking = highest(marked_now(each) for each in (one.row, *one.answers))
                found.append(ToldComment(line, _words(one, one.row, roles), marking))
    return found


def _roles(inspection: Inspection) -> Mapping[int, Sequence[str]]:
    held: dict[int, list[str]] = defaultdict(list)
    for pk, role in inspection.team.order_by("pk").values_list("person", "role"):
        held[pk].append(Role(role).label)
    return held


def _words(one: StandingRemark, begun: Comment, roles: Mapping[int, Sequence[str]]) -> str:
    about = f" on “{begun.quote.strip()}”" if begun.quote.strip() else ""
    answers = (f"{_by(each, roles)}: {each.text}" for each in one.answers)
    return "\n".join([f"{_by(begun, roles)}{about}: {begun.text}", *answers])


def _by(comment: Comment, roles: Mapping[int, Sequence[str]]) -> str:
    if comment.source == RemarkSource.WORD:
        return ELSEWHERE
    return next(iter(roles.get(comment.by_id, ())), NOBODY)
