"""An inspection whose judgments are in, for a browser: told into the data folder of the
environment, as a process: ``python -m tests.browser.undisputed BODIES``.

Every body is judged on each graded criterion by one inspector, "Good" but for the first two, which
have the lowest grade; the last cell is judged by two who differ.
"""

from __future__ import annotations

import json
import os
import sys

from tests.migrated import migrate

PASSWORD = "correct horse battery staple"
LOWEST = 2


def main() -> None:
    """Make the world; print who is who as JSON, and how many cells may be agreed at once."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()

    migrate()
    print(json.dumps(tell(int(sys.argv[1]))))  # noqa: T201 - a process's answer


def tell(bodies: int) -> dict[str, str]:
    """Tell it through actions; everyone gets the same password."""
    from django.contrib.auth.hashers import make_password

    from inspectorate.domain.programmes.models import Criterion
    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role
    from tests.factories.findings import assigned, submitted
    from tests.factories.rooms import AT, a_key, an_inspection, member, scope_body
    from tests.factories.sampling import looked_at

    inspection = an_inspection(bodies=bodies, phase="judging", slug="many", prefix="MANY")
    inspector = member(inspection, Role.INSPECTOR)
    graded = [
        one
        for one in Criterion.objects.filter(area__framework=inspection.framework_id)
        if one.scale_id is not None
    ]
    cells = [(scope_body(inspection, number), of) for number in range(bodies) for of in graded]
    for number, (body, of) in enumerate(cells):
        submitted(
            assigned(inspection, body, of, inspector), "Inadequate" if number < LOWEST else "Good"
        )
    body, of = cells[-1]
    other = member(inspection, Role.INSPECTOR, 1)
    submitted(assigned(inspection, body, of, other, second=True), "Outstanding")
    for role in (Role.LEAD, Role.MODERATOR):
        looked_at(inspection, member(inspection, role))
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    people = {role.value: member(inspection, role).email for role in (Role.LEAD, Role.MODERATOR)}
    return people | {"alike": str(len(cells) - LOWEST - 1)}


if __name__ == "__main__":
    main()
