"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0001_initial")]
    operations = [
        AppendOnly("Recommendation"),
        AppendOnly("DueDate"),
        AppendOnly("Response"),
        AppendOnly("Progress"),
        AppendOnly("Verification"),
        AppendOnly("Closure"),
    ]
