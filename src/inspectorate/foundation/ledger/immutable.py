"""A migration step that makes a table append-only in the database itself.

It holds on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

MESSAGE = "rows of {table} are never changed or deleted"


class AppendOnly(Operation):
    """Refuse UPDATE and DELETE (and TRUNCATE) on the table of ``model_name`` by triggers."""

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's model state."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        message = MESSAGE.format(table=table)
        if schema_editor.connection.vendor == "sqlite":
            # rows.append_only finds the tables by the names of these triggers.
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
            return
        schema_editor.execute(
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            # The class of error under which Django raises IntegrityError, as it does on SQLite.
            f"$$BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = "
            f"'integrity_constraint_violation'; END$$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
        )
        schema_editor.execute(
            # TRUNCATE fires no trigger of single rows.
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
        )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
            return
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_append_only() CASCADE")

    def describe(self) -> str:
        return f"Make {self.model_name} append-only"
