"""A person signs in as a browser does: by password, with an authenticator app."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from inspectorate.foundation.people.models import Person
from tests.factories.rooms import PASSWORD
from tests.factories.totp import totp

LOGIN, FACTORS, WORK = "/accounts/login/", "/accounts/2fa/", "/"


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": person.email, "password": password})


def app_shown(client: Client) -> str:
    """The secret that the page for setting up an authenticator app shows."""
    told = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'id="authenticator_secret"\s+value="([A-Z2-7]+)"', told)
    assert found, told
    return found[1]


def set_up_totp(client: Client) -> str:
    """Set up an authenticator app as a person would; returns its secret."""
    # Twice at most: a code's half minute may be over before it is looked at.
    for _ in range(2):
        secret = app_shown(client)
        answer = client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
        if answer.status_code == 302:
            break
    assert answer.status_code == 302, answer.content.decode()
    return secret


def codes_shown(client: Client) -> list[str]:
    """The recovery codes that were just made, as their page shows them once."""
    told = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"\b[0-9a-f]{8}\b", told)


def goes_on_to(answer: Any) -> str:
    """Where one is led after the page that ``answer`` leads to, be it for signing in or a proof."""
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


def signed_in(person: Person) -> Client:
    """A client that has signed in by password and set up an authenticator app."""
    client = Client()
    sign_in(client, person)
    set_up_totp(client)
    assert client.get(WORK).status_code == 200
    return client


@dataclass(frozen=True, slots=True)
class Key:
    """A security key that answers as a real one does."""

    secret: ec.EllipticCurvePrivateKey
    identity: bytes

    def answers(
        self,
        options: dict[str, Any],
        person: Person | None,
        handle: str | None = None,
        *,
        verified: bool = True,
    ) -> str:
        """What the browser sends for the ``request_options`` of a page, as ``person``'s key.

        Not ``verified``: touched, and asked for no PIN or finger.
        """
        flags = AuthenticatorData.FLAG.UP
        if verified:
            flags |= AuthenticatorData.FLAG.UV
        data = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 1)
        told = CollectedClientData.create(
            "webauthn.get", options["publicKey"]["challenge"], "https://testserver"
        )
        signature = self.secret.sign(data + told.hash, ec.ECDSA(hashes.SHA256()))
        if person is not None:
            handle = websafe_encode(user_pk_to_url_str(person).encode())
        return json.dumps(
            {
                "id": websafe_encode(self.identity),
                "rawId": websafe_encode(self.identity),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {
                    "clientDataJSON": websafe_encode(told),
                    "authenticatorData": websafe_encode(data),
                    "signature": websafe_encode(signature),
                    "userHandle": handle,
                },
            }
        )


def add_key(client: Client) -> Key:
    """Register a security key as a browser with one would."""
    page = client.get(reverse("mfa_add_webauthn"))
    options = page.context["js_data"]["creation_options"]["publicKey"]
    secret = ec.generate_private_key(ec.SECP256R1())
    key = ES256.from_cryptography_key(secret.public_key())
    identity = secrets.token_bytes(16)
    attestation = AttestationObject.create(
        "none",
        AuthenticatorData.create(
            hashlib.sha256(b"testserver").digest(),
            AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT,
            0,
            AttestedCredentialData.create(b"\0" * 16, identity, key),
        ),
        {},
    )
    told = CollectedClientData.create("webauthn.create", options["challenge"], "https://testserver")
    credential = {
        "id": websafe_encode(identity),
        "rawId": websafe_encode(identity),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(told),
            "attestationObject": websafe_encode(attestation),
        },
    }
    answer = client.post(
        reverse("mfa_add_webauthn"), {"name": "My key", "credential": json.dumps(credential)}
    )
    assert answer.status_code == 302, answer.content.decode()
    return Key(secret, identity)
