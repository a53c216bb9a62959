"""Keep the hashes of recovery codes in the place of the seed they were made of; codes stay good."""

from django.db import migrations

OF = "mfa.authenticator"


def hash_codes(apps, schema_editor):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    from inspectorate.foundation.people import credentials, recovery

    proofs = apps.get_model("people", "CredentialProof")
    factors = apps.get_model("mfa", "Authenticator").objects.filter(type=recovery.KIND)
    for one in factors.order_by("pk"):
        # What stands there beside a seed was put there by nobody of ours, and is left to be named.
        if set(one.data) - {"viewed_at"} != {"seed", "used_mask"}:
            continue
        before = _of(credentials.held([one.user_id], apps=apps), one)
        proof = proofs.objects.filter(of=before.of).first()
        right = proof is not None and (proof.person_id, proof.digest) == (
            before.person,
            before.digest(proof.nonce),
        )
        one.data = {recovery.KEPT: recovery.hashed(RecoveryCodes(one).get_unused_codes())}
        one.save()
        # What was wrong before stays wrong: a migration launders nothing.
        if right:
            after = credentials.proof_of(_of(credentials.held([one.user_id], apps=apps), one))
            proof.nonce, proof.digest = after["nonce"], after["digest"]
            proof.save()


def _of(held, factor):
    return next(one for one in held if one.of == f"{OF}/{factor.pk}")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_sign_in_link"),
        # Their tables are read.
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
