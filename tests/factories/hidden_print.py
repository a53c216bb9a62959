"""The hidden inspection in print: texts, fact check, a release called off, one that is out, and
what is followed up; beside it a correction that is not out.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication import queries as published
from inspectorate.domain.publication.models import Release
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.removal import REMOVED
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports import queries as texts
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.models import Document
from inspectorate.foundation.files import store
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.public.builder import build_site
from tests.factories import publishing, rooms
from tests.factories.hidden import Hidden
from tests.factories.publishing import COLLEGE, DRAFTED, EMBARGO, SIGNED, Story
from tests.factories.rooms import a_key

IN_TIME = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
FOLLOWED = datetime(2020, 4, 1, 12, 0, tzinfo=UTC)
CORRECTED = datetime(2020, 4, 2, 12, 0, tzinfo=UTC)
FRONT = "---\ntitle: How well forces train\npublished: 2020-03-09\n---\n"
BODY = """
# Summary

[All forces have mandatory training]{{#trained}}.

# Training

[All forces have mandatory training]{{#trained}}, and [all have a package]{{#packaged}}.

[There was practice worth sharing]{{#shared}}. [Forces differ]{{#spread}}.

One said that [“training matters”]{{#quoted}}.

[8 items of evidence]{{#number-of-items}} from [2 sessions]{{#number-of-sessions}} say so.

{{.narrative}}
We heard of [{hidden}]{{.sensitive ground="Police Act 1996 s.55(2)" marking="OFFICIAL-SENSITIVE"}}.

```chart
kind: distribution
area: capability
caption: How forces were graded
```

```chart
kind: grid
area: capability
caption: The grade of each force
```

```chart
kind: strip
claim: packaged
caption: Forces with a package
```

```table
kind: coverage
caption: What was inspected
```

```table
kind: claims
caption: What we found
```

```recommendation
number: 1
to: college-of-examples (asked), force-01 (asked)
due: 2020-09-30
origin: rehearsal
text: Set down what training is for.
```
"""
LETTER = "to-force-01"
TO_A_BODY = "---\ntitle: To Force 01\npublished: 2020-03-09\n---\n\n{.narrative}\nThank you.\n"
RELEASE = """---
title: Most forces train
published: 2020-03-09
---

[All of the 3 forces inspected have mandatory training]{#trained}.
"""


def put_out(hidden: Hidden) -> tuple[Story, Release]:
    """Write, check, freeze and release; follow up. Return the texts and what is out."""
    story = _written(hidden)
    rooms.move_to(hidden.inspection, "judging")
    publishing.left_out(hidden.inspection)
    _fact_checked(hidden, story.report)
    letter = _letter(hidden)
    editions = [publishing.frozen(one) for one in (story.report, story.release, letter)]
    called_off = publishing.prepared(story, editions)
    publication.cancel(
        by=hidden.who(Role.SIGNING),
        at=SIGNED + timedelta(hours=2),
        key=a_key(),
        release=called_off,
        reason=hidden.say("why a release was called off"),
    )
    again = {"at": SIGNED + timedelta(hours=3)}
    out = publishing.approved(publishing.prepared(story, editions, **again))
    publication.release(by=hidden.who(Role.PRESS), at=EMBARGO, key=a_key(), release=out)
    _mandate(hidden)
    _followed_up(hidden)
    publication.refresh(
        by=hidden.who(Role.PRESS), at=FOLLOWED, key=a_key(), inspection=hidden.inspection
    )
    return story, out


def the_site(out: Path, checkpoint: Path) -> Path:
    """The public site of all that is out, with a checkpoint of its own."""
    build_site(published.published(), published.root(), out, checkpoint=checkpoint)
    return out


def _written(hidden: Hidden) -> Story:
    say, inspection = hidden.say, hidden.inspection
    rooms.a_body("national", code=COLLEGE, name="College of Examples", short_name="The college")
    first = f"{FRONT}\n{say('text of an earlier revision')}\n"
    report = publishing.a_document(inspection, "report", "report", "How well forces train", first)
    body = BODY.format(hidden=say("words of a sensitive passage"))
    report = publishing.saved(report, FRONT + body)
    release = publishing.a_document(inspection, "press", "release", "Most forces train", RELEASE)
    publishing.a_document(
        inspection,
        "draft",
        "summary",
        say("title of a text that is not out"),
        f"# Draft\n\n{{.narrative}}\n{say('words of a text that is not out')}.\n",
    )
    _waived(hidden, report)
    return Story(inspection, report, release)


def _letter(hidden: Hidden) -> Document:
    """A letter to the body that was told a grade: what it says of that stands in its full edition
    alone, and the other goes out.
    """
    letter = publishing.a_document(
        hidden.inspection, LETTER, "letter", "To Force 01", TO_A_BODY, scope_body=hidden.body()
    )
    _waived(hidden, letter)
    return letter


def _waived(hidden: Hidden, document: Document) -> None:
    for problem in texts.problems(document).blocking:
        reports.waive(
            by=hidden.who(Role.SIGNING),
            at=DRAFTED,
            key=a_key(),
            document=document,
            check=problem.check,
            excerpt=problem.place.excerpt,
            reason=hidden.say("why a problem was let stand"),
        )


def _fact_checked(hidden: Hidden, document: Document) -> None:
    say, body = hidden.say, hidden.body()
    contact = rooms.a_contact(body.body)
    check = reports.open_fact_check(
        by=hidden.who(Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=document,
        recipient=inspected(body),
        due_on=date(2020, 2, 28),
    )
    for kind in ("accuracy", "judgment"):
        point = reports.raise_point(
            by=contact,
            at=IN_TIME,
            key=a_key(),
            fact_check=check,
            kind=kind,
            about=say(f"what a point of {kind} is about"),
            text=say(f"text of a point of {kind}"),
        )
        reports.decide(
            by=hidden.who(Role.LEAD),
            at=IN_TIME,
            key=a_key(),
            point=point,
            outcome="rejected",
            reason=say(f"decision on a point of {kind}"),
        )


def _mandate(hidden: Hidden) -> None:
    said: dict[str, Any] = {"by": hidden.who(Role.SIGNING), "at": EMBARGO + timedelta(hours=1)}
    mandate = publication.give_mandate(key=a_key(), inspection=hidden.inspection, **said)
    publication.end_mandate(
        key=a_key(), mandate=mandate, reason=hidden.say("why a mandate was ended"), **said
    )


def _followed_up(hidden: Hidden) -> None:
    """A reply nobody accepted, what the body says it did, and what one person alone found."""
    say = hidden.say
    part = Addressee.objects.get(recommendation__inspection=hidden.inspection, label="Force 01")
    contact = rooms.a_contact(hidden.body().body)
    given: dict[str, Any] = {"at": FOLLOWED, "addressee": part}
    _read(hidden, part, contact)
    recommendations.respond(
        by=contact,
        key=a_key(),
        agreement="agreed",
        action=say("reply that waits for acceptance"),
        **given,
    )
    # Once in every world: that a body says how far it is, and when, is public at once.
    recommendations.claim_progress(
        by=contact,
        key=a_key(),
        claimed="some",
        text=say("what a body says it did"),
        file=store.take(
            say("content of a file that came with progress").encode(),
            name=f"{say('name of a file that came with progress')}.txt",
        ),
        **given,
    )
    lead = hidden.who(Role.LEAD)
    moved = [
        recommendations.move_due(
            by=lead,
            key=a_key(),
            due_on=date(2021, month, 28),
            reason=say(f"why a day was moved, {signed}"),
            **given,
        )
        for month, signed in ((3, "no longer confirmed"), (4, "not confirmed"))
    ]
    second: dict[str, Any] = {"by": hidden.who(Role.SIGNING), "at": FOLLOWED}
    recommendations.withdraw_confirmation(
        key=a_key(),
        confirmation=recommendations.confirm(key=a_key(), record=moved[0], **second),
        reason=say("why a confirmation was taken back"),
        **second,
    )
    recommendations.verify(
        by=lead,
        key=a_key(),
        confirmed="partly",
        evidence=say("evidence of a verification"),
        file=store.take(say("content of a file of a verification").encode(), name="seen.txt"),
        **given,
    )
    recommendations.close(
        by=lead, key=a_key(), outcome="not", reasons=say("reasons of a closure"), **given
    )


def _read(hidden: Hidden, part: Addressee, contact: Person) -> None:
    """A reply accepted without some of its words, and one whose acceptance was taken back."""
    lead, to = hidden.who(Role.LEAD), Addressee.objects.get(label="Body A")
    removed = hidden.say("words removed from a reply")
    taken_back = hidden.say("reply whose acceptance was taken back")
    college = rooms.a_contact(to.body)
    for by, addressee, wrote, public in (
        (contact, part, f"We shall do it. {removed}", f"We shall do it. {REMOVED}"),
        (college, to, taken_back, taken_back),
    ):
        reply = recommendations.respond(
            by=by, at=FOLLOWED, key=a_key(), addressee=addressee, agreement="agreed", action=wrote
        )
        accepted = recommendations.accept(
            by=lead, at=FOLLOWED, key=a_key(), response=reply, action=public
        )
    recommendations.withdraw_acceptance(
        by=lead,
        at=FOLLOWED,
        key=a_key(),
        acceptance=accepted,
        reason=hidden.say("why an acceptance was taken back"),
    )


def corrected(hidden: Hidden, story: Story, out: Release) -> None:
    """New words, frozen and prepared for release, that nobody approved."""
    report = Document.objects.get(pk=story.report.pk)
    added = f"\n{{.narrative}}\n{hidden.say('words of a correction that is not out')}.\n"
    report = publishing.saved(report, report.text + added)
    edition = publishing.frozen(report, at=CORRECTED)
    publishing.prepared(
        story,
        [edition],
        at=CORRECTED,
        embargo_until=CORRECTED + timedelta(days=1),
        corrects=out,
        correction_reason=hidden.say("why a correction is prepared"),
    )
