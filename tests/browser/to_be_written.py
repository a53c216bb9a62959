"""A report of three sections with a yesterday, for a browser: told into the data folder of the
environment, as a process: ``python -m tests.browser.to_be_written``.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta

from tests.migrated import migrate

PASSWORD = "correct horse battery staple"
BEFORE = "---\ntitle: How well forces train\n---\n\n"
FIRST = "# What we found\n\nNine of the twelve forces train.\n\nThree of them do not.\n\n"
SECOND = "## Training\n\nThe plans were looked at in the spring.\n\nNobody objected to them.\n\n"
THIRD = "## Recruits\n\nThey are taught in their first weeks.\n"
YESTERDAY = "In March the plans were looked at by the leaders of each force."


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

    from inspectorate.domain.reports import actions as reports
    from inspectorate.foundation.people.actions import set_password
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role
    from tests.factories.publishing import DRAFTED, a_document
    from tests.factories.rooms import AT, a_key, an_inspection, member

    inspection = an_inspection(bodies=2, slug="written", prefix="WRITTEN")
    text = BEFORE + FIRST + SECOND + THIRD
    was = text.replace("The plans were looked at in the spring.", YESTERDAY)
    document = a_document(inspection, "report", "report", "How well forces train", was)
    reports.save(
        by=member(inspection, Role.LEAD),
        at=DRAFTED + timedelta(days=1),
        key=a_key(),
        document=document,
        text=text,
        version=document.version,
    )
    hashed = make_password(PASSWORD)
    for person in Person.objects.all():
        set_password(by=person, at=AT, key=a_key(), person=person, password=hashed)
    roles = (Role.EDITOR, Role.LEAD, Role.PRESS, Role.INSPECTOR)
    return {role.value: member(inspection, role).email for role in roles}


if __name__ == "__main__":
    main()
