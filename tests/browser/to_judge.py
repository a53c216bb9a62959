"""An inspection with much to judge, for a browser: told into the data folder of the environment, as
a process.

Three bodies by twelve criteria wait for one inspector, each with two items of evidence and findings
to answer; a fourth body is agreed on all of them, and two criteria are on a scale of their own.
"""

from __future__ import annotations

import json
import os

from tests.migrated import migrate

PASSWORD = "correct horse battery staple"
GRADES = "Outstanding > Good > Requires improvement > Inadequate"
BODIES, CRITERIA, OF_TWO = 3, 12, 2
# What the fourth body has on each criterion.
AGREED = ["Outstanding", "Good", "Requires improvement", "Inadequate", "Good"] * 2


def framework() -> str:
    """Ten criteria of four grades with two findings each, two of two grades with one."""
    head = (
        "framework,version,area,question,criterion,grade_scale,grades,graded,criterion_ref,"
        "characteristics,findings"
    )
    lines = [head]
    for number in range(1, CRITERIA + 1):
        of_two = number > CRITERIA - OF_TWO
        scale = f"Met or not,{'Met > Not met'}" if of_two else f"Four grades,{GRADES}"
        seen = "" if of_two else "Outstanding: Leaders drive it | Inadequate: Nobody does"
        findings = f"a{number}=Training is given" + ("" if of_two else f" | b{number}=It is known")
        lines.append(
            f"Much to judge,1,Area {1 + number // 7},How well?,Is part {number} done well?,"
            f"{scale},yes,{number},{seen},{findings}"
        )
    return "\n".join(lines)


def main() -> None:
    """Make the world; print who is who as JSON."""
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
    from tests.factories.findings import agreed, an_item, assigned
    from tests.factories.rooms import (
        AT,
        a_framework,
        a_key,
        an_inspection,
        criterion,
        member,
        scope_body,
    )

    inspection = an_inspection(
        bodies=BODIES + 1,
        framework=a_framework(framework()),
        phase="judging",
        slug="much",
        prefix="MUCH",
    )
    inspector, other = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    for number in range(1, CRITERIA + 1):
        of = criterion(inspection, str(number))
        for at in range(BODIES):
            body = scope_body(inspection, at)
            for kind, words in (
                ("interview", "Officers said so."),
                ("document", "A plan says so."),
            ):
                an_item(
                    inspection,
                    body,
                    of.ref,
                    by=inspector,
                    kind=kind,
                    origin=f"Source of the {kind}",
                    method="interview" if kind == "interview" else "document-review",
                    words=f"{words} Part {number}.",
                )
            assigned(inspection, body, of, inspector)
        grade = "Met" if number > CRITERIA - OF_TWO else AGREED[number - 1]
        last = scope_body(inspection, BODIES)
        agreed(inspection, last, of, grade)
    # One more who judges the first cell, and whose judgment nobody may learn of.
    assigned(inspection, scope_body(inspection), criterion(inspection, "1"), other, second=True)
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    roles = (Role.LEAD, Role.MODERATOR, Role.INSPECTOR)
    return {role.value: member(inspection, role).email for role in roles} | {"other": other.email}


if __name__ == "__main__":
    main()
