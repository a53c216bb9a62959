"""Talks to the identity provider: leads there, reads who came back, asks whether they may stay.

Authlib checks state, nonce, PKCE, and the identity token's signature, issuer, audience and times.
Whatever fails is one of two: the provider said no, or it was not reached (or not understood).
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client.apps import DjangoOAuth2App
from authlib.integrations.django_client.integration import DjangoIntegration
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.http import HttpRequest
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException

from .provider import Provider

# Seconds to connect, and between bytes: three together, so that no worker hangs.
TIMEOUT = (1, 2)
LONGEST_PIECE, LONGEST_ANSWER = 64 * 1024, 1024 * 1024
METADATA_KEPT = 3600
LEEWAY = 60
SIGNED = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
NAME = "single_sign_on"
# What a provider answers that says no to the person, and not to us or to this moment (RFC 6749,
# OpenID Connect Core 3.1.2.6).
NO = {
    "invalid_grant",
    "access_denied",
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
}


class SaidNo(Exception):
    """The provider said no, or what came from it proves nothing."""


class NotReached(Exception):
    """The provider was not reached in time, or answered what nobody can make sense of."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came back from the provider, by a token that was checked.

    ``email`` is empty unless the provider says that it verified it. ``proved_at`` is when the
    person last proved there who they are, in seconds since 1970; 0 where it does not say.
    """

    subject: str
    email: str
    factors: frozenset[str]
    proved_at: float
    tokens: Mapping[str, str]


class OnlyTheProvider(OAuth2Session):  # type: ignore[misc]
    """Asks the provider's hosts, follows no redirect, waits three seconds, reads no flood."""

    def request(self, method: str, url: str, **given: Any) -> Any:
        """Ask one address of the provider."""
        asked, ours = urlsplit(url), provider()
        if asked.netloc not in ours.hosts or asked.scheme != urlsplit(ours.issuer).scheme:
            raise NotReached(f"{asked.netloc} is no host of the provider (INSPECTORATE_OIDC_HOSTS)")
        given |= {"allow_redirects": False, "timeout": TIMEOUT, "stream": True}
        until, body = time.monotonic() + sum(TIMEOUT), b""
        with super().request(method, url, **given) as answer:
            if answer.is_redirect:
                raise NotReached(f"{asked.netloc} answered with a redirect")
            for piece in answer.iter_content(LONGEST_PIECE):
                body += piece
                if len(body) > LONGEST_ANSWER or time.monotonic() > until:
                    raise NotReached(f"{asked.netloc} answered without end")
        answer._content = body
        return answer


def provider() -> Provider:
    """What is set; never asked where nothing is."""
    found = settings.SINGLE_SIGN_ON
    assert isinstance(found, Provider)
    return found


def leads_to(request: HttpRequest, back: str, *, purpose: str, go_on: str) -> str:
    """Where to send the browser; what comes ``back`` is taken once, in this session alone.

    For the ``purpose`` "again" the provider is to ask the person anew.
    """
    asked = {"prompt": "login", "max_age": "0"} if purpose == "again" else {}
    app = _app()
    with _faults():
        made = app.create_authorization_url(back, **asked)
        to = urlsplit(made["url"])
        if to.netloc not in provider().hosts or to.scheme != urlsplit(provider().issuer).scheme:
            raise NotReached(f"{to.netloc} is no host of the provider (INSPECTORATE_OIDC_HOSTS)")
    app.save_authorize_data(
        request, redirect_uri=back, purpose=purpose, go_on=go_on, began=time.time(), **made
    )
    return str(made["url"])


def asked_for(request: HttpRequest) -> dict[str, Any]:
    """What ``leads_to`` was told when it sent this browser away; empty for a stray answer."""
    state = request.GET.get("state", "")
    return _app().framework.get_state_data(request.session, state) or {}


def came_back(request: HttpRequest) -> Identity:
    """Read who came back; raises SaidNo or NotReached."""
    app, ours = _app(), provider()
    with _faults(code_is_ours=True):
        token = app.authorize_access_token(
            request,
            leeway=LEEWAY,
            claims_options={
                "iss": {"essential": True, "values": [ours.issuer]},
                "aud": {"essential": True, "values": [ours.client_id]},
            },
        )
        claims = token.get("userinfo")
        if not claims:
            raise SaidNo("the provider sent no identity token")
        return Identity(
            subject=str(claims["sub"]),
            email=_email(app, token, claims),
            factors=frozenset(str(one) for one in claims.get("amr") or []),
            proved_at=float(claims.get("auth_time") or 0),
            tokens=_tokens(token, {}),
        )


