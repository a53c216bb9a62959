"""What machines follow: feeds whose names last, and a site map of the pages that stand for good."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import feedparser

from inspectorate.domain.publication.published import Published
from inspectorate.interfaces.public.builder import build_site
from tests.factories.bundle import BASE
from tests.factories.editions import NOTICE
from tests.interfaces.public.pages import files

SLUG = "prevent-2018-19"


def test_feed_reads_back_with_its_notice_and_the_newest_change_first(inspection: Path) -> None:
    feed = feedparser.parse((inspection / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.feed.subtitle == NOTICE
    assert [entry.title for entry in feed.entries] == [
        "Recommendation 1: closed",
        "Recommendation 2: open",
        "Prevent: the police contribution",
        "Police well prepared for Prevent",
    ]
    assert feed.entries[0].updated.startswith("2020-11-12")
    assert feed.entries[0].link == f"{BASE}{SLUG}/recommendations/prev-2020-1.html"


def test_names_in_a_feed_stay_when_the_site_moves(
    root: Path, out: Published, inspection: Path, tmp_path: Path
) -> None:
    build_site(replace(out, base_url="https://elsewhere.example/"), root, tmp_path / "site")
    here, there = (
        feedparser.parse((folder / "feed.xml").read_bytes())
        for folder in (inspection, tmp_path / "site" / SLUG)
    )
    assert [one.id for one in here.entries] == [one.id for one in there.entries]
    assert here.feed.id == there.feed.id
    assert [one.link for one in here.entries] != [one.link for one in there.entries]


def test_site_map_lists_every_page_at_the_address_where_it_stands_for_good(site: Path) -> None:
    root = ET.fromstring((site / "sitemap.xml").read_bytes())
    listed = {loc.text for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    canonical = {
        BASE + name
        for name, content in files(site).items()
        if name.endswith(".html")
        and f'rel="canonical" href="{BASE}{name.removesuffix("index.html")}"'.encode() in content
    }
    assert listed == {name.removesuffix("index.html") for name in canonical}
    named = (
        "1/bodies.html",
        "1/bodies/chiefs-council.html",
        "1/report.html",
        "recommendations.html",
    )
    assert {f"{BASE}prevent-2018-19/{name}" for name in named} < listed
    others = {
        name for name in files(site) if name.endswith(".html") and BASE + name not in canonical
    }
    assert {name for name in others if not name.startswith(f"{SLUG}/latest/")} == {"404.html"}
