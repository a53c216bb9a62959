"""A report of which a section is to be bound, for a browser: told into the data folder of the
environment, as a process: ``python -m tests.browser.to_be_bound``.

Of twenty forces eleven have mandatory training, all know who completed it, and in nineteen leaders
understand it.
"""

from __future__ import annotations

import json
import os

from tests.migrated import migrate

PASSWORD = "correct horse battery staple"
FORCES, TRAINED = 20, 11
SUMMARY = """# Summary

{.narrative}
We looked at training in forces.
"""
REPORT = f"---\ntitle: How well forces train\npublished: 2026-12-01\n---\n\n{SUMMARY}"
# What a writer writes, each sentence with the claim that it says.
SENTENCES = (
    (f"{TRAINED} of the {FORCES} forces have mandatory training", "mandatory-training"),
    (f"All {FORCES} forces know who completed their training", "completion-known"),
    (
        f"Leaders understand its purpose in {FORCES - 1} of the {FORCES} forces",
        "purpose-understood",
    ),
)


def main() -> None:
    """Make the world; print the e-mail of its editor as JSON."""
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
    from tests.factories.findings import a_claim, referenced
    from tests.factories.publishing import a_story
    from tests.factories.rooms import AT, a_key

    given = {"report": REPORT, "slug": "bound", "prefix": "BOUND"}
    story = a_story(bodies=FORCES, met=TRAINED, first="Outstanding", **given)
    for name, statement, structure in (
        (
            "completion-known",
            "Forces that know who completed their training",
            {"criterion": "1.1", "finding": "completion-known"},
        ),
        (
            "purpose-understood",
            "Forces whose leaders understand its purpose",
            {"criterion": "1.1", "grades": ["Good"]},
        ),
    ):
        given = {"statement": statement, "small_number_decision": "No force is named."}
        referenced(a_claim(story.inspection, structure, name=name, **given))
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    return {Role.EDITOR.value: story.who(Role.EDITOR).email}


if __name__ == "__main__":
    main()
