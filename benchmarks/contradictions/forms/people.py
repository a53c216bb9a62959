"""Who did it, who is meant, who is written to: actors, names and addressees that are not so."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from ..page import Page
from ..sown import Change, Family, World, picked

ACTOR = Family("wrong actor")
NAME = Family("name", rules=True)
ADDRESSEE = Family("addressee")
_WHY = "somebody else did it"
ACTOR.swaps(
    ("claim", "context", "quotation", "loose"),
    (
        (r"(?<!home office )forces", "councils"),
        (r"partners", "forces"),
        (r"officers and staff", "partners"),
        (r"the police", "the councils"),
        (r"Prevent officers", "head teachers"),
        (r"strategic leads?", "regional units"),
        (r"regional unit", "local council"),
        (r"College of Policing", "Home Office"),
        (r"the Home Office", "the Cabinet Office"),
        (r"panel chairs?", "chief constables"),
        (r"neighbourhood officers", "prison officers"),
        (r"council co-ordinator", "government minister"),
        (r"staff associations", "chief officers"),
        (r"communities", "colleges"),
        (r"supervisors", "volunteers"),
        (r"local policing body", "chief officer"),
        (r"neighbourhood sergeant", "chief constable"),
        (r"duty inspector", "Home Office official"),
        (r"schools officer", "head teacher"),
        (r"Channel panel chair", "Prevent officer"),
        (r"Prevent strategic lead", "police and crime commissioner"),
        (r"councils, health and education", "councils, courts and prisons"),
        (r"leaders", "volunteers"),
        (r"the (?:unit|units)", "the council"),
        (r"those who planned", "partners"),
        (r"senior officer", "member of staff"),
    ),
    _WHY,
)

_OTHER = "that is not its name"
NAME.swaps(
    ("claim", "context", "narrative", "loose", "quotation"),
    (
        (r"College of Policing", "College of Police"),
        (r"College of Policing", "Police College"),
        (r"College of Policing", "National College of Policing"),
        (r"College of Policing", "Police Federation"),
        (r"the Home Office", "the Foreign Office"),
        (r"Home Office forces", "Cabinet Office forces"),
        (r"England and Wales", "England and Scotland"),
        (r"England and Wales", "England, Wales and Northern Ireland"),
        (r"CONTEST", "CONTACT"),
        (r"Prevent duty", "Protect duty"),
        (r"the purpose of Prevent", "the purpose of Pursue"),
        (r"Prevent strategic lead", "Prepare strategic lead"),
        (r"Prevent officers?", "Pursue officers"),
        (r"Channel panel", "Prevent panel"),
        (r"The police contribution to Prevent", "The police contribution to Protect"),
        (r"The police contribution to Prevent", "The policing of Prevent"),
        (r"The police contribution to Prevent", "The police contribution to CONTEST"),
    ),
    _OTHER,
)
NAME.swaps(
    ("front.title",),
    (
        (r"The police contribution to Prevent", "The police contribution to Pursue"),
        (r"The police contribution to Prevent", "The forces' contribution to Prevent"),
        (r"contribution", "response"),
    ),
    "the inspection has another title",
    named="title: ",
)


@NAME.form("the pseudonym of another body")
def _pseudonym(world: World, page: Page, rng: random.Random) -> Change | None:
    """A body in scope is named where another is meant."""
    names = "|".join(re.escape(name) for name in world.bodies)
    found = [*re.finditer(rf"\b(?:{names})\b", page.text)] if names else []
    match = picked(rng, found)
    if match is None:
        return None
    other = rng.choice([name for name in world.bodies if name != match[0]])
    return Change(match.start(), match.end(), other, f"{match[0]} is meant")


@NAME.form("the pseudonym of no body")
def _nobody(world: World, page: Page, rng: random.Random) -> Change | None:
    """A body is named that the scope does not have."""
    names = "|".join(re.escape(name) for name in world.bodies)
    match = picked(rng, [*re.finditer(rf"\b(?:{names})\b", page.text)]) if names else None
    if match is None:
        return None
    return Change(match.start(), match.end(), re.sub(r"\d+", "97", match[0]), "no such body")


@NAME.form("a body named where forces stand")
def _named(world: World, page: Page, rng: random.Random) -> Change | None:
    """A finding of many is said of one that is named."""
    found = [
        (place, match)
        for place in page.of("claim")
        if (
            match := re.match(r"(?:A majority of|A minority of|Most|Some|A few) forces", place.text)
        )
    ]
    chosen = picked(rng, found)
    if chosen is None:
        return None
    place, match = chosen
    start = place.start + match.start()
    return Change(start, place.start + match.end(), rng.choice(world.bodies), "found of many")


_ADDRESSED = "it is addressed to somebody else"
ADDRESSEE.swaps(
    ("recommendation.to",),
    (
        (r"college-of-policing", "home-office"),
        (r"national-police-chiefs-council", "college-of-policing"),
        (r"home-office", "college-of-policing"),
        (r"\(asked\)", "(duty)"),
        (r", home-office \(asked\)", ""),
    ),
    _ADDRESSED,
    named="recommendation: ",
)
ADDRESSEE.swaps(
    ("narrative", "context", "loose", "claim", "heading", "front.subtitle"),
    (
        (r"your officers and staff", "your council"),
        (r"the chief officer of", "the police and crime commissioner for"),
        (r"chief officer", "head teacher"),
        (r"the bodies that oversee forces", "the forces themselves"),
        (r"they are to see that you", "you are to see that they"),
        (r"your own force", "the region"),
        (r"sent to you separately", "sent to your council"),
        (r"your local policing body", "your force"),
        (r"a local policing body must", "a chief officer must"),
        (r"must invite your comments", "need not invite your comments"),
        (r"national bodies have no such duty", "national bodies have the same duty"),
        (r"we have asked each of them", "the law obliges each of them"),
        (r"for your use and will not be published", "for your use and will be published"),
        (r"notes to editors", "notes to chief officers"),
        (r"we think you will want", "we think ministers will want"),
        (r"letter to the chief officer", "letter to the minister"),
    ),
    _ADDRESSED,
    named="text: ",
)


@ADDRESSEE.form("the letter is to another body")
def _letter(world: World, page: Page, rng: random.Random) -> Change | None:
    """In one of its places the letter names another body."""
    return _in_letter(world, page, rng, lambda name: re.sub(r"\d+", _other(world, rng, name), name))


@ADDRESSEE.form("the letter is to no body")
def _unknown(world: World, page: Page, rng: random.Random) -> Change | None:
    """In one of its places the letter names a body nobody knows."""
    return _in_letter(world, page, rng, lambda name: re.sub(r"\d+", "88", name))


@ADDRESSEE.form("the letter is to all bodies")
def _all(world: World, page: Page, rng: random.Random) -> Change | None:
    """In one of its places the letter speaks to every force."""
    return _in_letter(world, page, rng, lambda _name: "every force")


def _other(world: World, rng: random.Random, name: str) -> str:
    others = [
        found[0] for one in world.bodies if (found := re.findall(r"\d+", one)) and one != name
    ]
    return str(rng.choice(others))


def _in_letter(
    world: World, page: Page, rng: random.Random, put: Callable[[str], str]
) -> Change | None:
    if page.name != "letter" or not world.bodies:
        return None
    names = "|".join(re.escape(name) for name in world.bodies)
    match = picked(rng, [*re.finditer(rf"\b(?:{names})\b", page.text)])
    if match is None:
        return None
    return Change(match.start(), match.end(), put(match[0]), f"the letter is to {match[0]}")
