"""An inspection whose inspectors disagree, for a browser: told into the data folder of the
environment, as a process: ``python -m tests.browser.disagreements BODIES``.

Every body is judged on one criterion by two inspectors, drawn by chance. On the first ten they
differ, citing different items; of the others the first three are agreed.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from tests.migrated import migrate

PASSWORD = "correct horse battery staple"
DIFFERENT = 10
SETTLED = 3


def main() -> None:
    """Make the world; print who is who as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()

    migrate()
    print(json.dumps(tell(int(sys.argv[1]))))  # noqa: T201 - a process's answer


def tell(bodies: int) -> dict[str, str]:
    """Tell it through actions; everyone gets the same password."""
    from django.contrib.auth.hashers import make_password

    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role
    from tests.factories.findings import agreed
    from tests.factories.rooms import (
        AT,
        a_key,
        an_inspection,
        criterion,
        join,
        member,
        scope_body,
    )

    inspection = an_inspection(bodies=bodies, phase="judging", slug="differ", prefix="DIFF")
    of = criterion(inspection)
    for number in range(bodies):
        body = scope_body(inspection, number)
        grades = ("Good", "Inadequate") if number == 0 else ("Good", "Requires improvement")
        _judge(inspection, body, of, grades if number < DIFFERENT else ("Good", "Good"))
    for number in range(DIFFERENT, min(DIFFERENT + SETTLED, bodies)):
        agreed(inspection, scope_body(inspection, number), of)
    third = join(inspection, Role.MODERATOR)
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    people = {
        role.value: member(inspection, role).email
        for role in (Role.LEAD, Role.MODERATOR, Role.SIGNING)
    }
    moderator = member(inspection, Role.MODERATOR)
    return people | {"third": third.email, "its name": third.name, "chair": moderator.name}


def _judge(inspection: Any, body: Any, of: Any, grades: tuple[str, str]) -> None:
    from inspectorate.foundation.people.roles import Role
    from tests.factories.findings import an_item, assigned, submitted
    from tests.factories.rooms import member

    first, second = (member(inspection, Role.INSPECTOR, number) for number in (0, 1))
    heard = an_item(inspection, body, of.ref, by=first)
    words = f"The training register of {body.label} was read in part."
    read = an_item(
        *(inspection, body, of.ref),
        by=second,
        kind="document",
        method="document-review",
        origin="Training register",
        words=words,
    )
    submitted(assigned(inspection, body, of, first), grades[0], cited=[heard])
    again = assigned(inspection, body, of, second, second=True, chance="1/1")
    submitted(again, grades[1], cited=[heard, read])


if __name__ == "__main__":
    main()
