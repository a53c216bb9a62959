"""Hot debriefs: who heard them, what they rest on, which grades were told and what was said of a
difference.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0005_citations"),
        ("fieldwork", "0016_calendar_addresses"),
        ("judgments", "0019_panel_attendance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Debrief",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "heard_by",
                    models.CharField(max_length=200, verbose_name="who heard it, by role"),
                ),
                ("said_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debriefs",
                        to="fieldwork.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["visit", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DebriefSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "debrief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="judgments.debrief",
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
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("debrief", "item"), name="debrief_rests_once")
                ],
            },
        ),
        AppendOnly("Debrief"),
        AppendOnly("DebriefSource"),
    ]
