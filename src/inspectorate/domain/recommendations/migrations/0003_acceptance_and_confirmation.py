"""What makes words and findings public: a person's acceptance, and a second one's confirmation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("action", models.TextField(blank=True, verbose_name="action proposed")),
                (
                    "why_none",
                    models.TextField(blank=True, verbose_name="why no action is proposed"),
                ),
                ("link", models.URLField(blank=True, verbose_name="where the reply is published")),
                (
                    "stays",
                    models.JSONField(
                        blank=True, default=list, verbose_name="why what was found stays"
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
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="recommendations.response",
                    ),
                ),
            ],
            options={
                "ordering": ["response", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="recommendations.addressee",
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
                    "closure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="recommendations.closure",
                    ),
                ),
                (
                    "due_date",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="recommendations.duedate",
                    ),
                ),
                (
                    "verification",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="recommendations.verification",
                    ),
                ),
            ],
            options={
                "ordering": ["addressee", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ConfirmationWithdrawal",
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
                    "confirmation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="recommendations.confirmation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AcceptanceWithdrawal",
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
                    "acceptance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="recommendations.acceptance",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="acceptance_withdrawn_with_reason",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closure__isnull", True),
                        ("due_date__isnull", True),
                        ("verification__isnull", False),
                    ),
                    models.Q(
                        ("closure__isnull", False),
                        ("due_date__isnull", True),
                        ("verification__isnull", True),
                    ),
                    models.Q(
                        ("closure__isnull", True),
                        ("due_date__isnull", False),
                        ("verification__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="confirmation_of_one_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmationwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="confirmation_withdrawn_with_reason",
            ),
        ),
        AppendOnly("Acceptance"),
        AppendOnly("AcceptanceWithdrawal"),
        AppendOnly("Confirmation"),
        AppendOnly("ConfirmationWithdrawal"),
    ]
