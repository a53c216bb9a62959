"""A claim's figures in words: with their denominator and the margin."""

from __future__ import annotations

from datetime import date

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
from inspectorate.prose.dates import in_words

Row = dict[str, str]


def numbers(figures: Figures) -> str:
    """The figures in one line: "35 of 44 inspected (46 in scope)", or the values by name."""
    if figures.counts is not None:
        scope = f" ({figures.scope} in scope)" if figures.scope != figures.inspected else ""
        return f"{figures.met} of {figures.inspected} inspected{scope}"
    return ", ".join(f"{name}: {value}" for name, value in figures.values.items())


def detail_rows(found: ClaimFacts, *, noun: str, nouns: str) -> list[Row]:
    """The figures beside the sentence, as rows of label and value; the nouns are of the bodies."""
    figures, support = found.figures, found.figures.support
    values = {**figures.values, **figures.whole}
    named = [_row(name.capitalize(), value) for name, value in values.items()]
    rows = named if figures.counts is None else _counted(figures)
    rows.append(_row("Margin", found.kind.not_tested(noun=noun, nouns=nouns)))
    if support.moved:
        rows.append(_row("Moved by moderation", _listed(support.moved)))
    elif figures.counts is not None:
        rows.append(_row("Moved by moderation", "None of the judgments it rests on."))
    if support.items:
        kinds = len(support.source_kinds)
        rows.append(_row("Evidence", f"{len(support.items)} items of {kinds} kinds of source"))
    if support.newest_item_on:
        rows.append(_row("Newest evidence observed", _newest(found)))
    if figures.identifies:
        decided = found.small_number_decision or "Nothing is decided yet."
        rows.append(_row("So small that it may identify a body", decided))
    if found.withheld:
        rows.append(_row("Number in print", "Withheld"))
    return [row for row in rows if row["value"]]


def _counted(figures: Figures) -> list[Row]:
    bodies, inspected = figures.bodies, figures.inspected
    pending = f"{len(bodies.pending)}: {_listed(bodies.pending)}" if bodies.pending else ""
    left_out = f"{len(bodies.not_inspected)} of {figures.scope} in scope; in neither number"
    word = f"“{figures.word}”" if figures.word else "None of the vocabulary's banded words"
    return [
        _row("Met", f"{figures.met} of {inspected} inspected"),
        _row("Not met", f"{figures.not_met} of {inspected} inspected"),
        _row("Not inspected", left_out),
        _row("Inspected, not agreed yet", pending),
        _row("Counted among", figures.population),
        _row("Word that fits", word),
        _row("Margin", _margin(figures)),
    ]


def _newest(found: ClaimFacts) -> str:
    """The newest support against the day of signing."""
    support, word = found.figures.support, found.last_word
    parts = [_day(support.newest_item_on)]
    if support.newest_judgment_on:
        parts.append(f"newest judgment {_day(support.newest_judgment_on)}")
    parts.append(f"referenced {_day(word.at)}" if word else "not referenced yet")
    return "; ".join(parts)


def _margin(figures: Figures) -> str:
    flips = figures.flips
    if flips is None:
        return ""
    if flips.fewest is None:
        return "No number of changed judgments makes the word wrong."
    bodies = "one body" if flips.fewest == 1 else f"{flips.fewest} bodies"
    ways = [
        f"{count} {word}"
        for count, word in ((flips.down, "fewer"), (flips.up, "more"))
        if count is not None
    ]
    return f"The word is wrong once {bodies} were judged otherwise ({' or '.join(ways)} met)."


def _row(label: str, value: str) -> Row:
    return {"label": label, "value": value}


def _listed(labels: tuple[str, ...]) -> str:
    return ", ".join(labels)


def _day(on: date | None) -> str:
    return in_words(on) if on else ""
