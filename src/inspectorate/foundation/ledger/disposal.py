"""The one exception to "never changed": a row, or words of it, that two people decided to destroy.

The disposal is a record of its own, written by the act that carries it out. Triggers admit exactly
what it names: the tombstone in the named columns, or the deletion of the row. The nonces that hid
the words go too, so that nobody can guess at them from a digest; what is left of the row is
digested anew, and the chain still holds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection, models

from .canonical import TOMBSTONE
from .models import BroughtDigest, Disposal, RowDigest
from .recorded import Recorded, noted
from .stored import column_of


def dispose(
    *,
    row: Recorded,
    columns: Collection[str],
    ground: str,
    proposed_by: str,
    decided_by: str,
    at: datetime,
) -> Disposal:
    """Destroy ``columns`` of ``row``, or the row where there are none, under a record of it.

    Called inside an act. Raises ValueError for a column that holds no text, or too little of it for
    the tombstone, and IntegrityError where one person both proposed and decided.
    """
    model = type(row)
    fields = {one.name: one for one in model._meta.concrete_fields}
    for name in columns:
        if name not in fields or not can_be_disposed_of(fields[name]):
            raise ValueError(f"{model._meta.label}.{name} holds no words that could be destroyed")
    made = Disposal.objects.create(
        table=model._meta.db_table,
        row=str(row.pk),
        columns=sorted(columns),
        ground=ground,
        proposed_by=proposed_by,
        decided_by=decided_by,
        at=at,
    )
    writings = RowDigest.objects.filter(table=made.table, row=made.row)
    acts = list(writings.values_list("entry", flat=True))
    # The salt of the arguments as well: among them were the words.
    RowDigest.objects.filter(entry__in=acts, place=0).update(nonce=TOMBSTONE)
    writings.update(nonce=TOMBSTONE)
    BroughtDigest.objects.filter(table=made.table, row=made.row).update(nonce=TOMBSTONE)
    same_row = model._base_manager.filter(pk=row.pk)
    if columns:
        same_row.update(**dict.fromkeys(columns, TOMBSTONE))
    else:
        # Past Django's own collector: what refers to the row is for the caller to dispose of first.
        same_row._raw_delete(same_row.db)
    noted(model, [row.pk])
    # Late: what a search finds is told by rooms, and they stand on the ledger.
    from inspectorate.foundation.search import keeping

    keeping.mend(row)
    return made


def can_be_disposed_of(field: models.Field[object, object]) -> bool:
    """Can the tombstone stand in this column?"""
    if isinstance(field, models.JSONField):
        return True
    short = field.max_length is not None and field.max_length < len(TOMBSTONE)
    return isinstance(field, models.CharField | models.TextField) and not short


def admitted(model: type[models.Model], event: str) -> str:
    """The condition, in SQL, under which a trigger lets ``event`` ("UPDATE", "DELETE") pass.

    Empty for the ledger's own tables, which no disposal can name; but for the nonces of rows that
    one names.
    """
    if model in (RowDigest, BroughtDigest):
        return _nonce_destroyed(model) if event == "UPDATE" else ""
    if not issubclass(model, Recorded) or model is Disposal:
        return ""
    quote, key = connection.ops.quote_name, connection.ops.quote_name(column_of(model._meta.pk))
    conditions = [
        f"p.{quote('table')} = '{model._meta.db_table}'",
        f"p.{quote('row')} = CAST(OLD.{key} AS VARCHAR(64))",
    ]
    empty = _names_nothing()
    conditions.append(empty if event == "DELETE" else f"NOT ({empty})")
    if event == "UPDATE":
        conditions += [_unchanged_or_tombstone(one) for one in model._meta.concrete_fields]
    disposal = quote(Disposal._meta.db_table)
    named = " AND ".join(conditions)
    return f"EXISTS (SELECT 1 FROM {disposal} p WHERE {named})"  # nosec B608


def _names_nothing() -> str:
    return "p.columns = '[]'" if connection.vendor == "sqlite" else "p.columns = '[]'::jsonb"


def _unchanged_or_tombstone(field: models.Field[object, object]) -> str:
    column = connection.ops.quote_name(column_of(field))
    sqlite = connection.vendor == "sqlite"
    same = f"NEW.{column} {'IS' if sqlite else 'IS NOT DISTINCT FROM'} OLD.{column}"
    if not can_be_disposed_of(field):
        return f"({same})"
    tombstone = f"'{TOMBSTONE}'"
    if isinstance(field, models.JSONField):
        tombstone = f"'\"{TOMBSTONE}\"'" + ("" if sqlite else "::jsonb")
    named = (
        f"instr(p.columns, '\"{field.name}\"') > 0"
        if sqlite
        else f"p.columns @> '[\"{field.name}\"]'::jsonb"
    )
    return f"({same} OR (NEW.{column} = {tombstone} AND {named}))"


def _nonce_destroyed(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    digests, disposals = quote(RowDigest._meta.db_table), quote(Disposal._meta.db_table)
    is_same = "IS" if connection.vendor == "sqlite" else "IS NOT DISTINCT FROM"
    same = " AND ".join(
        f"NEW.{quote(column_of(one))} {is_same} OLD.{quote(column_of(one))}"
        for one in model._meta.concrete_fields
        if one.name != "nonce"
    )
    table, row = quote("table"), quote("row")
    return (
        f"(NEW.nonce = '{TOMBSTONE}' AND {same} AND (EXISTS "  # nosec B608
        f"(SELECT 1 FROM {disposals} p WHERE p.{table} = OLD.{table} AND p.{row} = OLD.{row}) "
        f"OR (OLD.place = 0 AND EXISTS (SELECT 1 "
        f"FROM {digests} w JOIN {disposals} p ON p.{table} = w.{table} AND p.{row} = w.{row} "
        f"WHERE w.entry_id = OLD.entry_id))))"
    )
