"""What machines follow: the Atom feed, the site map and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from inspectorate.domain.publication.schema import Bundle, RecommendationInfo

from .wording import sentences, slug

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def address(bundle: Bundle, path: str) -> str:
    """Return the absolute address of a page, or a stable name without a base address."""
    base = bundle.base_url.rstrip("/")
    return f"{base}/{path}" if base else f"urn:inspectorate:{slug(bundle.slug)}:{path}"


def latest(recommendation: RecommendationInfo, published_at: str) -> str:
    """Return the moment a recommendation's record last changed, never before it was published."""
    days = [line.on for one in recommendation.addressees for line in one.history]
    days += [one.responded_on for one in recommendation.addressees if one.responded_on]
    newest = max((one for one in days if one), default="")
    # Only days are known of a history; Atom needs a moment.
    return f"{newest[:10]}T00:00:00+00:00" if newest[:10] > published_at[:10] else published_at


def atom(bundle: Bundle, documents: Sequence[tuple[str, str, str]]) -> str:
    """Write the feed, newest first.

    One entry for each document (path, title, summary) and one for each recommendation.
    """
    entries = [(bundle.published_at, path, title, summary) for path, title, summary in documents]
    for one in bundle.recommendations:
        path = f"recommendations/{slug(one.ref)}.html"
        title = f"Recommendation {one.number}: {one.state}"
        entries.append((latest(one, bundle.published_at), path, title, one.text))
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _add(feed, "id", address(bundle, "feed.xml"))
    _add(feed, "title", f"{bundle.inspection}, {bundle.publisher}")
    _add(feed, "subtitle", bundle.notice or bundle.question)
    _add(feed, "updated", max((entry[0] for entry in entries), default=bundle.published_at))
    _add(_add(feed, "author"), "name", bundle.publisher)
    if bundle.base_url:
        _add(
            feed, "link", rel="self", href=address(bundle, "feed.xml"), type="application/atom+xml"
        )
        _add(feed, "link", rel="alternate", href=address(bundle, "index.html"), type="text/html")
    for updated, path, title, summary in sorted(entries, key=lambda entry: entry[0], reverse=True):
        entry = _add(feed, "entry")
        _add(entry, "id", address(bundle, path))
        _add(entry, "title", title)
        _add(entry, "updated", updated)
        _add(
            entry,
            "link",
            rel="alternate",
            href=address(bundle, path) if bundle.base_url else path,
            type="text/html",
        )
        _add(entry, "summary", sentences(bundle.notice, summary))
    return _written(feed)


def sitemap(bundle: Bundle, paths: Sequence[str]) -> str:
    """Write the site map of all pages.

    The notice stands in a comment, where readers of the file see it.
    """
    ET.register_namespace("", SITEMAP)
    urls = ET.Element(f"{{{SITEMAP}}}urlset")
    if bundle.notice:
        urls.append(ET.Comment(f" {bundle.notice.replace('--', '- -').rstrip('-')} "))
    for path in paths:
        url = ET.SubElement(urls, f"{{{SITEMAP}}}url")
        ET.SubElement(url, f"{{{SITEMAP}}}loc").text = address(
            bundle, "" if path == "index.html" else path
        )
        ET.SubElement(url, f"{{{SITEMAP}}}lastmod").text = bundle.published_at[:10]
    return _written(urls)


def robots(bundle: Bundle) -> str:
    """Write robots.txt: a rehearsal asks not to be indexed at all, a live site names its map."""
    if bundle.rehearsal:
        return f"# {bundle.notice}\nUser-agent: *\nDisallow: /\n"
    return "User-agent: *\nAllow: /\n" + (
        f"Sitemap: {address(bundle, 'sitemap.xml')}\n" if bundle.base_url else ""
    )


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child


def _written(root: ET.Element) -> str:
    ET.indent(root, " ")
    return _HEAD + ET.tostring(root, encoding="unicode") + "\n"
