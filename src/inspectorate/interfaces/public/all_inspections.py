"""The home above several inspections: a list, a feed of feeds' newest releases, a site map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inspectorate.domain.publication.schema import Bundle

from .feeds import atom, robots, sitemap
from .missing import missing_page
from .rendering import environment
from .site import Files, assets
from .wording import slug


def home_files(bundles: Sequence[Bundle]) -> Files:
    """Return the files of the home page above the inspections, newest first.

    The notice of any rehearsal stands here too.
    """
    notice = " ".join(dict.fromkeys(bundle.notice for bundle in bundles if bundle.notice))
    first = replace(
        bundles[0],
        base_url=_above(bundles[0]),
        slug="all",
        inspection="Inspections",
        question="",
        notice=notice,
        # One real inspection is to be found by search engines; each rehearsal's own pages say what
        # they are.
        rehearsal=all(bundle.rehearsal for bundle in bundles),
        recommendations=(),
        correction="",
    )
    home = environment().get_template("all_inspections.html")
    pages = {
        "index.html": home.render(
            bundle=first,
            bundles=bundles,
            several=False,
            title="Inspections",
            root="",
            path="index.html",
            canonical="",
        ),
        "404.html": missing_page(first),
    }
    releases = [(f"{slug(one.slug)}/index.html", one.inspection, one.headline) for one in bundles]
    files = {path: text.encode() for path, text in pages.items()} | assets(first)
    files["feed.xml"] = atom(first, releases).encode()
    files["sitemap.xml"] = sitemap(
        first, ["index.html", *(path for path, _, _ in releases)]
    ).encode()
    files["robots.txt"] = robots(first).encode()
    return files


def _above(bundle: Bundle) -> str:
    base = bundle.base_url.rstrip("/")
    return base.removesuffix(f"/{slug(bundle.slug)}")
