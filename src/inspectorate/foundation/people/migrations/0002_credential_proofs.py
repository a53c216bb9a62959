"""Prove what people sign in with; whoever is here is proven as found, from now on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def prove(apps, schema_editor):
    # The form of a digest never changes, so today's code may take it.
    from inspectorate.foundation.people import credentials

    proof = apps.get_model("people", "CredentialProof")
    proof.objects.bulk_create(
        proof(**credentials.proof_of(one)) for one in credentials.held(apps=apps)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        # Their tables are read.
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.CreateModel(
            name="CredentialProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of", models.CharField(max_length=80, unique=True)),
                ("nonce", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credential_proofs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(prove, migrations.RunPython.noop),
    ]
