"""Days, months, years and spans of time that are not so; and lists whose stated number is wrong."""

from __future__ import annotations

import random
import re
from calendar import month_name
from datetime import date, timedelta

from ..page import Page
from ..sown import Change, Family, Make, World, picked

DATE = Family("date", rules=True)
ENUMERATION = Family("enumeration", rules=True)
_WHY = "the record has another day"
_MONTHS = [*month_name][1:]
_MONTH = "|".join(_MONTHS)


def _moved(name: str, pattern: str, kinds: tuple[str, ...], days: int) -> Make:
    """A form that moves a printed day or ISO day."""

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        found = [
            (place.start + match.start(), match)
            for place in page.of(*kinds)
            for match in re.finditer(pattern, place.text)
        ]
        chosen = picked(rng, found)
        if chosen is None:
            return None
        start, match = chosen
        new = _shifted(match[0], days)
        return Change(start, start + len(match[0]), new, f"{_WHY}: {match[0]}, {name}")

    return make


def _shifted(words: str, days: int) -> str:
    if "-" in words:
        return (date.fromisoformat(words) + timedelta(days=days)).isoformat()
    day, month, year = words.split()
    found = date(int(year), _MONTHS.index(month) + 1, int(day)) + timedelta(days=days)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


_ISO, _PRINTED = r"\d{4}-\d\d-\d\d", rf"\b\d{{1,2}} (?:{_MONTH}) \d{{4}}\b"
_META = ("front.published", "front.stamp")
for _days in (1, -1, 31, 366):
    DATE.put(f"front matter by {_days} days", _moved("front", _ISO, _META, _days))
for _days in (1, -7, 30, -365):
    DATE.put(
        f"printed day by {_days} days",
        _moved("printed", _PRINTED, ("narrative", "context", "loose"), _days),
    )
_PERIOD = ("claim",)
DATE.swaps(
    _PERIOD,
    (
        (r"October 2018", "September 2018"),
        (r"October 2018", "November 2018"),
        (r"October 2018", "October 2017"),
        (r"October 2018", "December 2018"),
        (r"February 2019", "March 2019"),
        (r"February 2019", "January 2019"),
        (r"February 2019", "February 2020"),
        (r"October 2018 (and|to) February 2019", r"February 2018 \1 October 2019"),
        (r"October 2018 (and|to) February 2019", r"October 2018 \1 February 2018"),
        (r"since the inspection", "before the inspection"),
        (r"since the inspection", "during the inspection"),
        (r"since the inspection", "before our first visit"),
    ),
    _WHY,
    named="period: ",
)
DATE.swaps(
    ("context", "narrative", "loose"),
    (
        (r"since 2015", "since 2005"),
        (r"56 days", "65 days"),
        (r"56 days", "56 weeks"),
        (r"9\.00am to 5\.00pm", "5.00am to 9.00pm"),
        (r"Monday to Friday", "Monday to Saturday"),
        (r"the first of the 56 days", "the last of the 56 days"),
    ),
    _WHY,
    named="context: ",
)


@DATE.form("the days of the visit")
def _visit(_world: World, page: Page, rng: random.Random) -> Change | None:
    """The day on which the visit to the addressee began or ended."""
    found = [
        match
        for match in re.finditer(r"\b(\d{1,2})(?= (?:to|and|–)| [A-Z][a-z]+ \d{4})", page.text)
        if page.name == "letter"
    ]
    match = picked(rng, found)
    if match is None:
        return None
    put = int(match[1]) + rng.choice((1, 2, 3))
    new = str(put if put < 29 else put - 11)
    return Change(match.start(), match.end(), new, "the visit was on other days")


@DATE.form("the month of the visit")
def _month(_world: World, page: Page, rng: random.Random) -> Change | None:
    """Another month than the one in which the team came."""
    found = [
        match
        for match in re.finditer(rf"\b({_MONTH})(?= \d{{4}})", page.text)
        if page.name == "letter" and "visit of" in page.text[match.start() - 40 : match.start()]
    ]
    match = picked(rng, found)
    if match is None:
        return None
    other = rng.choice([one for one in _MONTHS if one != match[0]])
    return Change(match.start(), match.end(), other, "the visit was in another month")


