"""Identity tokens as no honest provider gives them, made in its own process on their way out.

``ask_for`` names the forgery; the real provider does all else, and knows of nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

HOUR = 3600


def ask_for(folder: Path, forgery: str) -> None:
    """Let the provider that keeps its people in ``folder`` forge so; nothing for the empty text."""
    (folder / "forgery").write_text(forgery, "utf-8")


@dataclass
class Token:
    """An identity token taken apart, the provider's key, and the secret it shares with us."""

    header: dict[str, Any]
    claims: dict[str, Any]
    key: rsa.RSAPrivateKey
    secret: str
    given: str
    sign: Callable[[bytes], bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.sign = self.signing_by(self.key)

    @staticmethod
    def signing_by(key: rsa.RSAPrivateKey) -> Callable[[bytes], bytes]:
        return lambda text: key.sign(text, padding.PKCS1v15(), hashes.SHA256())

    def text(self) -> str:
        parts = [_packed(json.dumps(one).encode()) for one in (self.header, self.claims)]
        signed = ".".join(parts)
        return f"{signed}.{_packed(self.sign(signed.encode()))}"

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def of_algorithm(self, name: str, sign: Callable[[bytes], bytes]) -> None:
        self.header["alg"], self.sign = name, sign

    def of_another_key(self, **header: Any) -> None:
        self.header |= header
        self.sign = self.signing_by(_another_key())

    def brings_its_key(self) -> None:
        key = _another_key()
        numbers = key.public_key().public_numbers()
        named = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e), "kid": "mine"}
        self.header |= {"jwk": named, "kid": "mine"}
        self.sign = self.signing_by(key)

    def keeps_the_signature_of_another(self) -> None:
        """As it was signed, and something else said."""
        was = self.given.rpartition(".")[2]
        self.claims["email"] = "somebody.else@x.example"
        self.sign = lambda _: _unpacked(was)


def _by(secret: bytes) -> Callable[[bytes], bytes]:
    return lambda text: hmac.new(secret, text, hashlib.sha256).digest()


def _now() -> int:
    return int(time.time())


# The first is the control: taken apart and put together again by the same hand.
AS_IT_WAS = "as it was"
FORGERIES: dict[str, Callable[[Token], Any]] = {
    AS_IT_WAS: lambda one: None,
    "signed by another key": lambda one: one.of_another_key(),
    "signed by another key under a name of its own": lambda one: one.of_another_key(kid="mine"),
    "signed by a key that it brings itself": Token.brings_its_key,
    "signed by nobody": lambda one: one.of_algorithm("none", lambda _: b""),
    "signed by nobody, in capitals": lambda one: one.of_algorithm("NONE", lambda _: b""),
    "signature left out": lambda one: one.of_algorithm("RS256", lambda _: b""),
    "signed by the secret of the two": lambda one: one.of_algorithm(
        "HS256", _by(one.secret.encode())
    ),
    "signed by the public key as a secret": lambda one: one.of_algorithm(
        "HS256", _by(one.public_key)
    ),
    "changed after it was signed": Token.keeps_the_signature_of_another,
    "for another": lambda one: one.claims.update(aud="somebody-else"),
    "for nobody": lambda one: one.claims.pop("aud"),
    "for us and another, asked for by that one": lambda one: one.claims.update(
        aud=[one.claims["aud"], "somebody-else"], azp="somebody-else"
    ),
    "for us and another, asked for by nobody": lambda one: one.claims.update(
        aud=[one.claims["aud"], "somebody-else"]
    ),
    "by another": lambda one: one.claims.update(iss="https://id.elsewhere.example"),
    "by another at the same host": lambda one: one.claims.update(iss=one.claims["iss"] + "/2"),
    "by nobody": lambda one: one.claims.pop("iss"),
    "of an hour ago": lambda one: one.claims.update(iat=_now() - 2 * HOUR, exp=_now() - HOUR),
    "without an end": lambda one: one.claims.pop("exp"),
    "of an hour to come": lambda one: one.claims.update(iat=_now() + HOUR, exp=_now() + 2 * HOUR),
    "good from an hour to come": lambda one: one.claims.update(nbf=_now() + HOUR),
    "answering another question": lambda one: one.claims.update(nonce="another"),
    "answering no question": lambda one: one.claims.pop("nonce", None),
    "beside another access token": lambda one: one.claims.update(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "about nobody": lambda one: one.claims.pop("sub"),
}


class Forging:
    """Changes the identity token in what the provider answers, where it was asked for."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        from django.conf import settings

        response, asked = self.get_response(request), Path(settings.FORGERY)
        how = asked.read_text("utf-8") if asked.exists() else ""
        if not how or not request.path.endswith("/token"):
            return response
        told = json.loads(response.content)
        if "id_token" not in told:
            return response
        if how == "left out":
            del told["id_token"]
        else:
            told["id_token"] = _forged(told["id_token"], how)
        response.content = json.dumps(told)
        response.headers.pop("Content-Length", None)
        return response


def _forged(given: str, how: str) -> str:
    from django.conf import settings

    from .identity_provider import SECRET

    header, claims = (json.loads(_unpacked(one)) for one in given.split(".")[:2])
    key = serialization.load_pem_private_key(settings.IDP_OIDC_PRIVATE_KEY.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    token = Token(header, claims, key, SECRET, given)
    FORGERIES[how](token)
    return token.text()


def _another_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(value: int) -> str:
    return _packed(value.to_bytes((value.bit_length() + 7) // 8, "big"))
