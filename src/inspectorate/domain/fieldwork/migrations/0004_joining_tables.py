"""The joining table of requests and criteria, and that of sessions and inspectors, becomes a model of ours, so that the ledger can prove its rows.

The table itself stays as it is.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0003_window_reason")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="RequestCriterion",
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
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fieldwork.request",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programmes.criterion",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "fieldwork_request_criteria",
                        "unique_together": {("request", "criterion")},
                    },
                ),
                migrations.AlterField(
                    model_name="request",
                    name="criteria",
                    field=models.ManyToManyField(blank=True, related_name="+", through="fieldwork.RequestCriterion", to="programmes.criterion"),
                ),
                migrations.CreateModel(
                    name="SessionInspector",
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
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="fieldwork.session",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "fieldwork_session_inspectors",
                        "unique_together": {("session", "person")},
                    },
                ),
                migrations.AlterField(
                    model_name="session",
                    name="inspectors",
                    field=models.ManyToManyField(blank=True, related_name="sessions", through="fieldwork.SessionInspector", to=settings.AUTH_USER_MODEL),
                ),
            ]
        )
    ]
