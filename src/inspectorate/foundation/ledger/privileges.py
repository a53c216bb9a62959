"""What other accounts of PostgreSQL may do to tables whose rows never change.

The tables belong to an account that migrates and does nothing else; the application has another,
which is given what it needs (``deploy/postgresql``). Triggers refuse changes to whoever is not the
owner; an account that may not even ask has one thing less to try.
"""

from __future__ import annotations

from django.db import connection, models

from .disposal import admitted
from .models import BroughtDigest, RowDigest
from .triggers import permanent_models


def confine() -> None:
    """Take from every account but the owner what no trigger of a table would let pass.

    Nothing where this account owns no tables, and on SQLite, which has no accounts.
    """
    if connection.vendor != "postgresql":
        return
    for model in permanent_models():
        for other, changes in _others(model):
            for statement in _statements(model, other, changes):
                with connection.cursor() as cursor:
                    cursor.execute(statement)


def _others(model: type[models.Model]) -> list[tuple[str, bool]]:
    """Who was given something of the table by its owner, where this account is the owner; and
    whether that holds UPDATE, of the table or, as left by an earlier run, of a column.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.grantee::regrole::text, bool_or(a.privilege_type = 'UPDATE' OR EXISTS ("
            "SELECT FROM pg_attribute b, aclexplode(b.attacl) d WHERE b.attrelid = c.oid "
            "AND d.grantee = a.grantee AND d.privilege_type = 'UPDATE')) "
            "FROM pg_class c, aclexplode(c.relacl) a "
            "WHERE c.relname = %s AND c.relnamespace = current_schema()::regnamespace "
            "AND pg_get_userbyid(c.relowner) = current_user "
            "AND a.grantee NOT IN (0, c.relowner) GROUP BY a.grantee",
            [model._meta.db_table],
        )
        return [(str(name), bool(changes)) for name, changes in cursor.fetchall()]


def _statements(model: type[models.Model], other: str, changes: bool) -> list[str]:
    """``other`` is a role as the database quotes it; ``changes`` is true where it holds UPDATE."""
    table = connection.ops.quote_name(model._meta.db_table)
    never = [verb for verb in ("UPDATE", "DELETE") if not admitted(model, verb)]
    if model in (RowDigest, BroughtDigest):
        # A disposal destroys the nonce, and nothing else of the row.
        never.append("UPDATE")
    found = [f"REVOKE {verb} ON {table} FROM {other}" for verb in sorted(set(never))]
    if model in (RowDigest, BroughtDigest) and changes:
        found.append(f"GRANT UPDATE (nonce) ON {table} TO {other}")
    return [*found, f"REVOKE TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {other}"]
