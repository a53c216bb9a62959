"""What happened to a thing, for its own page: the entries of the ledger whose page it is, newest
first, as far as the reader may know them.

Every page that is named here has its history; no view and no template asks for it. Of an
inspection it is the ledger page, narrowed to the thing; of the house, where there is no ledger
page, all of it stands on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.models import Person

from . import house_things
from .access import may
from .claims.history import more_of
from .done import done
from .things import KINDS, Thing, named

# So many stand on the page of a thing.
SHOWN = 5
LONGEST = 300
# Pages of one thing of an inspection, and how many of their arguments, past the inspection, name
# it; what follows says only how it is shown.
OBJECTS: Mapping[str, int] = {
    "inspections-plan": 0,
    "fieldwork-request": 1,
    "fieldwork-return-template": 1,
    "fieldwork-plan": 1,
    "fieldwork-sample": 1,
    "fieldwork-visit": 1,
    "evidence-item": 1,
    "evidence-arrival": 1,
    "judgments-cell": 2,
    "judgments-exercise": 1,
    "judgments-order": 1,
    "judgments-panel": 1,
    "judgments-outcome": 1,
    "claims-claim": 1,
    "reports-document": 1,
    "reports-edition": 2,
    "recommendations-addressee": 1,
    "publication-release": 1,
}
# Pages that show a text, whose own headings alone make the outline of the page.
TEXTS = frozenset({"reports-document", "reports-edition"})
# What an entry of a room tells beyond who did what, on the page of its thing.
MORE: Mapping[str, Callable[[Entry], str]] = {ClaimVerb.SEE.room: more_of}


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry as it is read: ``who`` ``before`` the ``thing`` ``after``, on a ``day``."""

    entry: Entry
    day: date
    who: str
    before: str
    thing: Thing
    after: str

    @property
    def rest(self) -> SafeString:
        """The thing, linked where its page opens, and what follows it without a gap."""
        name, url = self.thing.name, self.thing.url
        linked = format_html('<a class="govuk-link" href="{}">{}</a>', url, name) if url else name
        return format_html("{}{}", linked, self.after)


@dataclass(frozen=True, slots=True)
class History:
    """The newest of what happened to a thing, the ``older`` ones where there is no other page for
    them, how many there are in all and the address of all of it.

    ``of_a_text``: it stands below a text, whose own headings outrank it.
    """

    deeds: Sequence[Deed]
    older: Sequence[Deed]
    count: int
    url: str
    of_a_text: bool = False


def deeds_of(entries: Iterable[Entry], things: Mapping[str, Thing]) -> list[Deed]:
    """Each entry with whoever acted and its thing, in one query whatever their number."""
    deeds = []
    for entry, who in people.who_acted(entries):
        before, after = done(entry.verb)
        day = timezone.localtime(entry.at).date()
        deeds.append(Deed(entry, day, who, before, things[entry.of], after))
    return deeds


def history_of(request: HttpRequest, inspection: Inspection | None) -> History | None:
    """What happened to the thing whose page was asked for; nothing where it is no thing's page."""
    asked = request.resolver_match
    if asked is None or not isinstance(request.user, Person):
        return None
    page = asked.url_name or ""
    args = tuple(str(one) for word, one in asked.kwargs.items() if word != "slug")
    if inspection is None:
        known = page in house_things.PAGES
        return _in_house(request.user, page, args[0], request.path) if known else None
    if page not in OBJECTS or not may(request.user, inspection, InspectionVerb.SEE):
        return None
    return _on(request.user, ThingPage(inspection, page, args), request.path)


@dataclass(frozen=True, slots=True)
class ThingPage:
    """The page of one thing of an inspection, with its arguments."""

    inspection: Inspection
    page: str
    args: tuple[str, ...]

    @property
    def asked(self) -> str:
        """The thing as the ledger page is asked for it."""
        return "/".join([self.page, *self.args])

    @property
    def url(self) -> str:
        """Its address; raises NoReverseMatch where there can be no such page."""
        return reverse(self.page, args=[self.inspection.slug, *self.args])

    def among(self, person: Person, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """Those of ``entries`` that are of something whose page it is, as far as ``person`` may
        see it.
        """
        found = Q(pk__in=())
        for table, kind in KINDS.items():
            if not may(person, self.inspection, kind.see):
                continue
            for place in (kind.place, *kind.also):
                if place.page == self.page:
                    stands = place.stands(self.args[: OBJECTS[self.page]])
                    rows = apps.get_model(table)._default_manager.filter(
                        **{kind.whose: self.inspection.pk}, **stands
                    )
                    found |= Q(of__in=_names(table, rows))
        return entries.filter(found)


def asked_for(inspection: Inspection, asked: str) -> ThingPage:
    """The page of a thing as the ledger page is asked for it; 404 where there can be none such.

    Whether there is such a thing is not said.
    """
    page, *args = asked.split("/")
    found = ThingPage(inspection, page, tuple(args))
    try:
        if page in OBJECTS and len(asked) < LONGEST and found.url:
            return found
    except NoReverseMatch:
        pass
    raise Http404


def _on(person: Person, thing: ThingPage, path: str) -> History:
    told = what_happened(person, thing.inspection)
    found = thing.among(person, told).order_by("-number")
    # Which they are is asked once: to ask again how many there are costs as much.
    every = list(found.values_list("pk", flat=True))
    listed = list(Entry.objects.filter(pk__in=every[: SHOWN + 1]).order_by("-number"))
    things = _without(path, named(person, thing.inspection, listed))
    deeds = [
        replace(one, after=f"{one.after}{_more(one.entry)}")
        for one in deeds_of(listed[:SHOWN], things)
    ]
    ledger = reverse("ledger", args=[thing.inspection.slug])
    url = f"{ledger}?{urlencode({'thing': thing.asked})}"
    return History(deeds, (), len(every), url, of_a_text=thing.page in TEXTS)


def _in_house(person: Person, page: str, arg: str, path: str) -> History:
    entries = list(house_things.entries_of(page, arg))
    things = _without(path, house_things.known(person, entries))
    listed = [one for one in entries if one.of in things and house_things.told(person, one)]
    deeds = deeds_of(listed, things)
    return History(deeds[:SHOWN], deeds[SHOWN:], len(deeds), "")


def _without(path: str, things: Mapping[str, Thing]) -> dict[str, Thing]:
    """The things, linked unless they stand on the page that one reads."""
    return {of: Thing(one.name) if one.url == path else one for of, one in things.items()}


def _more(entry: Entry) -> str:
    told = MORE.get(entry.verb.partition(".")[0])
    return told(entry) if told else ""


def _names(table: str, rows: QuerySet[Model]) -> QuerySet[Model, str]:
    """What the ledger calls these rows."""
    name = Concat(Value(f"{table}/"), Cast("pk", CharField()))
    return rows.order_by().values_list(name, flat=True)
