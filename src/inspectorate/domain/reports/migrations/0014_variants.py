"""Language variants: of which document, in which language; what their signers say they read."""

import django.db.models.deletion
import inspectorate.domain.reports.variants.languages
from django.conf import settings
from django.db import migrations, models

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0013_quotations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=inspectorate.domain.reports.variants.languages.choices, max_length=8
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variant",
                        to="reports.document",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="reports.document",
                    ),
                ),
            ],
            options={"ordering": ["original", "language"]},
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                fields=["original", "language"], name="variant_once"
            ),
        ),
        # May be empty, and has no default of the database: no table is made anew, so that what
        # keeps signatures from being changed stays.
        migrations.AddField(
            model_name="signature",
            name="languages",
            field=models.JSONField(
                default=None, null=True, verbose_name="the languages its signer reads"
            ),
        ),
        AppendOnly("Variant"),
    ]
