"""A claim's figures in words: with their denominator, the margin, the chance that the word holds."""

from __future__ import annotations

from datetime import date

from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.queries import Standing
from inspectorate.domain.claims.reliability import Chance
from inspectorate.prose.dates import in_words

WHY_NO_CHANCE = {
    "several_conditions": "Not reckoned: the claim joins several conditions.",
    "no_word": "Not reckoned: no banded word fits these counts.",
    "too_few_pairs": "Not reckoned: too few cells were judged twice.",
}
Row = dict[str, str]


def numbers(found: Figures) -> str:
    """The figures in one line: "35 of 44 inspected (46 in scope)", or the values by name."""
    if found.met is not None:
        scope = f" ({found.scope} in scope)" if found.scope != found.inspected else ""
        return f"{found.met} of {found.inspected} inspected{scope}"
    return ", ".join(f"{name}: {value}" for name, value in found.values.items())


def detail_rows(found: Standing) -> list[Row]:
    """The figures beside the sentence, as rows of label and value."""
    counted = found.figures
    named = [_row(name.capitalize(), value) for name, value in counted.values.items()]
    rows = named if counted.met is None else _counted(counted)
    if counted.moved:
        rows.append(_row("Moved by moderation", _listed(counted.moved)))
    elif counted.met is not None:
        rows.append(_row("Moved by moderation", "None of the judgments it rests on."))
    if counted.items:
        rows.append(
            _row(
                "Evidence",
                f"{len(counted.items)} items of {len(counted.source_kinds)} kinds of source",
            )
        )
    if counted.newest_support_on:
        rows.append(_row("Newest evidence observed", _newest(found)))
    if counted.identifies:
        decided = found.claim.small_number_decision or "Nothing is decided yet."
        rows.append(_row("So small that it may identify a body", decided))
    if found.claim.withhold_count:
        rows.append(_row("Number in print", "Withheld"))
    return [row for row in rows if row["value"]]


def _counted(counted: Figures) -> list[Row]:
    pending = f"{counted.pending}: {_listed(counted.bodies_pending)}" if counted.pending else ""
    return [
        _row("Met", f"{counted.met} of {counted.inspected} inspected"),
        _row("Not met", f"{counted.not_met} of {counted.inspected} inspected"),
        _row(
            "Not inspected",
            f"{counted.not_inspected} of {counted.scope} in scope; in neither number",
        ),
        _row("Inspected, not agreed yet", pending),
        _row("Counted among", counted.population),
        _row(
            "Word that fits",
            f"“{counted.word}”" if counted.word else "None of the vocabulary's banded words",
        ),
        _row("Margin", _margin(counted)),
        _row("Chance that the word holds", _chance(counted.chance)),
    ]


def _newest(found: Standing) -> str:
    """The newest support against the day of signing."""
    said = [_day(found.figures.newest_support_on)]
    if found.figures.newest_judgment_on:
        said.append(f"newest judgment {_day(found.figures.newest_judgment_on)}")
    said.append(
        f"referenced {_day(found.reference.at)}" if found.reference else "not referenced yet"
    )
    return "; ".join(said)


def _margin(counted: Figures) -> str:
    flips = counted.flips
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


def _chance(found: Chance | None) -> str:
    if found is None:
        return ""
    if found.value is None:
        return WHY_NO_CHANCE.get(found.reason, "Not reckoned: too few cells were judged twice.")
    error = (
        f", a single inspector's error being {found.error:.1%}" if found.error is not None else ""
    )
    pooled = ", all criteria taken together" if found.pooled else ""
    return f"{found.value:.1%}{error} (from {found.pairs} double judgments{pooled})"


def _row(label: str, value: str) -> Row:
    return {"label": label, "value": value}


def _listed(labels: tuple[str, ...]) -> str:
    return ", ".join(labels)


def _day(on: object) -> str:
    return in_words(on) if isinstance(on, date) else ""