def still_there(subject: str, tokens: Mapping[str, str]) -> Mapping[str, str]:
    """Ask whether the person of ``tokens`` may stay; returns the tokens to ask by the next time.

    By the refresh token where there is one, since a provider gives none to whom it let go; else by
    the person's own data. Raises SaidNo or NotReached.
    """
    app = _app()
    with _faults():
        if "refresh_token" not in tokens:
            _same(subject, _userinfo(app, tokens["access_token"]))
            return tokens
        with app._get_oauth_client(**app.load_server_metadata()) as session:
            session.scope = None
            token = session.refresh_token(
                app.server_metadata["token_endpoint"], refresh_token=tokens["refresh_token"]
            )
        if "access_token" not in token:
            raise NotReached("the provider answered without a token")
        if "id_token" in token:
            _same(subject, app.signed(token["id_token"]))
        return _tokens(token, tokens)


def _same(subject: str, claims: Mapping[str, Any]) -> None:
    if str(claims.get("sub")) != subject:
        raise SaidNo("the provider answered for somebody else")


def _email(app: Any, token: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    if "email" not in claims and "userinfo_endpoint" in app.server_metadata:
        more = _userinfo(app, token["access_token"])
        _same(str(claims["sub"]), more)
        claims = more
    # Some providers write the word.
    verified = claims.get("email_verified") in (True, "true")
    return str(claims.get("email") or "") if verified else ""


def _userinfo(app: Any, access_token: str) -> dict[str, Any]:
    address = app.load_server_metadata()["userinfo_endpoint"]
    with app._get_session() as session:
        answer = session.request(
            "GET",
            address,
            withhold_token=True,
            headers={"Authorization": f"Bearer {access_token}"},
        )
    if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise SaidNo(f"the provider answered {answer.status_code}")
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise NotReached("the provider answered with something else than a person's data")
    return found


def _tokens(token: Mapping[str, Any], before: Mapping[str, str]) -> dict[str, str]:
    named = ("access_token", "refresh_token")
    return dict(before) | {one: str(token[one]) for one in named if token.get(one)}


@contextmanager
def _faults(*, code_is_ours: bool = False) -> Iterator[None]:
    """Sort what the libraries raise.

    ``code_is_ours``: what was sent came through the browser, so that any refusal of it is a no.
    """
    try:
        yield
    except OAuthError as fault:
        if code_is_ours or fault.error in NO:
            raise SaidNo(str(fault.error)) from fault
        raise NotReached(str(fault.error)) from fault
    except JoseError as fault:
        raise SaidNo(f"the identity token proves nothing: {fault.error}") from fault
    except (RequestException, OSError) as fault:
        raise NotReached(type(fault).__name__) from fault
    except (ValueError, LookupError, TypeError, AttributeError, RuntimeError) as fault:
        raise NotReached(
            f"the provider's answer cannot be read ({type(fault).__name__})"
        ) from fault


def _app() -> Any:
    """What talks to the provider; its addresses and keys are read anew each hour."""
    return _made(provider(), int(time.time() // METADATA_KEPT))


@functools.lru_cache(maxsize=2)
def _made(ours: Provider, _hour: int) -> Any:
    app = _Checked(
        DjangoIntegration(NAME),
        name=NAME,
        client_id=ours.client_id,
        client_secret=ours.client_secret,
        server_metadata_url=f"{ours.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256"},
    )
    app.ours = ours
    return app


class _Checked(DjangoOAuth2App):  # type: ignore[misc]
    """Believes a provider that calls itself as it was set, and signs by keys of its own."""

    client_cls = OnlyTheProvider
    ours: Provider

    def signed(self, id_token: str) -> dict[str, Any]:
        """What the provider says in a token that it sent us directly, on our asking.

        By its signature alone: when it was made matters to whoever is sent one by a browser.
        """
        ways = self.load_server_metadata()["id_token_signing_alg_values_supported"]
        registry = JWSRegistry(algorithms=ways, strict_check_header=False)
        try:
            keys = KeySet.import_key_set(self.fetch_jwk_set())
            found = jwt.decode(id_token, key=keys, registry=registry)
        except InvalidKeyIdError:
            # A provider takes new keys now and then; else all its sessions would end in that hour.
            keys = KeySet.import_key_set(self.fetch_jwk_set(force=True))
            found = jwt.decode(id_token, key=keys, registry=registry)
        return dict(found.claims)

    def load_server_metadata(self) -> dict[str, Any]:
        """The provider's addresses and ways, read once."""
        found: dict[str, Any] = super().load_server_metadata()
        if found.get("issuer") != self.ours.issuer:
            self.server_metadata.clear()
            raise NotReached(f"the provider calls itself {found.get('issuer')!r}")
        # Never "none", nor by the secret that both know.
        offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        found["id_token_signing_alg_values_supported"] = sorted(SIGNED & set(offered)) or ["RS256"]
        ways = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" not in ways:
            self.client_kwargs["token_endpoint_auth_method"] = "client_secret_post"
        if "offline_access" in found.get("scopes_supported", []):
            self.client_kwargs["scope"] = "openid email offline_access"
        return found
