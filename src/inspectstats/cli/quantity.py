"""``inspectstats quantity``: may we write "most"?"""

from __future__ import annotations

from typing import Any

import click

from inspectstats.cli import plots, writing
from inspectstats.cli.options import shared
from inspectstats.cli.reading import column, has, read, whole
from inspectstats.quantity.chance import probability
from inspectstats.quantity.flips import flips
from inspectstats.quantity.meanings import meaning
from inspectstats.quantity.missing import holds_with_missing, suggestion
from inspectstats.quantity.shipped import AS_PRINTED, SHIPPED
from inspectstats.quantity.vocabulary import Vocabulary, counts
from inspectstats.records import InputError


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[WORD] K N | FILE")
@click.option(
    "--vocabulary",
    "code",
    type=click.Choice(list(SHIPPED)),
    default="proposed_default",
    show_default=True,
    help="Whose words.",
)
@click.option(
    "--as-printed",
    is_flag=True,
    help="The published bands with their holes, instead of the closed ones.",
)
@click.option(
    "--judged",
    type=click.IntRange(0),
    help="Bodies judged, where not all N were: K is counted among them.",
)
@click.option(
    "--p-met", type=click.FloatRange(0, 1), help="Chance that a body judged met truly is."
)
@click.option(
    "--p-not", type=click.FloatRange(0, 1), help="Chance that a body judged not met truly is met."
)
@shared
def quantity(
    words: tuple[str, ...],
    code: str,
    as_printed: bool,
    judged: int | None,
    p_met: float | None,
    p_not: float | None,
    as_json: bool,
    svg: str | None,
) -> None:
    """Whether a quantity word is true of K of N, how far it is from false, and which word would be
    true.

    \b
    inspectstats quantity most 36 46                     holds: 35 to 41; 2 changes break it
    inspectstats quantity 34 46                          a majority of (34 of 46)
    inspectstats quantity three-quarters 33 44           fractions, percentages and numbers too
    inspectstats quantity most 30 46 --judged 42         with bodies not judged
    inspectstats quantity most 36 46 --p-met 0.92 --p-not 0.15
    inspectstats quantity claims.csv                     columns word, k, N (and scheme)

    Counts are compared in whole numbers, never rounded. Always print the count beside the word.
    """
    vocabulary = _vocabulary(code, as_printed)
    if len(words) == 1:
        _table(words[0], vocabulary, as_printed, as_json)
        return
    *phrase, k_text, n_text = words
    k, n = _count(k_text, "K"), _count(n_text, "N")
    counts(k, n)
    found = _answer(" ".join(phrase), k, n, vocabulary)
    if phrase and judged is not None:
        found["missing"] = holds_with_missing(vocabulary, " ".join(phrase), k, judged, n)
    if phrase and (p_met is not None or p_not is not None):
        if p_met is None or p_not is None:
            raise InputError("one of two chances", where="--p-met, --p-not", mend="Give both.")
        found["probability"] = probability(
            " ".join(phrase), [p_met] * k + [p_not] * (n - k), vocabulary
        )
    if svg:
        writing.save(svg, _plot(vocabulary, k, n))
    if as_json:
        writing.as_json(found)
    else:
        _print(found, vocabulary)


def _vocabulary(code: str, as_printed: bool) -> Vocabulary:
    return AS_PRINTED.get(code, SHIPPED[code]) if as_printed else SHIPPED[code]


def _count(text: str, name: str) -> int:
    try:
        return whole(text)
    except (ValueError, ZeroDivisionError):
        raise InputError(
            f"{text!r} is not a whole number",
            where=name,
            mend="Write WORD K N, such as: most 36 46.",
        ) from None


def _answer(word: str, k: int, n: int, vocabulary: Vocabulary) -> dict[str, Any]:
    found: dict[str, Any] = {
        "vocabulary": vocabulary.code,
        "version": vocabulary.version,
        "k": k,
        "n": n,
    }
    suggested = {"word_for": vocabulary.word_for(k, n), "suggestion": suggestion(k, n, vocabulary)}
    if not word:
        return found | suggested
    meant = meaning(word, vocabulary)
    if meant is None:
        return found | {"word": word, "holds": None, "reason": "unknown_word"} | suggested
    limits = vocabulary.limits(word, n)
    ways = flips(vocabulary, word, k, n)
    return (
        found
        | {
            "word": word,
            "kind": meant.kind,
            "holds": meant.holds(k, n),
            "reason": meant.reason(n),
            "says": meant.says,
            "excludes": meant.excludes,
            "k_min": limits[0] if limits else None,
            "k_max": limits[1] if limits else None,
            "flips_down": ways.down,
            "flips_up": ways.up,
            "min_flips_to_break": ways.fewest,
            "caution": meant.caution(k, n),
        }
        | suggested
    )


