"""A small inspection carried to print, through actions only: judged, claimed, written, frozen,
released.

``a_story()`` gives twelve forces judged on 1.1, of which nine have mandatory training, with a
report and a release written on referenced claims. ``frozen`` and ``released`` take it further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.inspections.reasons import InspectionReason
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication.models import Bundle, Release
from inspectorate.domain.publication.queries import out
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import a_claim, agreed, referenced
from tests.factories.keeping import kept
from tests.factories.rooms import (
    AT,
    a_body,
    a_key,
    an_inspection,
    criterion,
    member,
    scope_body,
)
from tests.factories.wording import signed

DRAFTED = datetime(2020, 2, 1, 10, 0, tzinfo=UTC)
SIGNED = datetime(2020, 3, 2, 16, 0, tzinfo=UTC)
EMBARGO = datetime(2020, 3, 9, 0, 1, tzinfo=UTC)
ALL_THE_SAME = "Nobody can be recognised in it, and the time is short."
COLLEGE = "college-of-examples"

REPORT = """---
title: How well forces train
published: 2020-03-09
---

# Summary

{.narrative}
We looked at training in forces.

[Most forces have mandatory training]{#mandatory-training}.

# Training

[Most forces have mandatory training]{#mandatory-training}, as their records show.

```chart
kind: distribution
area: capability
caption: How forces were graded
```

```chart
kind: strip
claim: mandatory-training
caption: Forces with mandatory training
```

```recommendation
number: 1
to: college-of-examples (asked)
due: 2020-09-30
origin: rehearsal
text: Set down what training is for.
```

# How we worked

```table
kind: vocabulary
caption: What our words mean
```
"""
RELEASE = """---
title: Most forces train
published: 2020-03-09
---

[Most forces have mandatory training]{#mandatory-training}.
"""


@dataclass(slots=True)
class Story:
    """One inspection with its report and release."""

    inspection: Inspection
    report: Document
    release: Document

    def who(self, role: Role | str) -> Person:
        """The person on the team in a role."""
        return member(self.inspection, role)

    def body(self, number: int = 0) -> ScopeBody:
        """The ``number``-th body in scope."""
        return scope_body(self.inspection, number)


@kept
def a_story(
    *,
    bodies: int = 12,
    met: int = 9,
    report: str = REPORT,
    release: str = RELEASE,
    claim: dict[str, Any] | None = None,
    first: str = "Good",
    **given: Any,
) -> Story:
    """An inspection judged on 1.1, one referenced claim, a report and a release written.

    ``first`` is the grade of the first body; all others are Good.
    """
    inspection = an_inspection(bodies=bodies, phase="judging", **given)
    if not Body.objects.filter(code=COLLEGE).exists():
        a_body("national", code=COLLEGE, name="College of Examples", short_name="The college")
    of = criterion(inspection)
    for number in range(bodies):
        agreed(
            inspection,
            scope_body(inspection, number),
            of,
            "Good" if number else first,
            **({} if number < met else {"mandatory_training": False}),
        )
    left_out(inspection)
    told = {"statement": "Forces that have mandatory training", **(claim or {})}
    referenced(
        a_claim(
            inspection,
            {"criterion": "1.1", "finding": "mandatory-training"},
            name="mandatory-training",
            **told,
        )
    )
    return Story(
        inspection,
        *(
            a_document(inspection, slug, kind, title, text)
            for slug, kind, title, text in (
                ("report", "report", "How well forces train", report),
                ("press-release", "release", "Most forces train", release),
            )
        ),
    )


@kept
def left_out(inspection: Inspection) -> None:
    """Leave out of the coverage every graded cell that is not agreed."""
    agreed_on = set(
        Agreed.objects.filter(scope_body__inspection=inspection).values_list(
            "scope_body", "criterion"
        )
    )
    gone = set(
        NotInspected.standing()
        .filter(scope_body__inspection=inspection)
        .values_list("scope_body", "criterion")
    )
    lead = member(inspection, Role.LEAD)
    judged = [one for one in criteria_to_judge(inspection.framework_id) if one.scale_id]
    for body in inspection.scope.select_related("inspection"):
        for one in judged:
            if (body.pk, one.pk) not in agreed_on | gone:
                inspections.leave_out(
                    by=lead,
                    at=AT,
                    key=a_key(),
                    inspection=inspection,
                    scope_body=body,
                    criterion=one,
                    reason="Not looked at in this round.",
                )


@kept
def taken_back(inspection: Inspection, body: ScopeBody, ref: str) -> Criterion:
    """Take a cell that was left out back into the coverage; return its criterion."""
    of = criterion(inspection, ref)
    inspections.take_back(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        left_out=list(NotInspected.standing().filter(scope_body=body, criterion=of)),
        reason="It was looked at after all.",
    )
    return of


@kept
def a_document(
    inspection: Inspection, slug: str, kind: str, title: str, text: str, **given: Any
) -> Document:
    """A document opened and saved once by the editor."""
    editor = member(inspection, Role.EDITOR)
    opened = reports.open_document(
        by=editor,
        at=DRAFTED,
        key=a_key(),
        inspection=inspection,
        slug=slug,
        kind=kind,
        title=title,
        **given,
    )
    return saved(opened, text)


@kept
def saved(document: Document, text: str) -> Document:
    """The document with another text, by the editor where they may read it, else by the lead."""
    current = Document.objects.get(pk=document.pk)
    said = {"at": DRAFTED, "document": current, "text": text, "version": current.version}
    try:
        return reports.save(by=member(current.inspection, Role.EDITOR), key=a_key(), **said)
    except Refused as refusal:
        if {one.code for one in refusal.reasons} != {InspectionReason.NOT_CLEARED}:
            raise
    return reports.save(by=member(current.inspection, Role.LEAD), key=a_key(), **said)


@kept
def asked(document: Document, *bodies: ScopeBody) -> None:
    """Ask bodies, or every one in scope, to check the facts of a document."""
    for body in bodies or document.inspection.scope.select_related("body", "inspection"):
        reports.open_fact_check(
            by=member(document.inspection, Role.LEAD),
            at=DRAFTED,
            key=a_key(),
            document=document,
            recipient=inspected(body),
            due_on=DRAFTED.date() + timedelta(days=10),
        )


@kept
def frozen(document: Document, *, at: datetime = SIGNED) -> Edition:
    """The public edition of a document, signed and then frozen by the approving inspector."""
    signed(document)
    return freeze_now(document, at=at)


@kept
def freeze_now(
    document: Document, *, at: datetime = SIGNED, known: frozenset[int] | None = None
) -> Edition:
    """The public edition of a document as it stands, signed or not; ``known``: what is out."""
    return reports.freeze(
        by=member(document.inspection, Role.SIGNING),
        at=at,
        key=a_key(),
        document=document,
        reason=ALL_THE_SAME,
        out=out(document.inspection) if known is None else known,
    )


@kept
def prepared(story: Story, editions: Sequence[Edition] | None = None, **given: Any) -> Release:
    """A release of both documents, prepared by the press officer."""
    chosen = [frozen(story.report), frozen(story.release)] if editions is None else editions
    fields = {"embargo_until": EMBARGO, "at": SIGNED + timedelta(hours=1), **given}
    return publication.prepare(
        by=story.who(Role.PRESS),
        key=a_key(),
        inspection=story.inspection,
        editions=chosen,
        **fields,
    )


@kept
def approved(release: Release) -> Release:
    """The release approved by the signing inspector."""
    at = release.prepared_at + timedelta(minutes=1)
    publication.approve(
        by=member(release.inspection, Role.SIGNING),
        at=at,
        key=a_key(),
        release=release,
        digest=release.contents.digest,
        reason=ALL_THE_SAME,
    )
    return release


@kept
def released(story: Story, *, at: datetime = EMBARGO, **given: Any) -> Bundle:
    """The bundle of both documents, out at the end of the embargo."""
    release = approved(prepared(story, **given))
    return publication.release(by=story.who(Role.PRESS), at=at, key=a_key(), release=release)
