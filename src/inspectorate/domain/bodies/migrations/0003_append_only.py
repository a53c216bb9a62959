"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("bodies", "0002_register_import")]
    operations = [
        AppendOnly("RegisterImport"),
    ]
