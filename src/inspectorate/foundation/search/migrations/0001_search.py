"""The common index of what rooms show: FTS5 on SQLite, tsvector under GIN on PostgreSQL.

It holds no text of its own, only what finds it.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_index USING fts5(words, scope, content='', contentless_delete=1, "
    "tokenize='porter unicode61 remove_diacritics 2')",
]
POSTGRESQL = [
    # The same stemmer as on SQLite and no stop words: one text finds the same things on both.
    "CREATE TEXT SEARCH DICTIONARY search_porter (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION search_words (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION search_words ALTER MAPPING FOR asciiword, word, numword "
    "WITH search_porter",
    "CREATE TABLE search_index (entry_id bigint PRIMARY KEY, inspection_id bigint NOT NULL, "
    "document tsvector NOT NULL)",
    "CREATE INDEX search_index_document ON search_index USING gin (document)",
    "CREATE INDEX search_index_newest ON search_index (inspection_id, entry_id)",
]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_index")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION search_words")
        schema_editor.execute("DROP TEXT SEARCH DICTIONARY search_porter")


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(make, unmake)]
