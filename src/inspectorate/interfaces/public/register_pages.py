"""The pages of an inspection that go on changing: its register, its tables, its home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from inspectorate.domain.publication.register_schema import RegisterData

from ..cells import RULE
from . import wording
from .about import PSEUDONYM, Place, about, living, shown_bodies, stems, tabs
from .opendata import Made, Source, data_files, dataset
from .register import OPEN_STATES, Register, path_of, path_to, register
from .register_tables import register_tables
from .release_pages import body_path
from .rendering import page
from .served import Served


class RegisterPages:
    """The register of an inspection as of a day, with what is out of the inspection.

    ``releases`` are in the order of their numbers; the newest gives the pages their names.
    """

    def __init__(
        self, data: RegisterData, as_of: str, releases: Sequence[Served], base_url: str
    ) -> None:
        newest = releases[-1]
        self.about = about(newest.bundle, base_url)
        self.as_of = as_of
        self._bundle = newest.bundle
        self.data = _named(data, releases)
        self.register: Register = register(self.data)
        self.tables = register_tables(self.data.recommendations)
        bodies = shown_bodies(newest.bundle)
        self._shared: dict[str, Any] = {
            "as_of": as_of,
            "register": self.register,
            "body_path": {body.name: body_path(body) for body in bodies},
            "tables": self.tables,
            "rule": RULE,
            "open_states": OPEN_STATES,
        }
        self._made_in = _made_in(releases)
        self._given = _given(releases) if self.about.rehearsal else {}
        self._home = {
            "bundle": newest.bundle,
            "releases": [_told(one) for one in reversed(releases)],
            "papers": [
                (f"{stem}.html", info)
                for info, stem in zip(
                    newest.bundle.documents, stems(newest.bundle).values(), strict=True
                )
            ],
        }
        # Of each page, by its path: template, title, and what it shows beside what all show.
        self.templates = self._templates()

    def files(self) -> Iterator[Made]:
        """Yield each file: its path in the inspection's folder, and how its content is made."""
        for path in self.templates:
            yield path, partial(self.page, path, living(path), f"{self.about.slug}/{path}")
        yield from data_files(self.source, self.tables)

    @property
    def source(self) -> Source:
        """Whose tables they are."""
        told = "What was recommended, and what became of it."
        stamp: dict[str, str | int] = {"as_at": self.as_of}
        folder = f"{self.about.slug}/data"
        return Source(self.about, folder, self.as_of, self.as_of, stamp, told, "")

    def _templates(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        found: dict[str, tuple[str, str, dict[str, Any]]] = {
            "index.html": ("inspection.html", self.about.inspection, self._home)
        }
        for one in self.register.listings:
            found[one.path] = "register.html", one.heading, {"listing": one}
        for made in self.data.recommendations:
            where = self._made_in.get((made.release, made.document))
            context = {"one": made, "made_in": where}
            # Names of states and bodies begin otherwise, so that a ref never takes their page.
            found[path_of(made)] = "recommendation.html", f"Recommendation {made.number}", context
        for path, refs in self._given.items():
            asked = [one for one in self.data.recommendations if one.ref in refs]
            listed = {"asked": [(one, path_of(one)) for one in asked], "reason": PSEUDONYM}
            found.setdefault(path, ("under_pseudonym.html", "Recommendations", listed))
        described = dataset(self.source, self.tables)
        found["data/index.html"] = "register_data.html", "Open data", {"dataset": described}
        return found

    def page(self, path: str, place: Place, canonical: str) -> bytes:
        """Return a page as it reads from ``place``; ``canonical`` is where it stands for good."""
        template, title, context = self.templates[path]
        return page(
            template,
            self.about,
            place,
            title=title,
            canonical=canonical,
            tabs=tabs(self._bundle, place),
            **self._shared,
            **context,
        )


def _given(releases: Sequence[Served]) -> dict[str, set[str]]:
    """Return the address of each addressee that a release named, with what it was asked.

    Releases of before addressees had pseudonyms gave addresses that hold real names.
    """
    found: dict[str, set[str]] = {}
    for made in (made for one in releases for made in one.bundle.recommendations):
        for to in made.to:
            found.setdefault(path_to(to.body), set()).add(made.ref)
    return found


def _named(data: RegisterData, releases: Sequence[Served]) -> RegisterData:
    """Put a body's name where an addressee is given by its code."""
    names = {body.code: body.name for one in releases for body in one.bundle.bodies}
    made = tuple(
        replace(
            one,
            addressees=tuple(
                replace(to, body=names.get(to.body, to.body)) for to in one.addressees
            ),
        )
        for one in data.recommendations
    )
    return replace(data, recommendations=made)


def _made_in(releases: Sequence[Served]) -> dict[tuple[int, str], tuple[str, str]]:
    """Return where each release's documents stand, and their titles."""
    return {
        (one.number, info.slug): (f"{one.number}/{stems(one.bundle)[info.slug]}.html", info.title)
        for one in releases
        for info in one.bundle.documents
    }


def _told(one: Served) -> dict[str, Any]:
    return {
        "number": one.number,
        "day": wording.day(one.bundle.published_on),
        "corrects": one.out.corrects,
        "reason": one.out.reason,
    }
