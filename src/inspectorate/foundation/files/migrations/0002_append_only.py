"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [
        AppendOnly("Blob"),
    ]
