"""A real identity provider in a process of its own: allauth's OpenID Connect server on loopback.

``python -m tests.factories.identity_provider PORT FOLDER REDIRECT...`` keeps its people in
``FOLDER/people.sqlite3`` and writes a line for each request to ``FOLDER/asked.log``.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit

import requests

ROOT = Path(__file__).resolve().parents[2]
CLIENT, SECRET, WORD = "inspectorate", "a secret of the two of them", "a word known there 47"


@dataclass
class IdentityProvider:
    """The process: where it is, and what an administrator of it would do."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    def sql(self, text: str, *values: Any) -> None:
        """Change its people, as its own administrator would."""
        with closing(sqlite3.connect(self.folder / "people.sqlite3", timeout=10)) as there, there:
            there.execute(text, values)

    def add(self, name: str, email: str, *, verified: bool = True, amr: str = "pwd") -> None:
        """Give somebody an account there; an address is of the account that got it last."""
        from django.contrib.auth.hashers import make_password

        self.frees(email)
        self.sql(
            "INSERT INTO auth_user (username, password, email, is_active, is_staff, is_superuser, "
            "first_name, last_name, date_joined) VALUES (?, ?, ?, 1, 0, 0, ?, '', '2026-01-01')",
            name,
            make_password(WORD, hasher="md5"),
            email,
            amr,
        )
        self.sql(
            "INSERT INTO account_emailaddress (email, verified, 'primary', user_id) "
            "VALUES (?, ?, 1, (SELECT id FROM auth_user WHERE username = ?))",
            email,
            verified,
            name,
        )

    def frees(self, email: str) -> None:
        """An address is nobody's there: a test before may have given it to somebody."""
        self.sql("DELETE FROM account_emailaddress WHERE email = ?", email)

    def disable(self, name: str) -> None:
        """Somebody leaves: the account stays and opens nothing."""
        self.sql("UPDATE auth_user SET is_active = 0 WHERE username = ?", name)

    def asked(self, path: str) -> int:
        """How often an address of it was asked so far."""
        lines = (self.folder / "asked.log").read_text("utf-8").splitlines()
        return sum(path in line for line in lines)

    def gets_new_keys(self, *back: str) -> None:
        """It signs by another key from now on: begun again with the same people."""
        self.kill()
        self.process = start(int(self.address.rpartition(":")[2]), self.folder, back)

    def kill(self) -> None:
        """It is gone, at once."""
        self.process.kill()
        self.process.wait()

    def signs_in(self, name: str, to: str, browser: requests.Session | None = None) -> str:
        """Follow ``to`` as a browser does and sign in; returns where it leads out of here again."""
        browser = browser or requests.Session()
        answer = browser.get(to, allow_redirects=False)
        for _ in range(9):
            if answer.is_redirect:
                to = urljoin(to, answer.headers["Location"])
                if urlsplit(to).netloc != urlsplit(self.address).netloc:
                    return to
                answer = browser.get(to, allow_redirects=False)
            elif 'name="password"' in answer.text:
                sent = {"login": name, "password": WORD, **_hidden(answer.text)}
                answer = browser.post(to, sent, allow_redirects=False)
                if answer.status_code == 200:
                    return ""
            else:
                return ""
        raise AssertionError("the provider leads round in circles")


def _hidden(text: str) -> dict[str, str]:
    import re

    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    return {name: value.replace("&amp;", "&") for name, value in found.items()}


@contextmanager
def running(folder: Path, *back: str) -> Iterator[IdentityProvider]:
    """Start it, knowing where it may send people ``back``; it ends with the block."""
    from tests.browser.served import free_port

    port = free_port()
    found = IdentityProvider(f"http://127.0.0.1:{port}", folder, start(port, folder, back))
    try:
        yield found
    finally:
        found.kill()


def start(port: int, folder: Path, back: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start the process and wait until it answers; raises where it does not in two minutes."""
    outside = ("DJANGO_SETTINGS_MODULE", "INSPECTORATE_MODE")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.factories.identity_provider", str(port), folder, *back],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in outside},
        stderr=(folder / "provider.log").open("ab"),
    )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/.well-known/openid-configuration"
            ):
                return process
        except (URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    raise RuntimeError((folder / "provider.log").read_text("utf-8")[-2000:])


def main(port: str, folder: str, *back: str) -> None:
    """Serve until killed."""
    import django
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="the provider's own, and nobody else's " * 2,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "tests.factories.forged_answers.Forging",
        ],
        FORGERY=f"{folder}/forgery",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": f"{folder}/people.sqlite3",
                "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SESSION_COOKIE_NAME="there",
        CSRF_COOKIE_NAME="there-csrf",
        ACCOUNT_LOGIN_METHODS={"username"},
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        IDP_OIDC_PRIVATE_KEY=key.decode(),
        IDP_OIDC_ADAPTER=f"{__name__}.adapter",
        MAILERS={"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}},
    )
    # Named as it is asked for, by the settings and by itself.
    sys.modules["tests.factories.identity_provider"] = sys.modules[__name__]
    django.setup()
    _serve(int(port), folder, back)


def _serve(port: int, folder: str, back: Sequence[str]) -> None:
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

    from allauth.account.signals import authentication_step_completed
    from allauth.idp.oidc.models import Client
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    client, _ = Client.objects.get_or_create(
        id=CLIENT,
        name="Inspectorate",
        skip_consent=True,
        scopes="openid\nemail\noffline_access",
        grant_types="authorization_code\nrefresh_token",
        redirect_uris="\n".join(back),
    )
    client.set_secret(SECRET)
    client.save()

    def proved(user: Any, **_: Any) -> None:
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])

    authentication_step_completed.connect(proved, weak=False)

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    log = Path(folder, "asked.log")

    class Handler(WSGIRequestHandler):
        def log_message(self, format: str, *given: Any) -> None:
            with log.open("a", encoding="utf-8") as lines:
                lines.write(format % given + "\n")

    application = get_wsgi_application()
    make_server("127.0.0.1", port, application, Server, Handler).serve_forever()


def adapter() -> Any:
    """Its identity tokens, saying when and how a person proved who they are."""
    from allauth.idp.oidc.adapter import DefaultOIDCAdapter
    from django.contrib.auth import get_user_model

    class Saying(DefaultOIDCAdapter):  # type: ignore[misc]
        def populate_id_token(
            self, id_token: dict[str, Any], client: Any, scopes: Any, **_: Any
        ) -> None:
            user = get_user_model().objects.get(pk=id_token["sub"])
            id_token["auth_time"] = int(user.last_login.timestamp())
            id_token["amr"] = user.first_name.split()

        def populate_server_metadata(self, data: dict[str, Any]) -> None:
            data["scopes_supported"] = ["openid", "email", "offline_access"]

    return Saying()


def __getattr__(name: str) -> Any:
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import include, path

    return [path("", include("allauth.idp.urls")), path("accounts/", include("allauth.urls"))]


if __name__ == "__main__":
    main(*sys.argv[1:])
