"""What keeps a release from being approved, and what its second signer is warned of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from inspectorate.domain.reports.gaps import seen_as
from inspectorate.domain.reports.gates import passed_gates
from inspectorate.domain.reports.models import Edition, PassedGate
from inspectorate.domain.reports.queries import reasons_unread
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from . import contents, intruder, policies, queries
from .models import Release, ReleaseApproval
from .still_true import Candidate


def reasons_not_to_approve(person: Person, release: Release, signed: str) -> list[Reason]:
    """Why this person may not sign the digest ``signed`` of it now.

    Whether the records still say what was prepared is worked out last, since it takes a while.
    """
    digest = queries.digest_of(release)
    state, own = queries.state_of(release), release.prepared_by_id == person.pk
    asked = policies.approvable(state=state, prepared_by_self=own, signed=signed, contents=digest)
    return asked or policies.approvable(
        state=state,
        prepared_by_self=own,
        signed=signed,
        contents=digest,
        candidates=candidates(release),
        moved=contents.moved(release, digest, policies.day(release.embargo_until)),
    )


def candidates(release: Release) -> list[Candidate]:
    """The editions of a release as the rules see them, in the order of their documents.

    What an intruder can work out of the release is a gap of the document that says it.
    """
    chosen = release.editions.select_related("document__inspection").order_by("document__slug")
    derivable = intruder.gaps_by_document(release)
    return [
        replace(one, gaps=(*one.gaps, derivable[one.document]))
        if one.document in derivable
        else one
        for one in queries.candidates(release.inspection, chosen)
    ]


def warnings(release: Release) -> list[Reason]:
    """What warns of a release and nobody has gone past yet: whoever approves gives the reason."""
    return policies.passable(candidates(release), "")


def seen(release: Release) -> str:
    """Return by what its page says which of the warnings somebody was shown."""
    return seen_as(gap for one in candidates(release) for gap in one.unsigned)


def passed(person: Person, release: Release) -> list[PassedGate]:
    """What was gone past under its editions, and why: shown to whoever signs after, and to others
    who may read the text that it is about.
    """
    rows = passed_gates(release.editions.all())
    documents = {one.edition.document_id: one.edition.document for one in rows}
    closed = {pk for pk, document in documents.items() if reasons_unread(person, document)}
    return [one for one in rows if one.edition.document_id not in closed]


class ShownRelease(TypedDict):
    """Which editions lay before the second signer: [key, digest] of those the release holds and of
    those beside them, and the keys of gates gone past before, as they stood when it was signed.
    What was warned of then is kept where it was gone past, with its reason.
    """

    holds: list[list[Any]]
    beside: list[list[Any]]
    passed: list[int]


def shown_to(person: Person, release: Release) -> ShownRelease:
    """What the page of a release shows this person now."""
    holds = list(release.editions.order_by("pk"))
    inside = {one.pk for one in holds}
    standing = queries.standing_editions(release.inspection, release)
    return {
        "holds": [[one.pk, one.digest] for one in holds],
        "beside": [[one.pk, one.digest] for one in standing if one.pk not in inside],
        "passed": [one.pk for one in passed(person, release)],
    }


@dataclass(frozen=True, slots=True)
class ToldRelease:
    """What the second signer was shown: editions held and beside, each with whether it is still
    what it was, and how many gates gone past.
    """

    holds: tuple[tuple[Edition, bool], ...]
    beside: tuple[tuple[Edition, bool], ...]
    passed: int


def told(approval: ReleaseApproval) -> ToldRelease | None:
    """What lay before whoever signed a release; ``None`` where that was not kept."""
    kept: Any = approval.shown
    if kept is None:
        return None
    keys = [pk for pk, _ in (*kept["holds"], *kept["beside"])]
    rows = Edition.objects.defer("data", "facts").select_related("document").in_bulk(keys)
    return ToldRelease(
        tuple(_told(rows, kept["holds"])), tuple(_told(rows, kept["beside"])), len(kept["passed"])
    )


def _told(rows: dict[int, Edition], kept: Iterable[list[Any]]) -> list[tuple[Edition, bool]]:
    return [(rows[pk], rows[pk].digest == digest) for pk, digest in kept if pk in rows]
