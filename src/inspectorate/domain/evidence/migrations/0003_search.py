"""The search index: FTS5 on SQLite, tsvector under GIN on PostgreSQL. Holds no text of its own, only what finds it."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE evidence_search USING fts5(words, scope, content='', contentless_delete=1, "
    "tokenize='porter unicode61 remove_diacritics 2')",
]
POSTGRESQL = [
    # The same stemmer as on SQLite and no stop words, so that one text finds the same items on both.
    "CREATE TEXT SEARCH DICTIONARY evidence_porter (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION evidence_words (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION evidence_words ALTER MAPPING FOR asciiword, word, numword WITH evidence_porter",
    "CREATE TABLE evidence_search (item_id bigint PRIMARY KEY, inspection_id bigint NOT NULL, document tsvector NOT NULL)",
    "CREATE INDEX evidence_search_document ON evidence_search USING gin (document)",
    "CREATE INDEX evidence_search_newest ON evidence_search (inspection_id, item_id)",
]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    schema_editor.execute("DROP TABLE evidence_search")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION evidence_words")
        schema_editor.execute("DROP TEXT SEARCH DICTIONARY evidence_porter")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_append_only")]
    operations = [migrations.RunPython(make, unmake)]
