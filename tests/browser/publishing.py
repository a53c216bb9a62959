"""Two inspections for a browser that are in print: one out and followed up, one that waits to be
published today. Told into the world of ``tests.browser.world``.

``following`` went out three days ago with two recommendations to one body, under a mandate to
publish its register daily. ``waiting`` has a report frozen that prints no day.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from inspectorate.prose.dates import LONDON

COLLEGE = "college-of-examples"
REPORT = """---
title: How well forces train
---

# Summary

{{.narrative}}
We looked at training in forces.

[All forces have mandatory training]{{#mandatory-training}}.

```recommendation
number: 1
to: college-of-examples (asked)
due: {due}
origin: rehearsal
text: Set down what training is for.
```

```recommendation
number: 2
to: college-of-examples (asked)
due: {due}
origin: rehearsal
text: Say who has been trained.
```
"""


def tell(today: date) -> dict[str, str]:
    """Tell both through actions; return who is who: an e-mail for each word."""
    from inspectorate.domain.bodies.models import Body
    from inspectorate.domain.publication import actions
    from inspectorate.foundation.people.roles import Role
    from tests.factories.publishing import RELEASE, Story, a_story, frozen, released
    from tests.factories.rooms import a_contact, a_key, member

    out_on = today - timedelta(days=3)
    out_at = datetime.combine(out_on, time(0, 1), LONDON)
    text = REPORT.format(due=today + timedelta(days=300))

    def story(slug: str, title: str) -> Story:
        return a_story(
            bodies=4,
            met=4,
            slug=slug,
            prefix=slug[:6].upper(),
            title=title,
            report=text,
            release=RELEASE.replace("[Most", "[All"),
        )

    following = story("following", "Training followed up")
    at = out_at - timedelta(hours=8)
    editions = [frozen(following.report, at=at)]
    released(following, at=out_at, editions=editions, embargo_until=out_at)
    signing = following.who(Role.SIGNING)
    actions.give_mandate(by=signing, at=out_at, key=a_key(), inspection=following.inspection)
    waiting = story("waiting", "Training looked at again")
    frozen(waiting.report)
    contact = a_contact(Body.objects.get(code=COLLEGE))
    roles = (Role.LEAD, Role.SIGNING, Role.PRESS)
    people = {
        f"{one.slug}-{role.value}": member(one, role).email
        for one in (following.inspection, waiting.inspection)
        for role in roles
    }
    return people | {"college": contact.email}
