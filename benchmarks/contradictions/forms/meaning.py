"""Sentences made to say the opposite: denied, or told with the opposite word."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from ..counted import Counted, counted, denied, verb_of
from ..page import Page
from ..sown import Change, Fact, Family, World, picked, replace

NEGATION = Family("negation")
OPPOSITE = Family("opposite verb")
_WHY = "the support says so"


def _counted(name: str, change: Callable[[str], str | None], *, paren: bool = True) -> None:
    """A form that denies the predicate of a counted sentence and leaves its quantity.

    A quantity that is as true of the others is left alone: half of the forces that did, and half
    that did not; "not all" and "some", where the bracket does not give the number.
    """

    @NEGATION.form(name)
    def make(world: World, page: Page, rng: random.Random) -> Change | None:
        found: list[tuple[Counted, Fact, str]] = []
        for one in counted(page):
            fact = world.count(one.place.key)
            if fact and _turns(one, fact, paren=paren):
                rest = change(one.rest)
                if rest and rest != one.rest:
                    found.append((one, fact, rest))
        chosen = picked(rng, found)
        if chosen is None:
            return None
        one, fact, rest = chosen
        body = one.place.text.removesuffix(one.paren)
        new = body[: len(body) - len(one.rest)] + rest + (one.paren if paren else "")
        return replace(one.place, new, f"{fact.met} of {fact.n}: {fact.statement}")


def _turns(one: Counted, fact: Fact, *, paren: bool) -> bool:
    """Whether the same quantity is false of those who did not."""
    if 2 * fact.met == fact.n:
        return False
    loose = one.quantity.lower() in ("not all", "some", "a minority", "a few")
    more = "could)" in one.paren or "had)" in one.paren or "did not)" in one.paren
    return (bool(one.paren) and paren and not more) or not loose


def _verb(change: Callable[[str, str, str], str | None]) -> Callable[[str], str | None]:
    """A change of the asserted verb, given (before, verb, after)."""

    def changed(rest: str) -> str | None:
        match = verb_of(rest)
        return change(rest[: match.start()], match[1], rest[match.end() :]) if match else None

    return changed


def _before(word: str) -> Callable[[str], str | None]:
    """Put a word before the verb, or after an auxiliary."""

    def change(before: str, verb: str, after: str) -> str | None:
        if after.startswith((" not", " no ", " none")):
            return None
        if verb in ("could", "were", "was", "would"):
            return f"{before}{verb} {word}{after}"
        return f"{before}{word} {verb}{after}"

    return _verb(change)


def _only(verb_is: str, words: str) -> Callable[[str], str | None]:
    """Only of this verb."""
    return _verb(
        lambda before, verb, after: (
            f"{before}{words}{after}"
            if verb == verb_is and not after.startswith((" no", " not"))
            else None
        )
    )


_counted("denied", denied)
_counted("denied, bracket gone", denied, paren=False)
_counted("never", _before("never"))
_counted("hardly ever", _before("hardly ever"))
_counted("no longer", _before("no longer"))
_counted("had no", _only("had", "had no"))
_counted("lacked", _only("had", "lacked"))
_counted("were without", _only("had", "were without"))
_counted("had yet to have", _only("had", "had yet to have"))
_counted("were far from", _only("were", "were far from"))
_counted("failed to", lambda rest: _unable(rest, "failed to"))
_counted("neglected to", lambda rest: _unable(rest, "neglected to"))


def _unable(rest: str, words: str) -> str | None:
    turned = denied(rest)
    match = re.search(r"did not (\w+)", turned or "")
    return turned.replace("did not", words, 1) if turned and match else None


NEGATION.swaps(
    ("claim", "context"),
    (
        (r"did not", "did"),
        (r"had not", "had"),
        (r"could not", "could"),
        (r"was not", "was"),
        (r"were not", "were"),
        (r"nobody", "everybody"),
        (r"without", "with"),
        (r"silent about", "clear about"),
        (r"made no reference to", "made reference to"),
        (r"have no word", "have a word"),
        (r"no results", "results"),
        (r"(partners) (attended|had helped)", r"\1 never \2"),
        (r"(officers) (remembered|avoided)", r"\1 never \2"),
        (r"(were) (regular|frank|short|included|mostly)", r"\1 not \2"),
        (r"(was) (frequent|kept|driven|sound)", r"\1 not \2"),
        (r"(must) (have|publish|say)", r"\1 not \2"),
        (r"(can) (be)", r"\1 not \2"),
        (r"there were examples", "there were no examples"),
        (r"there was", "there was no"),
        (r"(had) (tested|designed|been|helped)", r"\1 not \2"),
    ),
    _WHY,
    named="word: ",
)

OPPOSITE.swaps(
    ("claim",),
    (
        (r"improving", "declining"),
        (r"good or outstanding", "poor or inadequate"),
        (r"effective", "ineffective"),
        (r"effectively", "poorly"),
        (r"understood", "misunderstood"),
        (r"(?<=were )meeting", "breaching"),
        (r"overlooked", "recognised"),
        (r"well-prepared", "ill-prepared"),
        (r"had confidence in", "had doubts about"),
        (r"have confidence in", "distrust"),
        (r"confidence", "no trust"),
        (r"positive", "negative"),
        (r"frequent", "rare"),
        (r"mutual", "one-sided"),
        (r"regular", "irregular"),
        (r"thorough", "superficial"),
        (r"readable", "unreadable"),
        (r"frank", "guarded"),
        (r"openly", "reluctantly"),
        (r"rose", "fell"),
        (r"fuller", "thinner"),
        (r"better(?! part)", "worse"),
        (r"kept apart", "mixed up"),
        (r"remembered", "forgot"),
        (r"shorter", "longer"),
        (r"nearer to", "further from"),
        (r"discouraged", "encouraged"),
        (r"ahead of", "after"),
        (r"before", "after"),
        (r"less than twelve months old", "more than twelve months old"),
        (r"innovative", "outdated"),
        (r"planned", "improvised"),
        (r"a barrier to", "an aid to"),
        (r"inconsistency", "consistency"),
        (r"inconsistently", "consistently"),
        (r"added", "cut"),
        (r"kept informed", "kept in the dark"),
        (r"careful", "careless"),
        (r"understand", "reject"),
        (r"mandatory", "optional"),
        (r"passed referrals on", "held referrals back"),
        (r"within the time", "outside the time"),
        (r"followed up", "forgotten"),
        (r"vulnerable", "resilient"),
        (r"ahead", "late"),
        (r"useful", "useless"),
        (r"agreed", "disputed"),
        (r"measured", "guessed"),
        (r"mixed", "uniform"),
    ),
    _WHY,
)
