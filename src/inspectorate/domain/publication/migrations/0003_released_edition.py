"""The joining table of releases and editions becomes a model of ours, so that the ledger can prove its rows.

The table itself stays as it is.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publication", "0002_append_only")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ReleasedEdition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="publication.release",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.edition",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "publication_release_editions",
                        "unique_together": {("release", "edition")},
                    },
                ),
                migrations.AlterField(
                    model_name="release",
                    name="editions",
                    field=models.ManyToManyField(related_name="releases", through="publication.ReleasedEdition", to="reports.edition"),
                ),
            ]
        )
    ]
