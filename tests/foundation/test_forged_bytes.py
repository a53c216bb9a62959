"""A byte that is no text, put into what proves a row, is named where it is and stops nobody."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from inspectorate.foundation.ledger import proof
from inspectorate.foundation.ledger.models import RowDigest
from tests.factories.rooms import an_inspection
from tests.sizes import drilled

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="PostgreSQL takes no bytes that are no text",
    ),
]


@pytest.mark.parametrize(
    ("table", "column"),
    drilled(
        [
            ("ledger_rowdigest", "place"),
            ("ledger_rowdigest", "row"),
            ("ledger_rowdigest", "nonce"),
            ("ledger_rowdigest", "seal"),
            ("ledger_rowdigest", "digest"),
            ("ledger_columnlist", "table"),
            ("ledger_columnlist", "names"),
            ("ledger_columnlist", "digest"),
        ],
        4,
    ),
)
@pytest.mark.parametrize("forged", ["CAST(x'41ff' AS TEXT)", "x'41'"])
def test_byte_that_is_no_text_in_a_digest_or_a_list_is_named_where_it_is(
    table: str, column: str, forged: str
) -> None:
    an_inspection()
    one = RowDigest.objects.filter(table="inspections_termsofreference").get()
    entry = f"ledger {one.entry.stream}: entry {one.entry.number}: "
    if table == "ledger_columnlist":
        key, named = one.columns_id, f"ledger: the list of columns {one.columns_id}"
    elif column == "nonce":
        key, named = one.pk, f"{entry}the nonce of {one.table}/{one.row}"
    else:
        key, named = one.pk, f"{entry}the digests of the rows it wrote"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_update")
        cursor.execute(f'UPDATE {table} SET "{column}" = {forged} WHERE id = %s', [key])
    assert [fault for fault in proof.faults() if fault.startswith(named)]
