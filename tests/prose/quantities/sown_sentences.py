"""Makes sentences about counts, and says by counting alone whether each is true.

Written apart from the reader: it knows no pattern of it and uses nothing of it. A sentence is a
frame with a place for an amount; an amount is made with the counts of which it is true. Whatever
amount stands in a frame is looked up among all that can be made of the same bodies.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

Truth = Callable[[int, int], bool]

WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
NOUNS = {
    "force": "forces",
    "service": "services",
    "school": "schools",
    "home": "homes",
    "council": "councils",
    "provider": "providers",
    "authority": "authorities",
    "agency": "agencies",
}
# What is found of a body, the same denied, and each as it is said of several and of one.
TOPICS = (
    (
        "The {noun} has a fire plan",
        "The {noun} has no fire plan",
        ("had a fire plan",),
        (
            "had no fire plan",
            "did not have a fire plan",
            "lacked a fire plan",
            "{was} without a fire plan",
        ),
        ("a fire plan was in place", "there was a fire plan"),
        ("a fire plan was not in place", "there was no fire plan"),
    ),
    (
        "Training on safeguarding is mandatory",
        "Training on safeguarding is not mandatory",
        ("had mandatory training on safeguarding",),
        (
            "had no mandatory training on safeguarding",
            "did not have mandatory safeguarding training",
        ),
        ("training on safeguarding was mandatory",),
        ("training on safeguarding was not mandatory",),
    ),
    (
        "The {noun} can say how many staff completed the course",
        "The {noun} cannot say how many staff completed the course",
        ("could say how many staff had completed the course",),
        (
            "could not say how many staff had completed the course",
            "{was} unable to say how many staff had completed the course",
            "couldn’t say how many staff had completed the course",
        ),
        ("managers could say how many staff had completed the course",),
        ("managers could not say how many staff had completed the course",),
    ),
    (
        "The {noun} records complaints in full",
        "The {noun} does not record complaints in full",
        ("recorded complaints in full",),
        ("did not record complaints in full", "failed to record complaints in full"),
        ("complaints were recorded in full",),
        ("complaints were not recorded in full",),
    ),
    (
        "Risk assessments are reviewed every year",
        "Risk assessments are not reviewed every year",
        ("reviewed risk assessments every year",),
        (
            "did not review risk assessments every year",
            "never reviewed risk assessments every year",
        ),
        ("risk assessments were reviewed every year",),
        ("risk assessments were not reviewed every year",),
    ),
    (
        "The {noun} was meeting its statutory duty",
        "The {noun} was not meeting its statutory duty",
        ("{was} meeting the statutory duty",),
        ("{was} not meeting the statutory duty", "failed to meet the statutory duty"),
        ("the statutory duty was met",),
        ("the statutory duty was not met",),
    ),
    (
        "Visitors are asked for proof of identity",
        "Visitors are not asked for proof of identity",
        ("asked visitors for proof of identity",),
        ("did not ask visitors for proof of identity",),
        ("visitors were asked for proof of identity",),
        ("visitors were not asked for proof of identity",),
    ),
)


@dataclass(frozen=True)
class Said:
    """An amount with its noun as written; ``single`` where its verb stands in the singular."""

    words: str
    true_of: Truth
    single: bool = False


def in_words(n: int) -> str:
    return WORDS[n] if 0 < n < len(WORDS) else str(n)


def _rounds(percent: int) -> Truth:
    def truth(k: int, n: int) -> bool:
        if percent in (0, 100):
            return 100 * k == percent * n
        return abs(Fraction(100 * k, n) - percent) <= Fraction(1, 2)

    return truth


def _nearest(share: Fraction) -> Truth:
    return lambda k, n: 0 < k < n and abs(k - share * n) <= Fraction(1, 2)


def _slack(m: int) -> Fraction:
    return max(Fraction(m, 20), Fraction(1))


def _within(first: int, last: int) -> Truth:
    return lambda k, _n: first <= k <= last


def _bounded(bound: str, share: Fraction) -> Truth:
    rule = BOUNDS[bound]
    return lambda k, n: rule(Fraction(k, n), share)


def _numbers(m: int, one: str, many: str, n: int) -> Iterator[Said]:
    noun = one if m == 1 else many
    for number in {str(m), in_words(m)}:
        yield Said(f"{number} {noun}", lambda k, _n: k == m, m == 1)
        yield Said(f"only {number} {noun}", lambda k, _n: k == m, m == 1)
        yield Said(f"exactly {number} {noun}", lambda k, _n: k == m, m == 1)
        yield Said(f"at least {number} {noun}", lambda k, _n: k >= m, m == 1)
        yield Said(f"no fewer than {number} {noun}", lambda k, _n: k >= m, m == 1)
        yield Said(f"at most {number} {noun}", lambda k, _n: k <= m, m == 1)
        yield Said(f"no more than {number} {noun}", lambda k, _n: k <= m, m == 1)
        yield Said(f"up to {number} {noun}", lambda k, _n: k <= m, m == 1)
        if m > 1:
            yield Said(f"more than {number} {noun}", lambda k, _n: k > m)
            yield Said(f"over {number} {noun}", lambda k, _n: k > m)
            yield Said(f"fewer than {number} {noun}", lambda k, _n: k < m)
            yield Said(f"{number} or more {noun}", lambda k, _n: k >= m)
            yield Said(f"{number} or fewer {noun}", lambda k, _n: k <= m)
            yield Said(f"about {number} {noun}", lambda k, _n: abs(k - m) <= _slack(m))
            yield Said(f"nearly {number} {noun}", lambda k, _n: m - _slack(m) <= k < m)
            yield Said(f"just over {number} {noun}", lambda k, _n: m < k <= m + _slack(m))
            yield Said(f"as many as {number} {noun}", lambda k, _n: k == m)
        if m < n:
            yield Said(f"all but {number} {many}", lambda k, total: k == total - m)
            yield Said(f"every {one} but {number}", lambda k, total: k == total - m, True)
            yield Said(f"all {many} except {number}", lambda k, total: k == total - m)
    yield Said(f"{m} of the {n} {many}", lambda k, _n: k == m, m == 1)
    yield Said(f"{m} of the {n} {many} inspected", lambda k, _n: k == m, m == 1)
    yield Said(f"{m} out of {n} {many}", lambda k, _n: k == m, m == 1)
    yield Said(f"{m} out of the {n} {many}", lambda k, _n: k == m, m == 1)
    yield Said(f"{m} of {n} {many}", lambda k, _n: k == m, m == 1)
    yield Said(f"at least {m} of the {n} {many}", lambda k, _n: k >= m, m == 1)
    yield Said(f"fewer than {m} of the {n} {many}", lambda k, _n: k < m)
    yield Said(f"{in_words(m)} of the {n} {many}", lambda k, _n: k == m, m == 1)
    yield Said(f"{in_words(m)} of the {n} {many} inspected", lambda k, _n: k == m, m == 1)
    for number in {str(m), in_words(m)}:
        yield Said(f"{number} of the {many}", lambda k, _n: k == m, m == 1)
        yield Said(f"{number} of the {many} inspected", lambda k, _n: k == m, m == 1)
    for last in range(m + 1, min(m + 7, n + 1)):
        yield Said(f"between {m} and {last} {many}", _within(m, last))
        yield Said(f"{m} to {last} {many}", _within(m, last))


SHARES = {
    "a third": Fraction(1, 3),
    "two-thirds": Fraction(2, 3),
    "a quarter": Fraction(1, 4),
    "three-quarters": Fraction(3, 4),
    "a fifth": Fraction(1, 5),
    "two-fifths": Fraction(2, 5),
    "one in ten": Fraction(1, 10),
    "nine in ten": Fraction(9, 10),
    "four in every five": Fraction(4, 5),
    "half": Fraction(1, 2),
}
BOUNDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at least": lambda actual, said: actual >= said,
    "no less than": lambda actual, said: actual >= said,
    "more than": lambda actual, said: actual > said,
    "over": lambda actual, said: actual > said,
    "at most": lambda actual, said: actual <= said,
    "no more than": lambda actual, said: actual <= said,
    "fewer than": lambda actual, said: actual < said,
    "less than": lambda actual, said: actual < said,
    "under": lambda actual, said: actual < said,
    "about": lambda actual, said: abs(actual - said) <= Fraction(1, 20),
    "almost": lambda actual, said: said - Fraction(1, 20) <= actual < said,
    "just under": lambda actual, said: said - Fraction(1, 20) <= actual < said,
    "just over": lambda actual, said: said < actual <= said + Fraction(1, 20),
}


def _shares(many: str, n: int) -> Iterator[Said]:
    for words, share in SHARES.items():
        exact: Truth = (lambda k, n: 2 * k == n) if words == "half" else _nearest(share)
        for of in (f" of {many}", f" of the {many}", f" of the {many} inspected"):
            yield Said(f"{words}{of}", exact)
            for bound in BOUNDS:
                yield Said(f"{bound} {words}{of}", _bounded(bound, share))
    for percent in range(101):
        for sign in ("%", " %", " per cent", " percent"):
            wholes = (f" of {many}", f" of the {many}", f" of the {many} inspected")
            for of in (*wholes, f" of the {n} {many}", f" of the {n} {many} inspected"):
                yield Said(f"{percent}{sign}{of}", _rounds(percent))
        for bound in BOUNDS:
            truth = _bounded(bound, Fraction(percent, 100))
            yield Said(f"{bound} {percent} per cent of {many}", truth)


def _band(low: Fraction, high: Fraction, *, closed: bool = True, full: bool = False) -> Truth:
    def truth(k: int, n: int) -> bool:
        share = Fraction(k, n)
        return (share >= low if closed else share > low) and (
            share <= high if full else share < high
        )

    return truth


F = Fraction
BANDS: dict[str, Truth] = {
    "almost all": _band(F(9, 10), F(1)),
    "nearly all": _band(F(9, 10), F(1)),
    "most": _band(F(3, 4), F(9, 10)),
    "a majority of": _band(F(1, 2), F(3, 4), closed=False),
    "the majority of": _band(F(1, 2), F(3, 4), closed=False),
    "half of": _band(F(1, 2), F(1, 2), full=True),
    "a minority of": _band(F(1, 4), F(1, 2)),
    "a few": _band(F(1, 10), F(1, 4)),
    "few": _band(F(1, 10), F(1, 4)),
    "very few": _band(F(0), F(1, 10), closed=False),
    "all": _band(F(1), F(1), full=True),
    "not all": _band(F(0), F(1)),
    "some": _band(F(0), F(1), closed=False),
    "no": _band(F(0), F(0), full=True),
    "none of": _band(F(0), F(0), full=True),
}
SINGLE = {
    "every": BANDS["all"],
    "each": BANDS["all"],
    "no": BANDS["no"],
    "not one": BANDS["no"],
    "not a single": BANDS["no"],
    "not every": BANDS["not all"],
    "almost every": BANDS["almost all"],
}


def _words(one: str, many: str, n: int) -> Iterator[Said]:
    for word, truth in BANDS.items():
        if word != "none of" and word != "half of":
            yield Said(f"{word} {many}", truth)
        if word != "no":
            of = word if word.endswith(" of") else f"{word} of"
            yield Said(f"{of} the {many}", truth)
            yield Said(f"{of} the {n} {many}", truth)
            yield Said(f"{of} the {n} {many} inspected", truth)
            yield Said(f"{of} the {many} inspected", truth)
    for word, truth in SINGLE.items():
        yield Said(f"{word} {one}", truth, True)


@cache
def amounts(one: str, n: int) -> dict[str, Said]:
    """Every amount that can be said of ``n`` bodies, by its words."""
    many = NOUNS[one]
    made = [*_words(one, many, n), *_shares(many, n)]
    for m in range(1, n + 1):
        made += _numbers(m, one, many, n)
    made += [Said(f"none of the {n} {many}{end}", BANDS["no"]) for end in ("", " inspected")]
    return {said.words: said for said in made}


@dataclass(frozen=True)
class Sown:
    """A sentence with its claim and what counting says of it.

    ``met`` of ``n`` meet ``statement``; the sentence speaks of ``k`` of them. ``before`` and
    ``after`` are its frame, ``one`` its noun.
    """

    text: str
    statement: str
    met: int
    n: int
    k: int
    one: str
    before: str
    after: str
    said: Said
    true: bool

    def still_true(self, text: str) -> bool:
        """Say whether another amount in the same frame makes a true sentence."""
        for verb in ("were", "was"):
            after = self.after.replace("{was}", verb)
            if text.startswith(self.before) and text.endswith(after):
                inner = text[len(self.before) : len(text) - len(after)]
                words = inner if self.before else inner[:1].lower() + inner[1:]
                said = amounts(self.one, self.n).get(words)
                if said is not None and (
                    "{was}" not in self.after or (verb == "was") is said.single
                ):
                    return said.true_of(self.k, self.n)
        return False


def sown(seed: int, number: int, *, true: bool | None = None) -> Iterator[Sown]:
    """Yield sentences, half of them true; each form of amount and each topic on both sides."""
    rng = random.Random(seed)
    made = 0
    while made < number:
        one = rng.choice(list(NOUNS))
        n = rng.choice((10, 12, 20, 31, 43, 45, 46, 60))
        met = rng.choice((0, 1, n - 1, n, *range(2, n - 1)))
        positive, negative, yes, no, there, absent = rng.choice(TOPICS)
        denied, turned = rng.random() < 0.5, rng.random() < 0.3
        # Of a claim that is stated negatively those met are those without.
        k = met if denied is turned else n - met
        wanted = rng.random() < 0.5 if true is None else true
        said = _one_of(rng, one, n, k, wanted)
        if said is None:
            continue
        if rng.random() < 0.7:
            before, after = "", " " + rng.choice(no if denied else yes)
        else:
            form = rng.choice(absent if denied else there)
            before, after = form[:1].upper() + form[1:] + " in ", ""
        if not before and rng.random() < 0.2:
            before = rng.choice(
                ("Inspectors found that ", "At the time of our visits, ", "In 2019, ")
            )
        words = said.words if before else said.words[:1].upper() + said.words[1:]
        text = before + words + after.replace("{was}", "was" if said.single else "were")
        statement = (negative if turned else positive).format(noun=one)
        made += 1
        yield Sown(text, statement, met, n, k, one, before, after, said, said.true_of(k, n))


def _one_of(rng: random.Random, one: str, n: int, k: int, wanted: bool) -> Said | None:
    """An amount drawn at random, of which the many percentages are left out half the time."""
    every = list(amounts(one, n).values())
    for _ in range(40):
        said = rng.choice(every)
        if rng.random() < 0.5 and any(
            mark in said.words for mark in ("per", "%", "between", " to ")
        ):
            continue
        if said.true_of(k, n) is wanted:
            return said
    return None
