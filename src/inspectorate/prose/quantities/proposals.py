"""Proposes a true sentence for a false one: the amounts of its one reading, on the same side.

A proposal is a whole sentence. It is read again and judged again before it is offered; one that
would not be true, or that would speak of another side, is never offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from inspectstats.quantity import numerals
from inspectstats.quantity.defined_words import GENERALLY
from inspectstats.quantity.vocabulary import Vocabulary

from .agreement import Edit, agreeing, applied, in_number
from .amount_patterns import bound_of
from .amounts import Amount
from .assertions import Passage, Reading
from .judging import Answer, Counts, judged
from .verdicts import cased, fitting, spoken

# How many forms of words are tried for one amount before none is offered.
_TRIES = 4


def proposal(
    passage: Passage, answers: Sequence[Answer], counts: Counts, vocabulary: Vocabulary | None
) -> tuple[Edit, ...]:
    """Return the edits that make the whole passage true, in order; none where nothing is offered.

    Every false amount of the passage is mended at once: a press leaves no false sentence behind.
    """
    wrong = [one for one in answers if one.state == "false"]
    if not wrong or any(one.assertion.one is None or one.assertion.one.denied for one in wrong):
        return ()
    offers = [list(_offers(passage.text, one, counts, vocabulary))[:_TRIES] for one in wrong]
    for attempt in range(_TRIES):
        chosen = [offer[min(attempt, len(offer) - 1)] for offer in offers if offer]
        if len(chosen) < len(offers):
            return ()
        edits = [edit for offer in chosen for edit in offer]
        if _true_after(passage, edits, counts, vocabulary, answers):
            return tuple(sorted(edits, key=lambda one: one.start))
    return ()


def _true_after(
    passage: Passage,
    edits: list[Edit],
    counts: Counts,
    vocabulary: Vocabulary | None,
    before: Sequence[Answer],
) -> bool:
    changed = moved(passage, edits)
    if changed is None:
        return False
    answers = judged(changed, counts, vocabulary)
    if any(one.state != "true" for one in answers):
        return False
    return _readings(answers) == _readings(before)


def _readings(answers: Sequence[Answer]) -> set[tuple[Reading, ...]]:
    """How the amounts are read; a whole that is named ("of the 46") is on no side."""
    return {one.assertion.readings for one in answers if one.assertion.amount.role == "own"}


def moved(passage: Passage, edits: Sequence[Edit]) -> Passage | None:
    """Return the passage with the edits made; none where one crosses the edge of its span."""
    shifts = {"start": 0, "end": 0, "since": 0, "until": 0}
    for edit in edits:
        for name in shifts:
            at = getattr(passage, name)
            if edit.start < at < edit.end:
                return None
            if edit.end <= at and not (edit.start == at and name in ("start", "since")):
                shifts[name] += len(edit.words) - (edit.end - edit.start)
    places = {name: getattr(passage, name) + by for name, by in shifts.items()}
    return replace(passage, text=applied(passage.text, list(edits)), **places)


def _offers(
    text: str, answer: Answer, counts: Counts, vocabulary: Vocabulary | None
) -> Iterator[list[Edit]]:
    """Yield the ways to write the true amount in the place of a false one, the nearest first."""
    one = answer.assertion.amount
    reading = answer.assertion.one
    if reading is None:
        return
    k, n = counts.on(reading.side)
    if one.role == "base":
        yield [_swapped(one, str(counts.inspected))]
        return
    kind = one.phrase.kind
    if one.also is not None or (kind == "all_but" and not _plainly_all_but(one)):
        if k:
            yield from _numeral(text, one, k if kind == "number" else n - k)
    elif kind == "word":
        yield from _of_word(text, one, k, n, vocabulary)
    elif kind == "number":
        yield from _of_number(text, one, k, n)
    elif kind == "of":
        yield from _of_whole(text, one, k, n)
    elif kind in ("percent", "fraction"):
        yield from _of_share(text, one, k, n)
    elif kind == "all_but" and k:
        words = f"all but {spoken(n - k)}" if k < n else "all"
        yield [Edit(one.start, one.end, cased(one.phrase.text, words))]


def _plainly_all_but(one: Amount) -> bool:
    return one.phrase.text.lower().startswith("all but")


def _digits(one: Amount, k: int) -> str:
    """Write as the author writes: digits for digits, words for words."""
    return str(k) if any(mark.isdigit() for mark in one.phrase.text) else spoken(k)


def _swapped(one: Amount, number: str) -> Edit:
    """Put another numeral in the place of the one in the phrase, its other words kept."""
    written = one.phrase.text
    match = re.search(r"\d[\d,]*|[A-Za-z]+(?:-[a-z]+)?$", written)
    start, end = match.span() if match else (0, len(written))
    if not written[start].isdigit():
        number = spoken(int(number))
        number = cased(written[start:end], number)
    return Edit(one.start + start, one.start + end, number)


def _numeral(text: str, one: Amount, k: int) -> Iterator[list[Edit]]:
    if k > 0 and not one.phrase.word:  # "with few exceptions" has no numeral to put right
        yield _noun_fitted(text, one, _swapped(one, str(k)), single=k == 1)


def _noun_fitted(text: str, one: Amount, edit: Edit, *, single: bool) -> list[Edit]:
    if one.noun is None or not one.noun.own:
        return [edit]
    noun = text[one.noun.start : one.noun.end]
    wanted = in_number(noun, single=single)
    return [edit] if wanted == noun else [edit, Edit(one.noun.start, one.noun.end, wanted)]


def _fitted(text: str, one: Amount, words: str, *, single: bool) -> Iterator[list[Edit]]:
    """The words in the place of the phrase, with noun and verb in their number."""
    edit = Edit(one.start, one.end, cased(one.phrase.text, words))
    edits = agreeing(text, edit, one.until, single=single)
    if edits is None:
        return
    # "One of the 46 forces was", "a minority of forces": what it is of stands in the plural.
    alone = single and not _is_of(text, one, words)
    yield [*_noun_fitted(text, one, edit, single=alone), *edits[1:]]


def _is_of(text: str, one: Amount, words: str) -> bool:
    return (
        re.search(r"\bof\b", words) is not None or re.match(r"\s+of\b", text[one.end :]) is not None
    )


def _of_number(text: str, one: Amount, k: int, n: int) -> Iterator[list[Edit]]:
    phrase = one.phrase
    if phrase.bound == "all":
        yield from _fitted(text, one, _of(one, k, n, the=True), single=k == 1)
        return
    if k == 0:
        follows = re.match(r"\s+of\b", text[one.end :]) is not None
        words = "none" if follows or one.noun is None else "no"
        yield from _fitted(text, one, words, single=False)
        return
    if phrase.bound in ("at least", "at most", "only", "exactly", "the other") and not phrase.upper:
        lead = re.match(r"\D*?(?=\d|\b(?:[a-z]+(?:-[a-z]+)?)$)", phrase.text, re.I)
        kept = lead.group().strip() if lead else ""
        if bound_of(kept) == phrase.bound and not kept.lower().startswith("as "):
            yield from _fitted(text, one, f"{kept} {_digits(one, k)}", single=k == 1)
    yield from _fitted(text, one, _digits(one, k), single=k == 1)
    yield from _fitted(text, one, _of(one, k, n, the=True), single=k == 1)


def _of(one: Amount, k: int, n: int, *, the: bool) -> str:
    digits = any(mark.isdigit() for mark in one.phrase.text)
    of = "out of" if "out of" in one.phrase.text.lower() else "of"
    article = " the" if the else ""
    if k == 0:
        return f"none of the {n}"
    # "Eight of the 46": each is written as the author writes it.
    first = re.search(r"\S+(?=\s+(?:out\s+)?of\b)", one.phrase.text)
    number = str(k) if digits and not (first and first.group().isalpha()) else spoken(k)
    return f"{number} {of}{article} {n if digits else spoken(n)}"


def _of_whole(text: str, one: Amount, k: int, n: int) -> Iterator[list[Edit]]:
    phrase = one.phrase
    if "/" in phrase.text:
        yield [Edit(one.start, one.end, f"{k}/{n}")]
        return
    words = _of(one, k, n, the=" the " in phrase.text)
    if phrase.bound in ("at least", "at most", "only", "exactly") and k:
        bound = re.match(r"[A-Za-z ]+?(?=\s+\S+(?:\s+out)?\s+of\b)", phrase.text)
        if bound:
            yield from _fitted(text, one, f"{bound.group().lower()} {words}", single=k == 1)
    yield from _fitted(text, one, words, single=k == 1)


def _of_share(text: str, one: Amount, k: int, n: int) -> Iterator[list[Edit]]:
    phrase = one.phrase
    share = numerals.rounded_percent(k, n, phrase.digits)
    if "%" in phrase.text:
        share = share.replace(" per cent", " %" if " %" in phrase.text else "%")
    elif "percent" in phrase.text.lower():
        share = share.replace("per cent", "percent")
    if phrase.of is not None:
        share += f" of the {n}" if " the " in phrase.text else f" of {n}"
    elif not re.match(r"\s+of\b", text[one.end :]) and re.match(r"\s+[a-z]", text[one.end :]):
        share += " of" if one.noun is not None else ""
    edits = agreeing(
        text, Edit(one.start, one.end, cased(phrase.text, share)), one.until, single=False
    )
    if edits is not None:
        yield _noun_fitted(text, one, edits[0], single=False) + edits[1:]


def _of_word(
    text: str, one: Amount, k: int, n: int, vocabulary: Vocabulary | None
) -> Iterator[list[Edit]]:
    if _adverb(one):
        yield from _of_adverb(text, one, k, n)
        return
    fit = fitting(vocabulary, k, n) if vocabulary else ""
    follows = text[one.end :].lstrip().partition(" ")[0].lower()
    if fit:
        words = _worded(one, fit.removesuffix(" of"), fit, follows)
        yield from _fitted(text, one, words, single=False)
    if k == 0:
        count = "none" if follows == "of" or one.noun is None else "no"
    else:
        count = spoken(k) if follows == "of" else _words_of(k, n)
    yield from _fitted(text, one, _tail(one, count, follows), single=k == 1)


def _of_adverb(text: str, one: Amount, k: int, n: int) -> Iterator[list[Edit]]:
    """ "In general, forces did" → "Three of the 46 forces did"."""
    found = re.match(r",?\s+(?:the\s+)?(?P<noun>[a-z]+s)\b", text[one.end :], re.I)
    if found:
        words = cased(one.phrase.text, f"{_words_of(k, n)} ")
        yield [Edit(one.start, one.end + found.start("noun"), words)]


def _words_of(k: int, n: int) -> str:
    return f"{spoken(k)} of the {n}" if k else f"none of the {n}"


def _tail(one: Amount, count: str, follows: str) -> str:
    """ "A majority of the forces" → "three of the forces": its own "of the" is kept."""
    if one.phrase.text.lower().endswith(" of") and follows in ("the", "these", "those", "our"):
        return f"{count.split(' of ')[0]} of"
    return count


def _adverb(one: Amount) -> bool:
    general = one.phrase.word in GENERALLY or one.phrase.text.lower() == "without exception"
    return one.noun is None and general


def _worded(one: Amount, plain: str, fit: str, follows: str) -> str:
    """The vocabulary's word as it goes with what follows: of the forces, forces, a verb."""
    if follows == "of" or one.noun is None:
        return plain
    if one.phrase.text.lower().endswith(" of") and follows in (
        "the",
        "these",
        "those",
        "our",
        "its",
    ):
        return f"{plain} of"
    if follows in ("the", "these", "those", "our", "its"):
        return f"{plain} of"
    if plain == "none":
        return "no"
    if plain == "half":
        return "half of the"
    return fit if fit.endswith(" of") else plain
