"""What is set of the identity provider; read without Django, by the settings themselves."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ASK_EVERY = 600


class Unset(ValueError):
    """What is set of the provider does not hold together; the text names the setting."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider, and what it is trusted with.

    ``issuer`` is its address as it spells it; ``hosts`` are all that may be asked or led to.
    ``factors`` are the ``amr`` values that count as our second factor. ``only`` closes all other
    sign-in to staff. A session asks every ``ask_every`` seconds, and ends half as long again after
    the last yes.
    """

    issuer: str
    client_id: str
    client_secret: str
    label: str
    hosts: frozenset[str]
    factors: frozenset[str]
    only: bool
    ask_every: int

    @property
    def ends_after(self) -> float:
        """Seconds since the last yes after which a session ends: 15 minutes for the usual 10."""
        return self.ask_every * 1.5

    @property
    def asks_again_after(self) -> float:
        """Seconds until a provider that was not reached is asked anew."""
        return self.ask_every / 10

    @property
    def origins(self) -> list[str]:
        """Where a form may lead, for the page's security policy."""
        scheme = urlsplit(self.issuer).scheme
        return sorted(f"{scheme}://{host}" for host in self.hosts)


def read(
    *,
    issuer: str,
    client_id: str,
    client_secret: str,
    label: str,
    hosts: str,
    factors: str,
    only: str,
    ask_every: str,
) -> Provider | None:
    """Read the provider out of the settings' texts: None where no issuer is set.

    Raises Unset where something is missing or unsafe.
    """
    issuer = issuer.strip()
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in LOOPBACK):
        raise Unset(f"INSPECTORATE_OIDC_ISSUER is {issuer!r}. Give an address with https://.")
    if parts.query or parts.fragment or not parts.hostname or "@" in parts.netloc:
        raise Unset(f"INSPECTORATE_OIDC_ISSUER is {issuer!r}. Give the issuer's bare address.")
    for name, value in (("ID", client_id), ("SECRET", client_secret)):
        if not value.strip():
            raise Unset(
                f"INSPECTORATE_OIDC_CLIENT_{name} is empty. Set it, or unset "
                f"INSPECTORATE_OIDC_ISSUER."
            )
    return Provider(
        issuer=issuer,
        client_id=client_id.strip(),
        client_secret=client_secret,
        label=label.strip() or parts.hostname,
        hosts=frozenset({parts.netloc, *_listed(hosts)}),
        factors=frozenset(_listed(factors)),
        only=only == "1",
        ask_every=_seconds(ask_every.strip() or str(ASK_EVERY)),
    )


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _seconds(text: str) -> int:
    """Shorter than the usual is stricter, and allowed; longer is not."""
    if not text.isdecimal() or not 1 <= int(text) <= ASK_EVERY:
        raise Unset(
            f"INSPECTORATE_OIDC_ASK_EVERY is {text!r}. Give seconds, from 1 to {ASK_EVERY}."
        )
    return int(text)
