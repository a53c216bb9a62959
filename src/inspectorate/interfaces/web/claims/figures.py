"""A claim's figures in words: with their denominator and the margin."""

from __future__ import annotations

from datetime import date

from django.template.defaultfilters import pluralize

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
from inspectorate.prose.dates import in_words

Row = dict[str, str]
NOT_MARKED = "Not recorded: drafted before each item was marked as saying so or otherwise."


def numbers(figures: Figures) -> str:
    """The figures in one line: "35 of 44 inspected (46 in scope)", or the values by name."""
    if figures.unknown:
        return figures.unknown
    if figures.estimate is not None:
        return f"{figures.estimate.printed} of {figures.population}"
    if figures.counts is not None and figures.support.balanced:
        return f"{figures.met} of {figures.inspected} items say so"
    if figures.counts is not None:
        that, whole = figures.words.that, figures.words.whole
        scope = f" ({figures.scope} {whole})" if figures.scope != figures.inspected else ""
        return f"{figures.met} of {figures.inspected} {that}{scope}"
    return ", ".join(f"{name}: {value}" for name, value in figures.values.items())


def detail_rows(found: ClaimFacts, *, noun: str, nouns: str) -> list[Row]:
    """The figures beside the sentence, as rows of label and value; the nouns are of the bodies."""
    figures, support = found.figures, found.figures.support
    values = {**figures.values, **figures.whole}
    named = [_row(name.capitalize(), value) for name, value in values.items()]
    rows = [
        *named,
        *_counted(found),
        *_shown_by_test(found, noun=noun, nouns=nouns),
        _row("Why it has no figures", figures.unknown),
        _row("What to know beside it", " ".join(figures.cautions)),
        _row("Rests on", figures.reviews),
        *_behind(found),
    ]
    if support.newest_item_on:
        rows.append(_row("Newest evidence observed", _newest(found)))
    if figures.identifies:
        decided = found.small_number_decision or "Nothing is decided yet."
        rows.append(_row("So small that it may identify a body", decided))
    if found.withheld:
        rows.append(_row("Number in print", "Withheld"))
    return [row for row in rows if row["value"]]


def _shown_by_test(found: ClaimFacts, *, noun: str, nouns: str) -> list[Row]:
    """What the joint model says of it: how likely its word is, or what its test showed."""
    figures = found.figures
    chance = figures.chance
    if chance is None:
        tested = found.kind.told_by_test(figures, noun=noun, nouns=nouns)
        return [_row("Margin", tested or figures.margin)]
    read = chance.reading
    return [
        _row(
            "Chance that the word holds", chance.said or chance.why.format(noun=noun, nouns=nouns)
        ),
        _row("What the chance means", read.means if read else ""),
        _row("What to do", read.next if read else ""),
    ]


def _behind(found: ClaimFacts) -> list[Row]:
    """What stands behind the figures: judgments, items and their balance, other claims."""
    support, rows = found.figures.support, []
    if support.moved:
        rows.append(_row("Moved by moderation", _listed(support.moved)))
    elif support.judgments and found.figures.counts is not None:
        rows.append(_row("Moved by moderation", "None of the judgments it rests on."))
    if support.items:
        items, kinds = len(support.items), len(support.source_kinds)
        told = f"{items} item{pluralize(items)} of {kinds} kind{pluralize(kinds)} of source"
        rows.append(_row("Evidence", told))
    if found.kind.pins_items:
        rows.append(_row("Balance", support.balance or NOT_MARKED))
    if found.same_items_as:
        why = found.shares_because or "nobody said why"
        rows.append(_row("Rests on the very same items as", _shared(found.same_items_as, why)))
    rows.append(_row("Names the claims", _listed(tuple(found.figures.named))))
    return rows


def _counted(found: ClaimFacts) -> list[Row]:
    """The counts, the word that fits them and its margin; none where it counts nothing."""
    figures = found.figures
    bodies, inspected = figures.bodies, figures.inspected
    if figures.counts is None:
        return []
    pending = f"{len(bodies.pending)}: {_listed(bodies.pending)}" if bodies.pending else ""
    words = figures.words
    left_out = f"{len(bodies.not_inspected)} of {figures.scope} {words.whole}; in neither number"
    word = f"“{figures.word}”" if figures.word else "None of the vocabulary's banded words"
    of_words = [_row("Word that fits", word), _row("Margin", _margin(found))]
    if found.kind.pins_items:  # what is counted is items: their balance stands below
        return of_words
    return [
        _row("Met", f"{figures.met} of {inspected} {words.that}"),
        _row("Not met", f"{figures.not_met} of {inspected} {words.that}"),
        _row(words.left_out.capitalize(), left_out),
        _row(words.waiting, pending),
        _row("Counted among", figures.population + (f": {figures.among}" if figures.among else "")),
        _row("Not known whether counted among", _listed(bodies.unplaced)),
        *of_words,
    ]


def _shared(keys: tuple[str, ...], why: str) -> str:
    return f"{_listed(keys)}: {why}"


def _newest(found: ClaimFacts) -> str:
    """The newest support against the day of signing."""
    support, word = found.figures.support, found.last_word
    parts = [_day(support.newest_item_on)]
    if support.newest_judgment_on:
        parts.append(f"newest judgment {_day(support.newest_judgment_on)}")
    parts.append(f"referenced {_day(word.at)}" if word else "not referenced yet")
    return "; ".join(parts)


def _margin(found: ClaimFacts) -> str:
    flips, (one, many) = found.figures.flips, found.kind.counts or ("body", "bodies")
    if flips is None:
        return ""
    if flips.fewest is None:
        return "No number of changed judgments makes the word wrong."
    bodies = f"one {one}" if flips.fewest == 1 else f"{flips.fewest} {many}"
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
