"""The database itself refuses to change or delete these rows: what was asked, and by which yardstick, stays as it was."""

from django.db import migrations

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [
        AppendOnly(name)
        for name in (
            "Strategy", "Strand", "Objective", "Scale", "Grade", "ScaleBreak", "Vocabulary",
            "Area", "Criterion", "Characteristic", "Finding",
        )
    ]
