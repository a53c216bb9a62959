"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from ..immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        AppendOnly("Entry"),
    ]
