"""``migrate`` as Django has it, with the ledger's own part before and after."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder


class Command(migrate.Command):
    """Migrates, keeps the triggers, and leaves an entry of what was changed."""

    help = f"{migrate.Command.help} Leaves an entry in the ledger of what it changed."

    def handle(self, *args: Any, **options: Any) -> Any:
        """Migrate; on the one database that holds the ledger."""
        from ... import migrating, privileges, rendering

        if options.get("plan") or options.get("check_unapplied") or options.get("fake"):
            return super().handle(*args, **options)
        recorder = MigrationRecorder(connections[options["database"]])
        applied = set(recorder.applied_migrations())
        was = migrating.before()
        with rendering.one_at_a_time():
            result = super().handle(*args, **options)
        now = set(recorder.applied_migrations())
        migrating.after(was, [f"{app}.{name}" for app, name in now - applied])
        privileges.confine()
        # Late: what a search finds is told by rooms, whose tables stand only now.
        from inspectorate.foundation.search import keeping

        keeping.fill()
        return result
