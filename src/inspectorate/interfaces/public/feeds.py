"""What machines follow: Atom feeds, the site map and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspectorate.domain.publication.register_schema import RecommendationInfo, RegisterData

from .about import About
from .register import path_of
from .served import PublishedDocument, Served
from .wording import sentences

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed.

    ``name`` never changes, whatever the address of the site or the folder of the page (RFC 4287);
    ``path`` is the page's path in the site.
    """

    name: str
    updated: str
    path: str
    title: str
    summary: str


def entries(
    about: About, releases: Sequence[Served], register: RegisterData, given: Mapping[str, str]
) -> Iterator[Entry]:
    """Yield what came out of an inspection: each document edition, and each recommendation.

    ``given`` are the names by which feeds told of pages before releases had their folders.
    """
    before: dict[str, int] = {}
    names = dict(given)
    for one in releases:
        for paper in one.papers():
            # A release shows again what an earlier one brought.
            if before.get(paper.slug) != paper.edition:
                yield _paper(about, one, paper, names)
            before[paper.slug] = paper.edition
    at = {one.number: one.out.at for one in releases}
    for made in register.recommendations:
        path = path_of(made)
        name = given.get(path) or f"urn:inspectorate:{about.slug}:{path}"
        updated = latest(made, at.get(made.release, releases[0].out.at))
        title = f"Recommendation {made.number}: {made.state}"
        yield Entry(name, updated, f"{about.slug}/{path}", title, made.text)


def _paper(about: About, one: Served, paper: PublishedDocument, names: dict[str, str]) -> Entry:
    # Once: a later edition of the document is another thing to tell of.
    name = names.pop(paper.path, "") if one.first else ""
    path = f"{one.number}/{paper.path}"
    return Entry(
        name or f"urn:inspectorate:{about.slug}:{path}",
        one.out.at,
        f"{about.slug}/{path}",
        paper.title,
        paper.subtitle,
    )


def latest(recommendation: RecommendationInfo, published_at: str) -> str:
    """Return the moment a recommendation's record last changed, never before it was published."""
    days = [line.on for one in recommendation.addressees for line in one.history]
    days += [one.responded_on for one in recommendation.addressees if one.responded_on]
    newest = max((one for one in days if one), default="")
    # Only days are known of a history; Atom needs a moment.
    return f"{newest[:10]}T00:00:00+00:00" if newest[:10] > published_at[:10] else published_at


def atom(about: About, name: str, folder: str, told: Iterable[Entry]) -> bytes:
    """Write a feed, newest first; ``folder`` is where it stands, ``name`` its permanent name."""
    newest_first = sorted(told, key=lambda entry: entry.updated, reverse=True)
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _add(feed, "id", name)
    _add(feed, "title", f"{about.inspection}, {about.publisher}")
    _add(feed, "subtitle", about.notice or about.question)
    _add(feed, "updated", newest_first[0].updated)
    _add(_add(feed, "author"), "name", about.publisher)
    if about.base_url:
        here = about.address(f"{folder}feed.xml")
        _add(feed, "link", rel="self", href=here, type="application/atom+xml")
        _add(feed, "link", rel="alternate", href=about.address(folder), type="text/html")
    for one in newest_first:
        entry = _add(feed, "entry")
        _add(entry, "id", one.name)
        _add(entry, "title", one.title)
        _add(entry, "updated", one.updated)
        href = about.address(one.path) or one.path.removeprefix(folder)
        _add(entry, "link", rel="alternate", href=href, type="text/html")
        _add(entry, "summary", sentences(about.notice, one.summary))
    return _written(feed)


def sitemap(about: About, pages: Iterable[tuple[str, str]]) -> bytes:
    """Write the site map of all pages, each with the day it last changed.

    The notice stands in a comment, where readers of the file see it.
    """
    ET.register_namespace("", SITEMAP)
    urls = ET.Element(f"{{{SITEMAP}}}urlset")
    if about.notice:
        urls.append(ET.Comment(f" {about.notice.replace('--', '- -').rstrip('-')} "))
    for path, day in pages:
        url = ET.SubElement(urls, f"{{{SITEMAP}}}url")
        ET.SubElement(url, f"{{{SITEMAP}}}loc").text = about.address(path) or path
        ET.SubElement(url, f"{{{SITEMAP}}}lastmod").text = day
    return _written(urls)


def robots(about: About) -> bytes:
    """Write robots.txt: a rehearsal asks not to be indexed at all, a live site names its map."""
    if about.rehearsal:
        return f"# {about.notice}\nUser-agent: *\nDisallow: /\n".encode()
    found = about.address("sitemap.xml")
    return f"User-agent: *\nAllow: /\n{f'Sitemap: {found}{chr(10)}' if found else ''}".encode()


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child


def _written(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    return f"{_HEAD}{ET.tostring(root, encoding='unicode')}\n".encode()
