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
        ("inspections", "0009_suppression"),
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
            name="ToldGrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_on", models.DateField()),
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
                    "debrief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to="judgments.debrief",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to="judgments.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ToldDifference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "agreed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="judgments.agreed",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "told",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="judgments.toldgrade",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ToldGradeWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
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
                    "told",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="judgments.toldgrade",
                    ),
                ),
            ],
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
        migrations.CreateModel(
            name="GradesTelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "telling",
                    models.CharField(
                        choices=[
                            ("never", "Never"),
                            ("debrief", "At the hot debrief, or later"),
                            ("fieldwork", "Once fieldwork is over"),
                            ("moderated", "Once the judgment is moderated or agreed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField()),
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
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to="inspections.inspection",
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "number"), name="telling_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("telling__in", ["never", "debrief", "fieldwork", "moderated"])
                        ),
                        name="telling_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="telling_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ToldDifferenceWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
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
                    "difference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="judgments.tolddifference",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="difference_withdrawn_for_a_reason",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="tolddifference",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="difference_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="toldgradewithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="told_withdrawal_has_its_reason",
            ),
        ),
        AppendOnly("Debrief"),
        AppendOnly("ToldGrade"),
        AppendOnly("ToldDifference"),
        AppendOnly("ToldGradeWithdrawal"),
        AppendOnly("DebriefSource"),
        AppendOnly("GradesTelling"),
        AppendOnly("ToldDifferenceWithdrawal"),
    ]
