"""The joining table of drafts and items becomes a model of ours, so that the ledger can prove its rows.

The table itself stays as it is.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("judgments", "0002_append_only")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="DraftCitation",
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
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="judgments.draft",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="evidence.item",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "judgments_draft_cited",
                        "unique_together": {("draft", "item")},
                    },
                ),
                migrations.AlterField(
                    model_name="draft",
                    name="cited",
                    field=models.ManyToManyField(blank=True, related_name="+", through="judgments.DraftCitation", to="evidence.item"),
                ),
            ]
        )
    ]
