"""Letters made from a template: which one, as it stood then, with what in its slots."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0010_accuracy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MadeLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("template_version", models.PositiveIntegerField()),
                ("letter_version", models.PositiveIntegerField()),
                ("values", models.JSONField(verbose_name="what the record said of the body, by slot")),
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
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made",
                        to="reports.document",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters_made",
                        to="reports.document",
                    ),
                ),
            ],
            options={"ordering": ["letter", "letter_version"]},
        ),
        migrations.AddConstraint(
            model_name="madeletter",
            constraint=models.UniqueConstraint(
                fields=["letter", "letter_version"], name="letter_made_once"
            ),
        ),
        AppendOnly("MadeLetter"),
    ]
