"""All files of an inspection in the site: its releases, the newest again, its register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inspectorate.domain.publication import register_schema
from inspectorate.domain.publication.published import OutInspection, Published
from inspectorate.domain.publication.register_schema import RegisterData, read_register

from .about import About, up
from .feeds import Entry, atom, entries
from .first_format import Given, given_before, names_given
from .kept import Kept
from .latest import LATEST, latest, own, with_given
from .register_pages import RegisterPages
from .served import Served, served

Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an inspection brings to the site: each file by its path, made when it is asked for.

    ``pages`` are those that stand for good, with the day each last changed; ``moved`` old paths
    with new ones; ``at_home`` pages that stood where the home of the whole site stands now, and
    ``feed`` the name of the feed that stood there.
    """

    about: About
    headline: str
    day: str
    files: dict[str, Make]
    signed: dict[str, str]
    pages: list[tuple[str, str]]
    entries: list[Entry]
    moved: list[tuple[str, str]]
    at_home: list[Given]
    feed: str


def planned(out: OutInspection, published: Published, root: Path) -> Plan:
    """Plan the files of an inspection; raise ValueError naming what is not as it was signed."""
    base = published.base_url
    releases = [served(one, root, base) for one in out.releases]
    data, as_of = _register(out, releases, root)
    newest, about = releases[-1], releases[-1].about
    register = RegisterPages(data, as_of, releases, base)
    slug, names = about.slug, names_given(releases)
    told = list(entries(about, releases, register.data, names))
    feed = f"{slug}/feed.xml"
    name = names.get(feed) or f"urn:inspectorate:{slug}:feed.xml"
    files: dict[str, Make] = {feed: partial(atom, about, name, f"{slug}/", told)}
    for one in releases:
        files |= {f"{slug}/{one.number}/{path}": make for path, make in own(one, releases)}
    files |= {f"{slug}/{LATEST}/{path}": make for path, make in latest(releases)}
    files |= {f"{slug}/{path}": make for path, make in register.files()}
    moved, at_home = _keep(given_before(releases, base), files)
    return Plan(
        about=about,
        headline=newest.bundle.headline,
        day=newest.bundle.published_on,
        files=files,
        signed={f"{slug}/{one.number}": one.out.digest for one in releases if one.out.signed},
        pages=_pages(slug, releases, register),
        entries=told,
        moved=moved,
        at_home=at_home,
        feed=names.get("feed.xml", ""),
    )


def _pages(slug: str, releases: Sequence[Served], register: RegisterPages) -> list[tuple[str, str]]:
    """Return the pages that stand for good: those under ``latest`` stand in a release's folder."""
    return [
        *((f"{slug}/{path}", register.as_of) for path in register.templates),
        *(
            (f"{slug}/{one.number}/{path}", one.out.at[:10])
            for one in releases
            for path in one.files
            if path.endswith(".html")
        ),
    ]


def _register(
    out: OutInspection, releases: Sequence[Served], root: Path
) -> tuple[RegisterData, str]:
    """Return the register that is out and its day, else that of the newest first-format release."""
    if out.register is not None:
        folder = root / out.register.folder
        # Read for its digest: the reader below opens the file by itself.
        Kept(folder, out.register.digest).read("register.json")
        return read_register(folder), out.register.as_of
    for one in reversed(releases):
        if one.first is not None:
            return one.first.register, one.first.as_of
    newest = releases[-1].bundle
    if newest.recommendations:
        raise ValueError(
            f"{out.slug}: no register is out, and release {newest.release} recommends something: "
            f"publish the register"
        )
    return RegisterData(register_schema.SCHEMA, out.slug, ()), newest.published_on


def _keep(
    before: Sequence[Given], files: dict[str, Make]
) -> tuple[list[tuple[str, str]], list[Given]]:
    """Put a page at each path that was given before; return what moved, and what stood at home.

    Where another page stands now, that one keeps the ids.
    """
    paths: dict[str, list[Given]] = {}
    for one in before:
        paths.setdefault(one.path, []).append(one)
    at_home = paths.pop("index.html", [])
    moved = []
    for path, (first, *others) in paths.items():
        if path in files:
            files[path] = partial(kept, files[path], [first, *others])
        else:
            moved.append((path, first.now))
            files[path] = partial(kept, first.make, others)
    return moved, at_home


def kept(make: Make, before: Sequence[Given]) -> bytes:
    """Return a file of the site; a page keeps the ids of those that stood at its path before."""
    if not before or not before[0].path.endswith(".html"):
        return make()
    path = before[0].path
    return with_given(make(), [(one.said, up(path) + one.now, one.make) for one in before], path)
