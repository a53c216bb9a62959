"""A report that is written and waits to be signed, for a browser: told into the data folder of the
environment, as a process: ``python -m tests.browser.to_be_signed``.

It carries twenty findings of one claim, one of them with a comma that an editor may take out.
"""

from __future__ import annotations

import json
import os

from tests.migrated import migrate

PASSWORD = "correct horse battery staple"
PLACES = (
    *("town", "city", "coast", "valley", "harbour", "market", "village", "island", "forest"),
    *("bridge", "station", "airport", "border", "suburb", "estate", "campus", "canal"),
    *("quarry", "meadow"),
)
FINDINGS = "\n\n".join(
    f"[Most forces have mandatory training for officers in the {place}]{{#mandatory-training}}."
    for place in PLACES
)
REPORT = f"""---
title: How well forces train
published: 2026-12-01
---

# Training

[Most forces have mandatory training, as their own records show]{{#mandatory-training}}.

{FINDINGS}

# How we worked

{{.narrative}}
We were made welcome, wherever we went.
"""


def main() -> None:
    """Make the world; print who is who as JSON: an e-mail for each role."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()

    migrate()
    print(json.dumps(tell()))  # noqa: T201 - a process's answer


def tell() -> dict[str, str]:
    """Tell it through actions; everyone gets the same password."""
    from django.contrib.auth.hashers import make_password

    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role
    from tests.factories.publishing import a_story
    from tests.factories.rooms import AT, a_key

    story = a_story(report=REPORT, slug="words", prefix="WORDS")
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    roles = (Role.EDITOR, Role.REFERENCER, Role.SIGNING)
    return {role.value: story.who(role).email for role in roles}


if __name__ == "__main__":
    main()
