"""A person signs in as a browser does: by password, with an authenticator app."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.models import Person
from tests.factories.rooms import PASSWORD

LOGIN, FACTORS, WORK = "/accounts/login/", "/accounts/2fa/", "/"


def totp(secret: str, at: float | None = None) -> str:
    """The six digits of RFC 6238 (SHA-1, 30 s) for ``secret`` now."""
    counter = struct.pack(">Q", int(at if at is not None else time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at_byte = digest[-1] & 15
    return f"{(int.from_bytes(digest[at_byte : at_byte + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": person.email, "password": password})


def set_up_totp(client: Client) -> str:
    """Set up an authenticator app as a person would; returns its secret."""
    told = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'id="authenticator_secret"\s+value="([A-Z2-7]+)"', told)
    assert found, told
    answer = client.post(reverse("mfa_activate_totp"), {"code": totp(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


def signed_in(person: Person) -> Client:
    """A client that has signed in by password and set up an authenticator app."""
    client = Client()
    sign_in(client, person)
    set_up_totp(client)
    assert client.get(WORK).status_code == 200
    return client
