"""What each role can reach in the demonstration, walked over HTTP once per run of the tests and
shared by its workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.browser.plain import Plain
from tests.browser.walking import kind_of, walk
from tests.journeys.told import PASSWORD, once
from tests.sizes import sized

ALL = (
    "lead",
    "inspector",
    "moderator",
    "referencer",
    "editor",
    "analyst",
    "press",
    "signing",
    "administrator",
    "contact",
)
# Whoever leads reaches most, a contact least; an administrator is in no inspection.
ROLES = sized(("lead", "administrator", "contact"), ALL)


@dataclass(frozen=True, slots=True)
class Reach:
    """The pages that each role opened, in their order, with their statuses; addresses without the
    server's own.
    """

    address: str
    shared: Path

    def of(self, role: str) -> list[tuple[str, int]]:
        """Walk as the role, or read what another test of this run walked."""

        def walked() -> list[tuple[str, int]]:
            person = Plain(self.address)
            person.sign_in(email_of(role), PASSWORD)
            return [
                (one.url.removeprefix(self.address), one.status)
                for one in walk(person.open, self.address)
            ]

        return [(url, status) for url, status in once(self.shared / f"{role}.json", walked)]

    def kinds(self) -> dict[str, tuple[str, str]]:
        """Each kind of page that any role can reach: the first role that does, and the address."""
        found: dict[str, tuple[str, str]] = {}
        for role in ROLES:
            for url, _ in self.of(role):
                found.setdefault(kind_of(url), (role, url))
        return found


def email_of(role: str) -> str:
    """The e-mail of a person of the demonstration who has the role."""
    words = {"inspector": "inspector-01", "contact": "contact-force-05"}
    return f"{words.get(role, role)}@inspectorate.example"
