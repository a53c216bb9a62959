"""Narrative and context that say what is not so, or report a finding nobody made; captions too."""

from __future__ import annotations

import random
import re

from ..page import Page, units
from ..sown import Change, Family, Make, World, picked

NARRATIVE = Family("narrative")
CAPTION = Family("caption")
_NOT_SO = "what was done, or what the text does, was otherwise"
_NO_CLAIM = "a finding, and no claim bears it"


def _inserted(sentence: str) -> Make:
    """A form that puts a finding nobody made among narrative sentences."""

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        places = [one for one in page.of("narrative") if len(one.text) > 60 and one.end]
        place = picked(rng, places)
        if place is None:
            return None
        _, at = rng.choice(units(page.text, place.start, place.end))
        return Change(at, at, f" {sentence}", _NO_CLAIM)

    return make


for _sentence in (
    "Most forces had no plan for it.",
    "Every force we went to had failed in this.",
    "No force had learned anything from the year before.",
    "In eleven forces we found that nobody was in charge.",
    "Forces were badly led.",
    "Officers did not understand what was asked of them.",
    "Partners told us that they had lost patience.",
    "Three-quarters of leads had never read the strategy.",
    "The largest forces did worst.",
    "Training was better in Wales than in England.",
    "Case files showed that people were put at risk.",
    "We found forces unprepared.",
):
    NARRATIVE.put(f"put in: {_sentence}", _inserted(_sentence))
NARRATIVE.swaps(
    ("narrative",),
    (
        (r"simulated", "real"),
        (r"under pseudonyms", "under their own names"),
        (r"nobody is named", "everybody is named"),
        (r"partners were seen without police", "partners were seen with police"),
        (r"neither saw evidence", "both saw evidence"),
        (r"neither took part", "both took part"),
        (r"a fifth of the judgments were made twice", "all of the judgments were made twice"),
        (r"could not see each other's", "could see each other's"),
        (r"before the fieldwork", "after the fieldwork"),
        (r"leave no gap", "leave some gaps"),
        (r"do not overlap", "overlap"),
        (r"nine-tenths or more", "eight-tenths or more"),
        (r"three-quarters or more", "two-thirds or more"),
        (r"more than a half", "at least a half"),
        (r"does not (grade or )?name forces", r"names \1forces"),
        (r"counts neither for a force nor against it", "counts against a force"),
        (r"it cannot be changed or deleted", "it can be changed or deleted"),
        (r"withdrawn, with a reason", "withdrawn, without a reason"),
        (r"alone, on the written characteristics", "together, on the written characteristics"),
        (r"were kept", "were destroyed"),
        (r"we did not correct|did not correct", "corrected"),
        (r"referenced by another", "referenced by the same person"),
        (r"could not be frozen", "could be frozen"),
        (r"was invited to correct", "was not invited to correct"),
        (r"by somebody who had not made", "by the person who had made"),
        (r"set by risk", "set by chance"),
        (r"is closed when we have confirmed it", "is closed when its owner says so"),
        (r"one by one", "not at all"),
        (r"at first hand", "by hearsay"),
        (r"the place is shown", "the place is hidden"),
        (r"is independent", "is part of the Home Office"),
        (r"has no local profile", "has a local profile"),
    ),
    _NOT_SO,
    named="turned: ",
)

_CAPTION = ("chart.caption", "table.caption")
CAPTION.swaps(
    _CAPTION,
    (
        (r"could say", "could not say"),
        (r"that used", "that did not use"),
        (r"were a barrier", "were no barrier"),
        (r"on capability", "on consistency"),
        (r"on consistency", "on capability"),
        (r"on information sharing and communication", "on capability"),
        (r"multi-agency approach", "multi-force approach"),
        (r"local profile", "national profile"),
        (r"forces inspected", "forces in England and Wales"),
        (r"forces inspected", "forces that replied"),
        (r"twelve criteria", "ten criteria"),
        (r"hatched cells were not inspected", "hatched cells were inadequate"),
        (r"by area", "by force"),
        (r"grades by criterion", "grades by region"),
        (r"agreed grades", "independent grades"),
        (r"in exact terms", "in rough terms"),
        (r"in this report", "in the last report"),
        (r"with those that were not", "without those that were not"),
        (r"to whom, and by when", "to whom, and at what cost"),
        (r"forces", "partners"),
        (r"counted", "uncounted"),
        (r"grades", "costs"),
    ),
    "the figure shows something else",
)
for _kind, _new in (("chart.kind", "grid"), ("chart.kind", "strip")):

    def _drawn(_world: World, page: Page, rng: random.Random, *, new: str = _new) -> Change | None:
        """Another kind of figure than its caption says."""
        place = picked(rng, [one for one in page.of("chart.kind") if one.text != new])
        return (
            Change(place.start, place.end, new, "the caption says what is drawn") if place else None
        )

    CAPTION.put(f"drawn as {_new}", _drawn)


@CAPTION.form("another criterion drawn")
def _criterion(_world: World, page: Page, rng: random.Random) -> Change | None:
    """The chart draws another criterion than its caption says."""
    place = picked(rng, page.of("chart.criterion"))
    if place is None:
        return None
    new = rng.choice([one for one in ("1.1", "2.2", "3.4") if one != place.text])
    return Change(place.start, place.end, new, "the caption speaks of another criterion")


@CAPTION.form("another area drawn")
def _area(_world: World, page: Page, rng: random.Random) -> Change | None:
    """The chart draws another area than its caption says."""
    areas = page.of("chart.area")
    place = picked(rng, areas)
    if place is None or len({one.text for one in areas}) < 2:
        return None
    new = rng.choice([one.text for one in areas if one.text != place.text])
    return Change(place.start, place.end, new, "the caption speaks of another area")


@CAPTION.form("two captions changed over")
def _over(_world: World, page: Page, rng: random.Random) -> Change | None:
    """A caption stands under another figure."""
    places = page.of(*_CAPTION)
    if len(places) < 2:
        return None
    one, two = rng.sample(places, 2)
    return Change(one.start, one.end, two.text, "the caption of another figure")


@CAPTION.form("a number that is not so put in")
def _number(world: World, page: Page, rng: random.Random) -> Change | None:
    """The caption of a strip states a count, and another than the claim's."""
    claims = {one.outer[0]: one.text for one in page.of("chart.claim")}
    found = []
    for place in page.of("chart.caption"):
        before = page.text.rfind("```chart", 0, place.start)
        key = next((text for at, text in claims.items() if before < at < place.start), "")
        fact = world.count(key)
        if fact:
            found.append((place, fact))
    chosen = picked(rng, found)
    if chosen is None:
        return None
    place, fact = chosen
    new = re.sub(
        r"\bforces\b", f"forces ({fact.met + 3} of {fact.n})", place.text, count=1, flags=re.I
    )
    return (
        Change(place.start, place.end, new, f"{fact.met} of {fact.n}")
        if new != place.text
        else None
    )