@DATE.form("the year of the visit")
def _year(_world: World, page: Page, rng: random.Random) -> Change | None:
    """Another year than the one in which the team came."""
    match = re.search(r"visit of [^.]*?(20\d\d)", page.text)
    if match is None or page.name != "letter":
        return None
    other = str(int(match[1]) + rng.choice((-1, 1, 2)))
    return Change(match.start(1), match.end(1), other, "the visit was in another year")


ENUMERATION.swaps(
    ("context", "narrative", "loose", "claim", "chart.caption", "table.caption"),
    (
        (r"four strands", "three strands"),
        (r"four strands", "five strands"),
        (r"three objectives", "two objectives"),
        (r"three areas", "four areas"),
        (r"(criteria|areas) into twelve", r"\1 into ten"),
        (r"twelve criteria", "thirteen criteria"),
        (r"Pursue, Protect and Prepare", "Pursue and Prepare"),
        (r"Prevent, Pursue, Protect and Prepare", "Prevent, Pursue and Prepare"),
        (r"two cautions", "three cautions"),
        (r"eight recommendations", "seven recommendations"),
        (r"eight recommendations", "nine recommendations"),
        (r"eight recommendations", "ten recommendations"),
        (r"(three|two) non-Home Office forces", "four non-Home Office forces"),
        (r"one question", "two questions"),
        (r"three times", "four times"),
        (r"three things apart", "two things apart"),
        (r"first, second, fourth, fifth", "first, third, fourth, fifth"),
        (r"the third and the eighth", "the third and the seventh"),
        (r"the third falls", "the fourth falls"),
        (r"our second recommendation", "our third recommendation"),
        (r"two further cells", "three further cells"),
        (r"sixth and seventh", "sixth, seventh and ninth"),
    ),
    "the list has another number of members",
)


@ENUMERATION.form("a recommendation taken out, its number still stated")
def _taken(_world: World, page: Page, rng: random.Random) -> Change | None:
    """Eight are stated and seven are printed."""
    match = picked(rng, [*re.finditer(r"^```recommendation\n.*?^```\n\n", page.text, re.M | re.S)])
    return Change(match.start(), match.end(), "", "eight are stated") if match else None


@ENUMERATION.form("a recommendation printed twice")
def _twice(_world: World, page: Page, rng: random.Random) -> Change | None:
    """Eight are stated and nine are printed."""
    match = picked(rng, [*re.finditer(r"^```recommendation\n.*?^```\n\n", page.text, re.M | re.S)])
    return Change(match.start(), match.start(), match[0], "eight are stated") if match else None


@ENUMERATION.form("a recommendation under another number")
def _number(_world: World, page: Page, rng: random.Random) -> Change | None:
    """A number that is another's, or is nobody's."""
    place = picked(rng, page.of("recommendation.number"))
    if place is None:
        return None
    new = str(int(place.text) + rng.choice((1, 9)))
    return Change(place.start, place.end, new, "the recommendation has another number")


@ENUMERATION.form("a stem that states how many follow, and fewer do")
def _stem(_world: World, page: Page, rng: random.Random) -> Change | None:
    """ "Inspectors found that:" becomes "Inspectors found nine things:" before six."""
    match = re.search(r"(?<=\n)(\w+ found) that:(?=\n\n\* )", page.text)
    if match is None:
        return None
    items = len(re.findall(r"^\* ", page.text[match.end() :], re.M))
    put = rng.choice(("three", "five", "nine", "ten"))
    return Change(match.start(), match.end(), f"{match[1]} {put} things:", f"{items} items follow")


@ENUMERATION.form("all items of a list taken out")
def _empty(_world: World, page: Page, _rng: random.Random) -> Change | None:
    """A stem with nothing after it."""
    match = re.search(r"(?<=:\n\n)(?:^\* .*\n)+\n", page.text, re.M)
    return Change(match.start(), match.end(), "", "the stem announces a list") if match else None
