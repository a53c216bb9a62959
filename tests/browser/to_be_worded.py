"""An inspection that is judged and waits for its outcomes in words, for a browser: told into the
data folder of the environment, as a process: ``python -m tests.browser.to_be_worded``.

``python -m tests.browser.to_be_worded out`` signs what is left of its documents, freezes and
releases them.
"""

from __future__ import annotations

import json
import os
import sys

from tests.migrated import migrate

PASSWORD = "correct horse battery staple"
REPORT = """---
title: How well forces train
published: 2020-03-09
---

# Training

[All forces have mandatory training]{#mandatory-training}.

```recommendation
number: 1
to: college-of-examples (asked)
due: 2020-09-30
origin: rehearsal
text: Set down what training is for.
```
"""


def main() -> None:
    """Make the world, or take it to the public; print who is who as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()
    if sys.argv[1:]:
        published()
        return

    migrate()
    print(json.dumps(tell()))  # noqa: T201 - a process's answer


def tell() -> dict[str, str]:
    """Tell it through actions; everyone gets the same password."""
    from django.contrib.auth.hashers import make_password

    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role
    from tests.factories.publishing import RELEASE, a_story
    from tests.factories.rooms import AT, a_key, criterion

    story = a_story(
        bodies=4,
        met=4,
        first="Inadequate",
        names_bodies=True,
        slug="worded",
        prefix="WORDED",
        report=REPORT,
        release=RELEASE.replace("[Most", "[All"),
    )
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    roles = (Role.LEAD, Role.EDITOR, Role.REFERENCER)
    people = {role.value: story.who(role).email for role in roles}
    at = f"{story.body().code}/{criterion(story.inspection).pk}"
    return people | {"cell": at, "label": story.body().label}


def published() -> None:
    """Carry it out, through actions."""
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.reports.models import Document
    from tests.factories.publishing import Story, released

    documents = {one.slug: one for one in Document.objects.filter(inspection__slug="worded")}
    inspection = Inspection.objects.get(slug="worded")
    released(Story(inspection, documents["report"], documents["press-release"]))


if __name__ == "__main__":
    main()
