"""Dates agree with the calendar, each other, the fieldwork window and the day of publication."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.dates import WEEKDAYS, dates, first_date, in_words
from inspectorate.prose.manuscript import Manuscript, Sentence, TextBlock
from inspectorate.prose.periods import Edge, Period, periods

from ..facts import Facts
from ..reasons import CheckName
from . import fieldwork
from .places import bound, in_front_matter, place

NAME = CheckName.DATES_AGREE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False

_PUBLISHED = re.compile(
    r"\b(?:publish(?:ed|es|ing)?|released|releases|publication|embargo(?:ed)?|issued|"
    r"appear(?:s|ed|ing)|launch(?:ed|es)|(?:comes|came|goes|went|is|was|be)\s+out|made\s+public)\b",
    re.I,
)
_AS_AT = re.compile(r"\bas\s+(?:at|of)\s+", re.I)
_RECORD = re.compile(
    r'source="(?P<record>[^"\n]*?),?\s+(?:(?:adopted|signed|made|agreed|taken|dated|of)\s+)?'
    r"(?:on\s+)?"
    r'(?P<day>\d{1,2}\s+[A-Z][a-z]+\s+\d{4})"'
)
_OTHER = re.compile(
    r"\b(?:previous|earlier|last|first\s+(?:report|published)|strategy|another|other|guidance|"
    r"their|its\s+own|Act)\b",
    re.I,
)
_OURS = re.compile(
    r"\b(?:this|our|the|an?|its)\s+(?:\w+\s+){0,3}?(?:report|release|inspection|summary|letter|"
    r"findings)\b|^\s*(?:published|publication|embargo)",
    re.I,
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each date that cannot be, or that says another day than the facts or the text itself."""
    return [*in_stretches(manuscript, facts), *across(manuscript, facts)]


