"""Live quotations: who speaks, who was asked, the words they approved, and what was taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inspectorate.foundation.ledger.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0012_ending_a_check"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LiveQuotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=80, verbose_name="what the text calls it")),
                ("office", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
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
                        related_name="live_quotations",
                        to="reports.document",
                    ),
                ),
            ],
            options={
                "ordering": ["document", "code"],
            },
        ),
        migrations.CreateModel(
            name="SpeakerApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("identity", models.CharField(max_length=64)),
                (
                    "by_speaker",
                    models.BooleanField(verbose_name="given by the speaker in the portal"),
                ),
                (
                    "digest",
                    models.CharField(
                        blank=True, default="", max_length=64, verbose_name="file with the message"
                    ),
                ),
                ("file_name", models.CharField(blank=True, default="", max_length=200)),
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
                    "quotation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="reports.livequotation",
                    ),
                ),
            ],
            options={
                "ordering": ["quotation", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ApprovalWithdrawal",
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
                    "approval",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="reports.speakerapproval",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SpeakerAsked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField()),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_to_speak",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quotation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="reports.livequotation",
                    ),
                ),
            ],
            options={
                "ordering": ["quotation", "at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="livequotation",
            constraint=models.UniqueConstraint(
                fields=("document", "code"), name="live_quotation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="livequotation",
            constraint=models.CheckConstraint(
                condition=models.Q(("office", ""), _negated=True), name="live_quotation_has_office"
            ),
        ),
        migrations.AddConstraint(
            model_name="speakerapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by_speaker", True), models.Q(("digest", ""), _negated=True), _connector="OR"
                ),
                name="approval_recorded_has_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="approval_withdrawal_has_reason",
            ),
        ),
        AppendOnly("LiveQuotation"),
        AppendOnly("SpeakerAsked"),
        AppendOnly("SpeakerApproval"),
        AppendOnly("ApprovalWithdrawal"),
    ]
