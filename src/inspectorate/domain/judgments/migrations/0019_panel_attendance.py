"""Who came to the sitting of a panel later, or left it, and when."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("judgments", "0018_outcomes_shown"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PanelAttendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("came", "Came"), ("left", "Left")], max_length=4),
                ),
                ("happened_at", models.DateTimeField()),
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
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="judgments.panelseat",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        AppendOnly("PanelAttendance"),
    ]