def in_stretches(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name those that a stretch of the text shows by itself."""
    known = fieldwork.misstated(manuscript, facts, NAME) if fieldwork.known(facts) else ()
    return [
        *_calendar(manuscript),
        *_joined(manuscript),
        *known,
        *_of_claims(manuscript, facts),
        *_of_sources(manuscript),
        *_of_records(manuscript),
        *_publication(manuscript, facts),
        *_counted_on(manuscript, facts),
    ]


def across(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name those that two places of the text, or two texts, show."""
    stated = () if fieldwork.known(facts) else fieldwork.misstated(manuscript, facts, NAME)
    return [*stated, *_front_matter(manuscript, facts), *_records(manuscript, facts)]


def _calendar(manuscript: Manuscript) -> Iterator[Problem]:
    for block in manuscript.lines():
        for written in dates(block.text) if block.kind != "code" else ():
            where = place(manuscript, block, written.start, written.end)
            day = written.exact
            if written.impossible:
                yield Problem(
                    NAME,
                    where,
                    f"`{written.text}` is not a calendar date.",
                    Mend.words("Write the day meant."),
                )
            elif (
                day is not None and written.weekday is not None and day.weekday() != written.weekday
            ):
                right = WEEKDAYS[day.weekday()].capitalize()
                yield Problem(
                    NAME,
                    where,
                    f"{in_words(day)} was a {right}.",
                    Mend.words("Correct the weekday or the date."),
                )


def _joined(manuscript: Manuscript) -> Iterator[Problem]:
    """Ranges that run backwards, and those whose words do not belong together."""
    for block in manuscript.lines():
        if block.kind == "code":
            continue
        for period in periods(block.text):
            where = place(manuscript, block, period.start, period.end)
            if period.backwards:
                yield Problem(
                    NAME,
                    where,
                    f"`{where.excerpt}` runs backwards.",
                    Mend.words("Put the earlier date first."),
                )
            elif period.misjoined:
                joint = "and" if period.opening == "between" else "to"
                ends = (period.first, period.last)
                right = f"{ends[0].text} {joint} {ends[1].text}"
                yield Problem(
                    NAME,
                    where,
                    f"`{period.opening} {where.excerpt}` joins two dates by other words: "
                    f"“{period.opening}” goes with “{joint}”.",
                    Mend.words(f"Write `{right}`."),
                    replacement=right,
                )


def _of_claims(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """Dates of a bound passage against the dates of its figure, or of what a development tells."""
    for block, span, claim in bound(manuscript, facts):
        known = [one for text in claim.values.values() for one in periods(text)]
        told = claim.figures.support.newest_item_on if claim.kind.after_fieldwork else None
        for period in periods(span.text):
            where = place(
                manuscript, block, span.start + period.start, span.start + period.end, span.key
            )
            if told and period.first.month is not None and not period.is_range:
                if not period.first.agrees(told):
                    right = period.first.like(told)
                    what = f"the text says {period.text}; `{span.key}` rests on {in_words(told)}."
                    mend = Mend.words(f"Write `{right}`.")
                    yield Problem(NAME, where, what, mend, replacement=right)
            elif known and not _is_one_of(period, known):
                said = ", ".join(f"{name}: {value}" for name, value in claim.values.items())
                what = f"the text says {period.text}; the figure is {said}."
                yield Problem(NAME, where, what, Mend.words("Write the dates of the figure."))


def _is_one_of(period: Period, known: list[Period]) -> bool:
    """Whether the ends written are ends of the figure, as far as both say."""
    ends = [edge for one in known for edge in (one.first, one.last)]
    return all(
        any(_same(edge, other) for other in ends) for edge in (period.first, period.last)
    ) or any(_same(period.first, one.first) and _same(period.last, one.last) for one in known)


def _same(edge: Edge, other: Edge) -> bool:
    pairs = ((edge.year, other.year), (edge.month, other.month), (edge.day, other.day))
    if edge.season and other.month and other.year:
        return edge.agrees(date(other.year, other.month, other.day or 1))
    return all(a == b or a is None or b is None for a, b in pairs)


_ACT = re.compile(r"\bAct\s+(?P<year>(?:19|20)\d\d)\b")
_IN_FORCE = re.compile(r"\b(?:since|from|in|as\s+of)\s+(?P<year>(?:19|20)\d\d)\b", re.I)


_DONE_ON = re.compile(
    r"\b(?P<verb>adopted|signed|made|agreed|taken|approved|issued|opened|passed)\s+(?:on|in)\s+",
    re.I,
)


def _sourced(block: TextBlock) -> Iterator[tuple[str, int, int]]:
    """The source of a passage of context, and where its words begin and end in the block."""
    spans = [one for one in block.spans if one.kind == "context"]
    yield block.basis_source if block.basis == "context" else "", 0, len(block.text)
    yield from ((one.attributes.get("source", ""), one.start, one.end) for one in spans)


def _of_records(manuscript: Manuscript) -> Iterator[Problem]:
    """The day on which something was done, against the same of the source: adopted on 21 May."""
    for block in manuscript.prose():
        for source, begun, end in _sourced(block):
            known = {
                one["verb"].lower(): first_date(source[one.end() :])
                for one in _DONE_ON.finditer(source)
            }
            for match in _DONE_ON.finditer(block.text, begun, end) if known else ():
                day = known.get(match["verb"].lower())
                period = next(iter(periods(block.text[match.end() : match.end() + 40])), None)
                if day is None or period is None or period.start or period.first.agrees(day):
                    continue
                start = match.end()
                where = place(manuscript, block, start, start + period.end)
                right = period.first.like(day)
                what = f"the text says {where.excerpt}; its source says {in_words(day)}."
                yield Problem(NAME, where, what, Mend.words(f"Write `{right}`."))


def _of_sources(manuscript: Manuscript) -> Iterator[Problem]:
    """Years in a passage of context that rests on an Act alone: none is before the Act."""
    for block in manuscript.prose():
        for source, start, end in _sourced(block):
            acts = [int(one["year"]) for one in _ACT.finditer(source)]
            for match in _IN_FORCE.finditer(block.text, start, end) if acts else ():
                if int(match["year"]) < min(acts):
                    where = place(manuscript, block, match.start(), match.end())
                    what = f"the text says {match[0]}; its source is of {min(acts)}."
                    mend = Mend.words("Write the year of the source, or name another source.")
                    yield Problem(NAME, where, what, mend)


def _front_matter(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """The days of front matter: of this document against the facts, and against the others."""
    for name in ("published", "stamp"):
        written = manuscript.meta.get(name, "")
        day = first_date(written)
        if day is None:
            continue
        where = in_front_matter(manuscript, written)
        if facts.published_on is not None and day != facts.published_on:
            known = in_words(facts.published_on)
            what = f"the {name} says {in_words(day)}; publication is on {known}."
            yield Problem(NAME, where, what, Mend.words(f"Write `{known}`."))
            continue
        for slug, other in facts.documents.items():
            theirs = {first_date(other.meta.get(field, "")) for field in ("published", "stamp")}
            if slug != facts.slug and theirs - {None, day} and day not in theirs:
                (there, *_) = sorted(one for one in theirs if one)
                what = f"this says {in_words(day)}; `{slug}` says {in_words(there)}."
                yield Problem(NAME, where, what, Mend.words("Write one day in both."))
                break


def _tells_publication(text: str, facts: Facts) -> bool:
    """Whether a sentence says when a document of the inspection, named or ours, was published."""
    if not _PUBLISHED.search(text):
        return False
    titles = (facts.report_title, *facts.titles.values())
    named = any(title and title.casefold() in text.casefold() for title in titles)
    return named or _OURS.search(text) is not None


def _counted_on(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """The day as at which bound figures are given: they are counted on that of publication."""
    published = facts.published_on
    for block in manuscript.prose() if published else ():
        for sentence in block.sentences:
            if not _holds_figures(sentence, facts):
                continue
            for match in _AS_AT.finditer(sentence.text):
                day = next(dates(sentence.text[match.end() :]), None)
                if published is None or day is None or day.start or day.exact in (None, published):
                    continue
                start = sentence.start + match.end()
                where = place(manuscript, block, start, start + day.end)
                right = in_words(published)
                what = f"the text says as at {day.text}; the registers were counted on {right}."
                mend = Mend.words(f"Write `{right}`.")
                yield Problem(NAME, where, what, mend, replacement=right)


def _holds_figures(sentence: Sentence, facts: Facts) -> bool:
    claims = facts.claims or {}
    return any(span.key in claims and claims[span.key].values for span in sentence.spans)


def _records(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """A record named as a source with its day: the same record has one day wherever it is named."""
    others = [one for slug, one in facts.documents.items() if slug != facts.slug]
    said = Counter(pair for one in (manuscript, *others) for pair in _dated(one.source))
    days: dict[str, Counter[str]] = {}
    for (record, day), count in said.items():
        days.setdefault(record, Counter())[day] += count
    for match in _RECORD.finditer(manuscript.source):
        told = days.get(match["record"], Counter())
        usual = max(told, key=lambda day: told[day], default="")
        if match["day"] == usual or told[match["day"]] * 2 > told.total():
            continue
        line = manuscript.source.count("\n", 0, match.start("day")) + 1
        column = match.start("day") - manuscript.source.rfind("\n", 0, match.start("day"))
        where = Place(line, column, match["day"], manuscript.name)
        what = f"the text says {match['day']}; elsewhere `{match['record']}` is of {usual}."
        yield Problem(NAME, where, what, Mend.words(f"Write `{usual}`."))


def _dated(source: str) -> Iterator[tuple[str, str]]:
    return ((match["record"], match["day"]) for match in _RECORD.finditer(source))


def _publication(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """The day of publication as prose gives it."""
    published = facts.published_on
    if published is None:
        return
    for block in manuscript.lines():
        if block.kind == "code" or block.basis == "context":
            continue
        for sentence in block.sentences:
            if not _tells_publication(sentence.text, facts):
                continue
            yield from _weekday(manuscript, block, sentence, published)
            for period in periods(sentence.text):
                one = period.first
                if period.is_range or one.season or one.agrees(published):
                    continue
                if not _near(sentence.text, period):
                    continue
                where = place(
                    manuscript, block, sentence.start + period.start, sentence.start + period.end
                )
                right = one.like(published)
                what = f"the text says {period.text}; publication is on {in_words(published)}."
                weekday = next(dates(period.text), None)
                named = weekday is not None and weekday.weekday is not None
                yield Problem(
                    NAME,
                    where,
                    what,
                    Mend.words(f"Write `{right}`."),
                    replacement=None if named else right,
                )


_ON_WEEKDAY = re.compile(
    rf"{_PUBLISHED.pattern}(?:\s+(?:this|our|its|the)\s+\w+)?\s+(?:on\s+)?"
    rf"(?P<day>{'|'.join(WEEKDAYS)})\b(?!\s*,?\s+(?:the\s+)?\d)",
    re.I,
)


def _weekday(
    manuscript: Manuscript, block: TextBlock, sentence: Sentence, published: date
) -> Iterator[Problem]:
    """ "Published on Friday": no date beside it, and another day of the week."""
    for match in _ON_WEEKDAY.finditer(sentence.text):
        right = WEEKDAYS[published.weekday()].capitalize()
        if match["day"].capitalize() != right:
            start = sentence.start + match.start("day")
            where = place(manuscript, block, start, start + len(match["day"]))
            what = f"the text says {match['day']}; publication is on {right} {in_words(published)}."
            yield Problem(NAME, where, what, Mend.words(f"Write `{right}`."))


def _near(text: str, period: Period) -> bool:
    """Say whether the date is that of publishing this.

    "published on 9 March 2020", "on 9 March 2020 the inspectorate published".
    """
    before, after = text[: period.start], text[period.end : period.end + 80]
    said = next(reversed(list(_PUBLISHED.finditer(before))), None)
    if said is not None:
        around = text[max(0, said.start() - 40) : period.start]
        return len(before) - said.end() <= 50 and _OTHER.search(around) is None
    if not re.search(r"(?:^|\b(?:on|in))\s*(?:\w+day\s+)?$", before, re.I):
        return False
    follows = re.match(
        r"[^.;]{0,60}?\b(?:publish|releas|issue|appear|launch|(?:c[ao]me|goes|went)s?\s+out)",
        after,
        re.I,
    )
    return follows is not None and _OTHER.search(after[: follows.end() + 20]) is None
