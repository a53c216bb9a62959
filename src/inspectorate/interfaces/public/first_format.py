"""The addresses at which releases of the first format stood: a page with their words stays there.

A fragment does not survive a redirect of a static site, so the page itself must be there, with the
anchors it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from .about import Place, kept_at
from .latest import said, standing
from .register import path_of
from .register_pages import RegisterPages
from .release_pages import Pages
from .served import Served
from .wording import day

Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Given:
    """A path that was given: its path in the site, where it stands now, and its content.

    ``said`` names the release whose words it has.
    """

    path: str
    now: str
    make: Make
    said: str


def given_before(releases: Sequence[Served], base_url: str) -> list[Given]:
    """Return every path at which a release of the first format stood, newest release first.

    A path stands more than once where more than one release had it.
    """
    return list(_given_before(releases, base_url))


def _given_before(releases: Sequence[Served], base_url: str) -> Iterator[Given]:
    for place, one in reversed(list(enumerate(releases))):
        if one.first is None:
            continue
        pages = one.first.numbered(one.bundle, base_url)
        register = RegisterPages(
            one.first.register, one.first.as_of, releases[: place + 1], base_url
        )
        for prefix in one.out.given_at:
            yield from _release(one, pages, f"{prefix}/" if prefix else "")
            yield from _register(one, register, f"{prefix}/" if prefix else "")


def _release(one: Served, pages: Pages, prefix: str) -> Iterator[Given]:
    for path in pages.templates:
        page = partial(_kept_page, one, pages.page, prefix, path, f"{one.number}/{path}")
        yield Given(prefix + path, f"{pages.folder}/{path}", page, said(one))
    for path, make in pages.downloads():
        yield Given(prefix + path, f"{pages.folder}/{path}", make, said(one))


def _register(one: Served, register: RegisterPages, prefix: str) -> Iterator[Given]:
    for path in register.templates:
        # The home of the inspection and the register's own tables came later.
        if not path.startswith("recommendations"):
            continue
        now = f"{one.about.slug}/{path}"
        page = partial(register.page, canonical=now)
        make = partial(_kept_page, one, page, prefix, path, path)
        yield Given(prefix + path, now, make, said(one))


def _kept_page(
    one: Served, page: Callable[[str, Place], bytes], prefix: str, path: str, now: str
) -> bytes:
    """Return a page at an old address, saying where it stands now."""
    place = kept_at(prefix + path, one.about.slug, one.number)
    words = (
        f"This address is kept for the links that were made to it, with the words of release "
        f"{one.number}, {day(one.bundle.published_on)}."
    )
    links = [(place.living + now, "Where this page stands now")]
    head = "Kept at an earlier address."
    return standing(page(path, place), head, words, links, prefix + path)


def names_given(releases: Sequence[Served]) -> dict[str, str]:
    """Return the names by which feeds of the first format told of pages: their addresses then."""
    found: dict[str, str] = {}
    for one in releases:
        if one.first is None:
            continue
        folder = one.out.given_at[0] if one.out.given_at else ""
        base = one.bundle.base_url.rstrip("/")
        if folder and not base.endswith(f"/{folder}"):
            base = f"{base}/{folder}"
        where = f"{base}/" if one.bundle.base_url else f"urn:inspectorate:{one.about.slug}:"
        paths = [paper.path for paper in one.papers()]
        paths += [path_of(made) for made in one.first.register.recommendations]
        found |= {path: where + path for path in paths if path not in found}
        found.setdefault(f"{folder}/feed.xml" if folder else "feed.xml", f"{where}feed.xml")
    return found


def redirects(moved: Sequence[tuple[str, str]], base_url: str, notice: str) -> bytes:
    """Write where each old path stands now, as a map of nginx (``map $uri $moved``).

    A server that reads it answers 301; without one, the pages at the old addresses do the same.
    """
    base = urlsplit(base_url).path.rstrip("/")
    head = f"# {notice}\n" if notice else ""
    lines = "".join(f"{base}/{old} {base}/{now};\n" for old, now in sorted(set(moved)))
    return f"{head}# old path, and where it stands now\n{lines}".encode()
