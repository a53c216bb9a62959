"""``inspectorate reindex`` makes the search index of evidence afresh."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.db import connection

from inspectorate.domain.evidence import queries
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.main import main
from tests.factories.findings import an_item
from tests.factories.rooms import an_inspection, member


@pytest.mark.django_db
def test_item_lost_from_the_index_is_found_after_reindexing() -> None:
    inspection = an_inspection()
    item, lead = an_item(inspection), member(inspection, Role.LEAD)
    with connection.cursor() as cursor:
        emptied = "INSERT INTO evidence_search(evidence_search) VALUES ('delete-all')"
        cursor.execute(emptied if connection.vendor == "sqlite" else "DELETE FROM evidence_search")
    before = queries.search(lead, inspection, "training").items
    result = CliRunner().invoke(main, ["reindex"])
    assert (result.exit_code, result.output) == (0, "Indexed 1 items of evidence.\n")
    assert (before, queries.search(lead, inspection, "training").items) == ((), (item,))
