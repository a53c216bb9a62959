"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [
        AppendOnly("Revision"),
        AppendOnly("Waiver"),
        AppendOnly("Edition"),
        AppendOnly("Point"),
        AppendOnly("Decision"),
    ]
