"""The database itself refuses to change or delete these rows."""

from django.db import migrations

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [
        AppendOnly("Item"),
        AppendOnly("ItemCriterion"),
        AppendOnly("Attachment"),
        AppendOnly("Withdrawal"),
        AppendOnly("Supersession"),
    ]
