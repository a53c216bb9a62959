"""A claim's counted set as a picture: squares that name their bodies, with the word's band."""

from __future__ import annotations

from django.urls import reverse

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.figures import Bodies, Figures
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.drawing import interval, strip
from inspectorate.foundation.drawing.picture import Picture
from inspectorate.prose.quantities.estimates import Estimate


def strip_of(
    inspection: Inspection, figures: Figures, prefix: str = "claim", *, linked: bool = True
) -> Picture | None:
    """Draw the counted set; ``prefix`` keeps the ids of several pictures of one page apart.

    ``linked``: each square leads to the judgment of its body.
    """
    if figures.estimate is not None:
        return _interval_of(figures.estimate, prefix)
    if not figures.scope or figures.bodies == Bodies():
        return None  # it counts no bodies
    members: list[tuple[str, strip.State]] = [
        *((label, "met") for label in figures.bodies.met),
        *((label, "not met") for label in figures.bodies.not_met),
        *((label, "not inspected") for label in figures.bodies.not_inspected),
    ]
    words: dict[strip.State, str] = {"not inspected": figures.words.left_out}
    limits = queries.word_holds_for(inspection, figures)
    criterion = next(iter(figures.asked), None) if linked else None
    # What bodies returned is asked of no criterion, so that no judgment stands behind a square.
    links = {
        body.label: reverse("judgments-cell", args=[inspection.slug, body.code, criterion])
        for body in (inspections.scope(inspection) if criterion else ())
    }
    return strip.strip(
        members,
        prefix=prefix,
        title=f"The {len(members)} bodies counted, one square each",
        band=strip.Band(figures.word, *limits) if limits else None,
        links={label: links[label] for label, _ in members if label in links},
        words=words,
    )


def _interval_of(share: Estimate, prefix: str) -> Picture:
    """Draw a share with its limits on the way from none to all."""
    shown = interval.Estimate(
        f"Of {share.called}", share.percent, share.percent_low, share.percent_high
    )
    title = f"The share of {share.called}, with its 95 % interval"
    return interval.intervals([shown], prefix=prefix, title=title, heading="Cases")
