"""Makes a binder in an installation of its own on SQLite, in a process of its own.

``python -m tests.domain.publication.binder.of_sqlite OUT`` prints the slug. Its rows hold what two
databases may spell differently: negative zero, numbers that are large or small, moments with and
without a fraction, letters outside ASCII.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

from tests.migrated import migrate

HARD = {
    "zero": -0.0,
    "large": 1.5e22,
    "whole": 1e16,
    "longer": 123456789012345678901234567890,
    "small": 5e-324,
    "third": 1 / 3,
    "one": 1.0,
    "text": 'naïve \u201cquote\u201d \U0001f50d \u2028 \\ " \t',
    "deep": [{"a": [-0.0, [1e300, None, True]]}] * 3,
}


def main(out: Path) -> str:
    """Carry an inspection through and write it out."""
    import django

    django.setup()
    migrate()
    from inspectorate.foundation.ledger.acts import action, write
    from inspectorate.foundation.people.roles import Role
    from tests.factories.binders import a_full_story, written_out
    from tests.factories.findings import an_item
    from tests.factories.rooms import AT, a_key, member

    inspection = a_full_story("naïve").inspection
    by = member(inspection, Role.INSPECTOR)
    for number, micro in enumerate((0, 1, 120000, 999999)):
        at = AT + timedelta(days=1, seconds=number, microseconds=micro)
        an_item(inspection, by=by, at=at, words=f"At {micro}: \u2029 ß \U0001f50d")

    @action("test.hard", streams=lambda *, inspection, **_: [inspection.stream])
    def keep(*, by: object, at: object, key: str, inspection: object) -> object:
        draft = inspection.scope.order_by("order")[0].agreed.order_by("pk")[0]
        draft.pk, draft.number, draft.findings = None, 2, HARD
        draft.save(force_insert=True)
        write(of=draft, stream=inspection.stream, detail={"hard": HARD})
        return draft

    keep(by=by, at=AT, key=a_key(), inspection=inspection)
    written_out(inspection, out)
    return inspection.slug


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    os.environ.pop("DATABASE_URL", None)
    sys.stdout.write(main(Path(sys.argv[1])))
