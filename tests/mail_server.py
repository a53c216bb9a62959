"""A real mail server for tests: it listens on this machine, asks for STARTTLS and a login, keeps
what it takes, refuses whom it does not know, and hangs where it is told to.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, WORD = "inspectorate", "a word for the mail server"
REFUSED = "refused@police.example"


@dataclass(slots=True)
class Taken:
    """What a server took, and how it answers from now on."""

    mails: list[EmailMessage] = field(default_factory=list)
    logins: int = 0
    over_tls: list[bool] = field(default_factory=list)
    hangs: float = 0.0

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take every address but one."""
        if address == REFUSED:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail, or hang first."""
        if self.hangs:
            time.sleep(self.hangs)
        self.over_tls.append(session.ssl is not None)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Taken"

    def login(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: object
    ) -> AuthResult:
        """Let in who knows the word."""
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            USER.encode(),
            WORD.encode(),
        )
        self.logins += right
        return AuthResult(success=right)


@contextmanager
def mail_server(folder: Path) -> Iterator[tuple[Taken, int, Path]]:
    """What a server takes, its port, and the certificate by which its clients know it."""
    certificate, key = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    taken = Taken()
    running = Controller(
        taken,
        hostname="127.0.0.1",
        port=_free(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=taken.login,
    )
    running.start()
    try:
        yield taken, running.port, certificate
    finally:
        running.stop()


@pytest.fixture
def server(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Taken]:
    """A real mail server, to which the application is set as an installation sets it."""
    with mail_server(tmp_path) as (taken, port, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {
                    "host": "localhost",
                    "port": port,
                    "username": USER,
                    "password": WORD,
                    "use_tls": True,
                    "timeout": 1,
                },
            }
        }
        yield taken


def _free() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine, of this minute."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "mail.pem", folder / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret
