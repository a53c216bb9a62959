"""What is asked of a text before it takes the place of a section, saved or only typed: that its
writer reads all that they send, and that no section which is closed to them stands otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inspectorate.domain.inspections.marked_words import not_cleared
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.sections import parts, stands_alone, with_part

from ..models import Document
from ..revising import reasons_above
from . import policies
from .reading import TextAsRead, with_text
from .standing import StandingSection, place_of, standing_of


def reasons_not_to_place(
    person: Person, document: Document, read: TextAsRead, identity: str, text: str
) -> list[Reason]:
    """Why ``text`` may not take the place of a section that stands; ``read`` is the document as
    ``person`` has it.

    Asked of the text where it would stand: how words are marked may hang on what is around them.
    """
    found = standing_of(document)
    place = place_of(found, identity) or 0
    whole = with_part([one.text for one in found], place, text)
    if read.whole:
        return reasons_above(person, document, whole)
    before = "".join(one.text for one in found[:place])
    after = "".join(one.text for one in found[place + 1 :])
    alone = stands_alone(whole, before, after, found[place].text, text)
    apart = policies.section_separable(whole=False, alone=alone)
    if apart:
        return apart
    cut = [*found[:place], *_cut(whole[len(before) : len(whole) - len(after)])]
    sent = len(cut)
    would = with_text(person, document, whole, [*cut, *found[place + 1 :]])
    closed = [one.marking for one in would.sections[place:sent] if one.unread]
    if closed:
        return [replace(not_cleared("The text that you send", highest(closed)), field="text")]
    beside = [one.told for one in (*would.sections[:place], *would.sections[sent:])]
    were = [one.told for one in (*read.sections[:place], *read.sections[place + 1 :])]
    return policies.section_separable(whole=False, alone=beside == were)


def _cut(text: str) -> Sequence[StandingSection]:
    """The sections of what is sent: it may have headings of its own."""
    return [StandingSection(f"sent-{place}", 1, one.text) for place, one in enumerate(parts(text))]
