"""The home above all inspections: a list, a feed, a site map, and where old paths stand now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from inspectorate.domain.publication.published import Published

from .about import About, at_top
from .feeds import atom, robots, sitemap
from .first_format import Given, redirects
from .inspection import Plan, kept
from .missing import missing_page
from .rendering import page
from .style import faces, style

Make = Callable[[], bytes]
FEED = "urn:inspectorate:feed.xml"


def home_files(published: Published, inspections: Sequence[Plan]) -> Iterator[tuple[str, Make]]:
    """Yield the files of the home page above the inspections, newest first.

    The notice of any rehearsal stands here too.
    """
    newest_first = sorted(inspections, key=lambda one: (one.day, one.about.slug), reverse=True)
    notices = dict.fromkeys(one.about.notice for one in newest_first if one.about.notice)
    about = About(
        publisher=published.publisher,
        contact=published.contact,
        base_url=published.base_url,
        # One real inspection is to be found by search engines; each rehearsal's own pages say what
        # they are.
        rehearsal=all(one.about.rehearsal for one in newest_first),
        notice=" ".join(notices),
        inspection="Inspections",
        slug="",
        question="",
    )
    before = [given for one in newest_first for given in one.at_home]
    yield "index.html", partial(_home, about, published, newest_first, before)
    yield "404.html", partial(missing_page, about)
    name = next((one.feed for one in newest_first if one.feed), FEED)
    entries = [entry for one in newest_first for entry in one.entries]
    yield "feed.xml", partial(atom, about, name, "", entries)
    pages = [
        ("index.html", newest_first[0].day),
        *(row for one in inspections for row in one.pages),
    ]
    yield "sitemap.xml", partial(sitemap, about, pages)
    yield "robots.txt", partial(robots, about)
    moved = [row for one in newest_first for row in one.moved]
    yield "redirects.map", partial(redirects, moved, published.base_url, about.notice)
    for path, content in style(about.notice, "type/").items():
        yield path, partial(bytes, content)
    for path, content in faces(about.notice):
        yield path, partial(bytes, content)


def _home(
    about: About, published: Published, inspections: Sequence[Plan], before: Sequence[Given]
) -> bytes:
    made = page(
        "home.html",
        about,
        at_top("index.html"),
        title="Inspections",
        canonical="index.html",
        inspections=inspections,
        inspects=[f"{count} {phrase}" for count, phrase in published.inspects],
        inspects_on=published.inspects_on,
    )
    return kept(lambda: made, before)
