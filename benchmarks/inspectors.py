"""Inspectors who send notes from devices of their own, told into the small inspection of the drills
as a process: ``python -m benchmarks.inspectors DATA NUMBER ADDRESS`` prints a token of each.
"""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path

from benchmarks.worlds import load, told_in


def tokens(data: Path, number: int, **more: str) -> list[str]:
    """Let so many inspectors join, and make a token to record for each."""
    address = more.get("DATABASE_URL", "")
    made: list[str] = told_in(
        data, "benchmarks.inspectors", str(data), str(number), address, **more
    )
    return made


def _made(number: int) -> list[str]:
    from django.utils import timezone
    from tests.factories.keeping import numbers
    from tests.factories.rooms import join

    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.foundation.people.roles import Role
    from inspectorate.foundation.people.tokens import known
    from inspectorate.foundation.people.tokens.actions import make_token
    from inspectorate.foundation.people.tokens.scopes import Scope

    # Another process made the world, and counted from the beginning.
    numbers.last = 1_000_000
    inspection, made = Inspection.objects.get(slug="small"), []
    for _ in range(number):
        person, key = join(inspection, Role.INSPECTOR), secrets.token_hex(16)
        secret = known.secret_of(person, key)
        make_token(
            by=person,
            at=timezone.now(),
            key=key,
            label="A device of the drill",
            scopes=[Scope.RECORD_EVIDENCE.value],
            days=1,
            digest=known.digest_of(secret),
        )
        made.append(secret)
    return made


if __name__ == "__main__":
    load(Path(sys.argv[1]), fresh=False, address=sys.argv[3])
    print(json.dumps(_made(int(sys.argv[2]))))
