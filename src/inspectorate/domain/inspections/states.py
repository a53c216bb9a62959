"""The phases of an inspection: which may follow which, and from which on its work is over."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Phase(models.TextChoices):
    """Where an inspection is, in the order of its life. Only an abandoned one has no way out."""

    PLANNED = "planned", "Planned"
    FIELDWORK = "fieldwork", "Fieldwork"
    JUDGING = "judging", "Judging"
    DRAFTING = "drafting", "Drafting"
    CHECKING = "checking", "Fact check"
    PUBLISHED = "published", "Published, following up"
    CLOSED = "closed", "Closed"
    ABANDONED = "abandoned", "Abandoned"


# Nobody moves an inspection there: it is done by the act that publishes its report.
BY_RELEASE = "its report is published"
NEXT: dict[str, Mapping[str, str]] = {
    Phase.PLANNED: {Phase.FIELDWORK: "", Phase.ABANDONED: ""},
    Phase.FIELDWORK: {Phase.JUDGING: "", Phase.ABANDONED: ""},
    Phase.JUDGING: {
        Phase.FIELDWORK: "",
        Phase.DRAFTING: "",
        Phase.PUBLISHED: BY_RELEASE,
        Phase.ABANDONED: "",
    },
    Phase.DRAFTING: {
        Phase.JUDGING: "",
        Phase.CHECKING: "",
        Phase.PUBLISHED: BY_RELEASE,
        Phase.ABANDONED: "",
    },
    Phase.CHECKING: {Phase.DRAFTING: "", Phase.PUBLISHED: BY_RELEASE, Phase.ABANDONED: ""},
    Phase.PUBLISHED: {Phase.CLOSED: ""},
    # A closed inspection may be reopened, to correct what was published or to follow up.
    Phase.CLOSED: {Phase.PUBLISHED: "reopened"},
    Phase.ABANDONED: {},
}

# Nothing more is planned, asked, recorded, claimed or frozen.
OVER = frozenset({Phase.CLOSED, Phase.ABANDONED})
# Judgments end one phase earlier. Once the report is published they are what the public was told:
# a changed judgment would contradict the page without a correction. Evidence, claims and requests
# go on, because following up and correcting a report need them.
JUDGED = OVER | {Phase.PUBLISHED}


def by_hand(here: str) -> list[Phase]:
    """List the phases to which a person may move an inspection, in the order of its life."""
    return [one for one in Phase if NEXT[here].get(one, BY_RELEASE) != BY_RELEASE]


def published_by_release(here: str) -> bool:
    """Tell whether publishing its report moves the inspection on."""
    return NEXT[here].get(Phase.PUBLISHED) == BY_RELEASE


def goes_back(here: Phase, there: Phase) -> bool:
    """Tell whether a move goes back or gives up; such a move is explained."""
    order = list(Phase)
    return there == Phase.ABANDONED or order.index(there) < order.index(here)
