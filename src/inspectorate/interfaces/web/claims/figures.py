"""A claim's figures in words: with their denominator, the margin, the chance of the word."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Chance, Figures, NoChance
from inspectorate.prose.dates import in_words

Row = dict[str, str]


def numbers(figures: Figures) -> str:
    """The figures in one line: "35 of 44 inspected (46 in scope)", or the values by name."""
    if figures.counts is not None:
        scope = f" ({figures.scope} in scope)" if figures.scope != figures.inspected else ""
        return f"{figures.met} of {figures.inspected} inspected{scope}"
    return ", ".join(f"{name}: {value}" for name, value in figures.values.items())


def detail_rows(found: ClaimFacts) -> list[Row]:
    """The figures beside the sentence, as rows of label and value."""
    figures, support = found.figures, found.figures.support
    values = {**figures.values, **figures.whole}
    named = [_row(name.capitalize(), value) for name, value in values.items()]
    rows = named if figures.counts is None else _counted(figures)
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
        _row("Chance that the word holds", chance_in_words(figures.chance)),
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


def chance_in_words(chance: Chance | None) -> str:
    """The chance that the word holds, from what it is computed, or why it is not."""
    if chance is None:
        return ""
    if chance.reason is not None:
        return f"Not computed: {_why_not(chance, chance.reason)}"
    error = (
        f", a single inspector's error being {chance.error:.1%}" if chance.error is not None else ""
    )
    pooled = ", all criteria taken together" if chance.pooled else ""
    return f"{chance.value:.1%}{error} (from {chance.pairs} double judgments{pooled})"


def _why_not(chance: Chance, reason: NoChance) -> str:
    match reason:
        case NoChance.SEVERAL_CONDITIONS:
            return "the claim joins more than one condition."
        case NoChance.NO_WORD:
            return "no banded word fits these counts."
        case NoChance.TOO_FEW_PAIRS:
            return f"only {chance.pairs} judgments were made by two inspectors."
        case NoChance.NO_BETTER_THAN_CHANCE:
            return (
                f"two inspectors who judged the same disagreed in {chance.disagreeing} of "
                f"{chance.pairs} pairs, which is no better than chance."
            )
        case NoChance.TOO_FEW_BODIES:
            return "too few bodies were inspected for the word."
        case NoChance.UNKNOWN_WORD:
            return "the word has no meaning in numbers."
        case _:
            assert_never(reason)


def _row(label: str, value: str) -> Row:
    return {"label": label, "value": value}


def _listed(labels: tuple[str, ...]) -> str:
    return ", ".join(labels)


def _day(on: date | None) -> str:
    return in_words(on) if on else ""
