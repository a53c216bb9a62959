"""The newest hits of one inspection are read by an index that nothing else can be taken for.

PostgreSQL took the primary key instead where a word stood in many entries, and read those of every
newer inspection before the first of an older one: of 1,000,000 entries 900,000.
"""

from django.db import migrations

NEWEST = "CREATE INDEX evidence_search_newest ON evidence_search (inspection_id, (-item_id))"
BEFORE = "CREATE INDEX evidence_search_newest ON evidence_search (inspection_id, item_id)"


def make(apps, schema_editor):
    _exchange(schema_editor, NEWEST)


def unmake(apps, schema_editor):
    _exchange(schema_editor, BEFORE)


def _exchange(schema_editor, statement):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX evidence_search_newest")
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_citations")]
    operations = [migrations.RunPython(make, unmake)]
