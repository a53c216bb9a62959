"""Pictures of editors' own, and those that were taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0009_grades_and_debrief_notes"),
        ("inspections", "0009_suppression"),
        ("reports", "0014_variants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, verbose_name="what texts call it")),
                ("digest", models.CharField(max_length=64, verbose_name="copy that is shown")),
                ("media_type", models.CharField(max_length=20)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("original", models.CharField(max_length=64, verbose_name="file as it came")),
                ("original_name", models.CharField(max_length=200)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("evidence", "From evidence of this inspection"),
                            ("ours", "Made by the inspectorate"),
                            ("source", "From another source"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=400)),
                (
                    "ground",
                    models.CharField(
                        blank=True, default="", max_length=400, verbose_name="why it may be printed"
                    ),
                ),
                (
                    "people",
                    models.CharField(
                        choices=[
                            ("nobody", "Nobody can be recognised"),
                            ("agreed", "People who agreed to it"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "agreement",
                    models.TextField(blank=True, default="", verbose_name="how people agreed"),
                ),
                (
                    "marking",
                    models.CharField(
                        choices=[
                            ("PUBLIC", "Public"),
                            ("OFFICIAL", "Official"),
                            ("OFFICIAL-SENSITIVE", "Official-sensitive"),
                            ("SECRET", "Secret"),
                        ],
                        default="OFFICIAL",
                        max_length=20,
                    ),
                ),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_pictures",
                        to="reports.document",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_pictures",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_pictures",
                        to="evidence.item",
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "key"],
            },
        ),
        migrations.CreateModel(
            name="PictureWithdrawal",
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
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="reports.ownpicture",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="ownpicture",
            constraint=models.UniqueConstraint(
                fields=("inspection", "key"), name="own_picture_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ground", ""),
                        ("item__isnull", False),
                        ("origin", "evidence"),
                        ("source", ""),
                    ),
                    models.Q(
                        ("ground", ""), ("item__isnull", True), ("origin", "ours"), ("source", "")
                    ),
                    models.Q(
                        ("item__isnull", True),
                        ("origin", "source"),
                        models.Q(("source", ""), _negated=True),
                        models.Q(("ground", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="own_picture_says_where_it_is_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreement", ""), ("people", "nobody")),
                    models.Q(("people", "agreed"), models.Q(("agreement", ""), _negated=True)),
                    _connector="OR",
                ),
                name="own_picture_says_who_is_in_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="picturewithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="picture_withdrawal_has_reason",
            ),
        ),
        AppendOnly("OwnPicture"),
        AppendOnly("PictureWithdrawal"),
    ]
