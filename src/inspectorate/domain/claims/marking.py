"""How high claims and what stands under them are marked, and how a reader is shown them.

A claim is marked as the lowest that still supports it (``ClaimFacts.marking``); an objection was
written by somebody who looked at everything, so that it takes the highest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q, QuerySet

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.marked_words import readable
from inspectorate.domain.judgments.marking import Marks, marks
from inspectorate.domain.judgments.models import Agreed, AgreedCitation
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import BASELINE, ORDER, Marking, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from .facts import ClaimFacts
from .figures import Figures, Support
from .kinds.registry import kind_of
from .models import Claim, Pin, Reference


def as_read(claim: Claim, facts: ClaimFacts, reader: Reading) -> ClaimFacts:
    """Give a claim's facts as ``reader`` may have them, and its row with them (in memory alone).

    Above the reader its key, kind and state stay; its words, figures and support do not.
    """
    reader.of(claim, facts.marking, "statement", "small_number_decision")
    if not claim.withheld:
        opened = [one for one in ORDER if reader.may(one)]
        return replace(facts, figures=facts.kind.seen(facts.figures, opened))
    claim.predicate = {}
    return replace(
        facts,
        statement=claim.statement,
        small_number_decision=claim.small_number_decision,
        figures=Figures(support=Support(marking=facts.figures.support.marking)),
        withdrawn_support=(),
        excerpts=(),
    )


def objections_as_read(
    claim: Claim, bears: str, references: Iterable[Reference], reader: Reading
) -> list[Reference]:
    """Give what referencers said of any version of a claim, as ``reader`` may have their words.

    ``bears`` is how high the claim is marked now. What an earlier version quoted is kept nowhere:
    what was said of one is for who may read whatever it may have been.
    """
    rows, kind = list(references), kind_of(claim.kind)
    marking = highest([BASELINE, bears, *_of_all(claim, claim.pins.all())])
    quotes = kind.may_be_marked and not kind.pins_items
    of_earlier = highest([marking, Marking.SENSITIVE]) if quotes else marking
    return [
        reader.of(one, marking if one.claim_version == claim.version else of_earlier, "reasons")
        for one in rows
    ]


def pinned(claim: Claim) -> str:
    """Return the highest marking of the items that the version of now is pinned to itself."""
    return highest([BASELINE, *_of(Item.objects.filter(pk__in=_pins(claim).values("item")))])


def under(claim: Claim) -> str:
    """Return the highest marking of all that the version of now rests on, judgments' words too."""
    return highest([BASELINE, *_of_all(claim, _pins(claim))])


def may_write(person: Person, claim: Claim, marking: str) -> list[Reason]:
    """Require that who changes a claim may read it, and the items that it is pinned to itself.

    What they change is pinned anew, to what they may read: the rest would fall away in silence.
    """
    what = f"{claim.key}, or evidence that it is pinned to,"
    return readable(person, claim.inspection, marking, what)


def may_sign(person: Person, claim: Claim, marking: str) -> list[Reason]:
    """Require that who signs a claim may read all that they say to have looked at."""
    what = f"{claim.key}, or something that it rests on,"
    return readable(person, claim.inspection, marking, what)


def _pins(claim: Claim) -> QuerySet[Pin]:
    return claim.pins.filter(claim_version=claim.version)


def _of_all(claim: Claim, pins: QuerySet[Pin]) -> list[str]:
    """The marking of each item, and of each judgment's words, that stands under some pins."""
    judged = Agreed.objects.filter(pk__in=pins.values("agreed"))
    said = marks(claim.inspection) if judged else Marks()
    return [*_of(_under(pins)), *(said.of_settled(one) for one in judged)]


def _under(pins: QuerySet[Pin]) -> QuerySet[Item]:
    """The items that are pinned, or cited by a judgment that is."""
    cited = AgreedCitation.objects.filter(agreed__in=pins.values("agreed")).values("item")
    return Item.objects.filter(Q(pk__in=pins.values("item")) | Q(pk__in=cited))


def _of(items: QuerySet[Item]) -> list[str]:
    return list(items.order_by().values_list("marking", flat=True).distinct())
