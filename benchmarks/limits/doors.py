"""The doors of the running application: every form of every page of the permission matrix, found by
reading the pages, so that one added later is tried too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from benchmarks.limits.wire import Sender
from tests.interfaces.web.forms import Form, Page

# Where nobody is signed in: whoever comes by may send to them.
OPEN = ("/accounts/login/", "/accounts/password/reset/")


@dataclass(frozen=True, slots=True)
class Door:
    """A form, where it is sent, who sends it, and the page it stands on."""

    to: str
    page: str
    asker: str
    form: Form

    @property
    def told(self) -> dict[str, str]:
        """What it would send untouched."""
        sends = self.form.sends.items()
        return {name: value for name, value in sends if name != "csrfmiddlewaretoken"}

    def holds(self, *parts: str) -> bool:
        """Does its address hold one of these?"""
        return any(one in self.to for one in parts)


@dataclass(slots=True)
class Doors:
    """All of them, and who opens them."""

    port: int
    signed_in: Mapping[str, str]
    pages: Mapping[str, str]
    found: list[Door]
    opened: dict[str, Sender] = field(default_factory=dict)

    def sender(self, asker: str = "", page: str = "/accounts/login/") -> Sender:
        """A person who has opened a page, and so holds the token of forms: it is good in each."""
        if asker not in self.opened:
            one = Sender(self.port, self.signed_in.get(asker, ""))
            one.get(page)
            if not one.token:
                return one
            self.opened[asker] = one
        return replace(self.opened[asker])

    def with_files(self) -> list[Door]:
        """Those that take a file."""
        return [one for one in self.found if one.form.files]

    def with_texts(self) -> list[Door]:
        """Those that take words."""
        return [one for one in self.found if one.form.texts]


def doors(port: int, signed_in: Mapping[str, str], pages: Mapping[str, str]) -> Doors:
    """Open every page and read its forms; each form once, wherever it stands."""
    asked = [*pages.items(), *((page, "") for page in OPEN)]
    with ThreadPoolExecutor(4) as together:
        read = together.map(lambda one: list(_forms(port, signed_in, *one)), asked)
        every = [door for forms in read for door in forms]
    once = {(one.to.partition("?")[0], *one.form.texts, *one.form.files): one for one in every}
    return Doors(port, signed_in, pages, list(once.values()))


def _forms(port: int, signed_in: Mapping[str, str], page: str, asker: str) -> Iterator[Door]:
    if "pdf" in page:  # a PDF holds no form
        return
    answer = Sender(port, signed_in.get(asker, "")).get(page)
    if answer.status != 200 or "html" not in answer.type:
        return
    for form in Page(answer.page).forms:
        if form.method == "post" and "logout" not in form.action:
            yield Door(form.action or page, page, asker, form)