def _print(found: dict[str, Any], vocabulary: Vocabulary) -> None:
    title = vocabulary.title or vocabulary.code
    if "word" not in found:
        writing.notes(f"{found['suggestion']}    [{title}]")
        return
    word, k, n = found["word"], found["k"], found["n"]
    lines = []
    if found["holds"] is None:
        lines.append(f"Nobody defined \u201c{word}\u201d. Supported: {found['suggestion']}.")
    elif found["reason"] == "too_few_units":
        lines.append(f"\u201c{word}\u201d is refused for {n}: too few. Write {k} of {n}.")
    elif found["holds"]:
        lines.append(f"\u201c{word}\u201d holds of {k} of {n}: {found['says']}.")
        lines.append(_margin(found))
    else:
        lines.append(
            f"\u201c{word}\u201d does not hold of {k} of {n}: {found['says']}. Supported: "
            f"{found['suggestion']}."
        )
    if found.get("k_min") is not None:
        lines.append(f"Of {n} it is true from {found['k_min']} to {found['k_max']}.")
    if found.get("caution"):
        lines.append(f"Caution: {found['caution']}.")
    if "missing" in found:
        bounds = found["missing"].bounds
        holds = (
            "holds whatever the missing ones are"
            if found["missing"].holds
            else "does not hold at both ends"
        )
        lines.append(
            f"With {bounds.missing} not judged it may be {bounds.low[0]} to "
            f"{bounds.high[0]} of {n}: {holds}."
        )
    if "probability" in found:
        lines.append(
            f"It is true of the bodies themselves with probability "
            f"{writing.figure(found['probability'].value, 2)}."
        )
    writing.notes(*lines)


def _margin(found: dict[str, Any]) -> str:
    ways = [(found["flips_down"], "fewer"), (found["flips_up"], "more")]
    said = [f"{count} {how}" for count, how in ways if count is not None]
    return (
        f"It would be wrong with {' or '.join(said)}."
        if said
        else "No change of verdicts would make it wrong."
    )


def _table(file: str, vocabulary: Vocabulary, as_printed: bool, as_json: bool) -> None:
    rows = read(file)
    words = column(rows, "word", str)
    n_name = "N" if has(rows, "N") else "n"
    k, n = column(rows, "k", whole), column(rows, n_name, whole)
    schemes = (
        column(rows, "scheme", str, default=vocabulary.code)
        if has(rows, "scheme")
        else [None] * len(rows)
    )
    answers = []
    for row, (word, one, of, scheme) in enumerate(zip(words, k, n, schemes, strict=True), start=1):
        if scheme is not None and scheme not in SHIPPED:
            raise InputError(
                f"{scheme!r} is not a vocabulary",
                where=f"row {row}, column scheme",
                mend=f"Use {', '.join(SHIPPED)}.",
            )
        try:
            counts(one, of)
        except InputError as cause:
            raise InputError(
                cause.what, where=f"row {row}, columns k, {n_name}", mend=cause.mend
            ) from None
        answers.append(
            _answer(
                word, one, of, vocabulary if scheme is None else _vocabulary(scheme, as_printed)
            )
        )
    if as_json:
        writing.as_json(answers)
        return
    writing.table(
        "Quantity words",
        ("word", "k", "n", "holds", "true from", "to", "flips", "supported"),
        [
            (
                a["word"],
                a["k"],
                a["n"],
                {True: "yes", False: "no", None: a["reason"]}[a["holds"]],
                a.get("k_min", "–"),
                a.get("k_max", "–"),
                a.get("min_flips_to_break", "–"),
                a["suggestion"],
            )
            for a in answers
        ],
    )


def _plot(vocabulary: Vocabulary, k: int, n: int) -> str:
    rows = [(band.word, *band.limits(n)) for band in vocabulary.bands]
    shown = [(word, low, high) for word, low, high in rows if low <= high]
    return plots.bands(f"Quantity words of {n}: {vocabulary.title or vocabulary.code}", shown, n, k)
