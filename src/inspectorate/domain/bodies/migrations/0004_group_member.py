"""The joining table of groups and bodies becomes a model of ours, so that the ledger can prove its rows.

The table itself stays as it is.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bodies", "0003_append_only")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="GroupMember",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="bodies.group",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="bodies.body",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "bodies_group_members",
                        "unique_together": {("group", "body")},
                    },
                ),
                migrations.AlterField(
                    model_name="group",
                    name="members",
                    field=models.ManyToManyField(related_name="groups", through="bodies.GroupMember", to="bodies.body"),
                ),
            ]
        )
    ]
