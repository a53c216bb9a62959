"""What was released in the first format stays at the addresses it was given: at the root, in a
folder, with the anchors and words it had; and it stands anew in a folder of its release.
"""

import hashlib
import json
import re
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest

from inspectorate.domain.publication.published import OutInspection, OutRelease, Published
from inspectorate.interfaces.public.builder import build_site
from tests.factories.bundle import bundle
from tests.factories.out import out_register, out_release, published, register
from tests.interfaces.public.pages import Page, broken_links, files, single
from tests.written.pages import read_site

WRITTEN = Path(__file__).parents[2] / "written" / "0001" / "written.tar.xz"
SLUG = "inspection-1"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that an earlier commit wrote."""
    folder: Path = tmp_path_factory.mktemp("written")
    with tarfile.open(WRITTEN) as packed:
        packed.extractall(folder, filter="data")
    return folder


def first(old: Path, number: int, folder: str, given_at: tuple[str, ...]) -> OutRelease:
    """A release of the first format that is out."""
    listed = (old / "bundles" / folder / "manifest.json").read_bytes()
    return OutRelease(
        number=number,
        folder=folder,
        digest=hashlib.sha256(listed).hexdigest(),
        at=f"2020-03-{9 + 2 * (number - 1):02}T01:01:00+00:00",
        signed=False,
        corrects=number - 1,
        reason="A figure was wrong." if number > 1 else "",
        given_at=given_at,
    )


def both(old: Path, *given_at: str) -> Published:
    """Both releases of the old set, the second as its newest bundle has it."""
    releases = (
        first(old, 1, "inspection-1-1-1", given_at),
        first(old, 2, "inspection-1-2-2", given_at),
    )
    return published(OutInspection(SLUG, releases, None))


@pytest.fixture(scope="module")
def site(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the old set, which had stood at the root and then in a folder."""
    out: Path = tmp_path_factory.mktemp("first") / "site"
    build_site(both(old, "", SLUG), old / "bundles", out)
    return out


def lost(before: dict[str, Any], site: Path, prefix: str) -> list[str]:
    """Every path and anchor of the site as it was built then that is not at ``prefix`` now."""
    found, after = [], read_site(site)
    for path, page in before.items():
        now = after.get(prefix + path)
        if now is None:
            found.append(path)
        elif page:
            found += [f"{path}#{one}" for one in page["anchors"] if one not in now["anchors"]]
    return found


def before(old: Path) -> dict[str, Any]:
    """What the site held that the old commit built: of each page its words, links and anchors."""
    read: dict[str, Any] = json.loads((old / "site.json").read_text("utf-8"))
    return read


def test_every_path_and_anchor_that_was_given_is_there(old: Path, site: Path) -> None:
    given = before(old)
    assert sum(len(page["anchors"]) for page in given.values() if page) > 100
    assert lost(given, site, "") == []
    # In a folder each inspection had its own of these; the site has them once.
    once = ("assets/", "404.html", "robots.txt", "sitemap.xml", "manifest.json")
    in_folder = {path: page for path, page in given.items() if not path.startswith(once)}
    assert lost(in_folder, site, f"{SLUG}/") == []
    assert broken_links(site) == []


def test_addresses_in_a_folder_are_kept_where_it_never_stood_at_the_root(
    old: Path, tmp_path: Path
) -> None:
    build_site(both(old, SLUG), old / "bundles", tmp_path / "site")
    assert (tmp_path / "site" / SLUG / "report.html").is_file()
    assert not (tmp_path / "site/report.html").exists()
    assert broken_links(tmp_path / "site") == []


@pytest.mark.parametrize("at", ["report.html", f"{SLUG}/report.html"])
def test_words_at_each_old_anchor_are_those_it_was_given_for(
    old: Path, site: Path, at: str
) -> None:
    """The words as the frozen edition has them, claim by claim in the order of appearance."""
    edition = json.loads(
        (old / "bundles/inspection-1-2-2/documents/report.json").read_text("utf-8")
    )
    said: dict[str, list[str]] = {}
    for block in edition["blocks"]:
        for runs in (block["runs"], *block["items"]):
            for run in runs:
                if run["claim"]:
                    said.setdefault(run["claim"], []).append(run["text"])
    page = Page(site / at)
    assert len(said) > 5
    for claim, several in said.items():
        for place, words in enumerate(several, 1):
            anchor = f"says-{claim}" if place == 1 else f"says-{claim}-{place}"
            assert single(page.said[anchor]) == single(words)


def test_page_at_an_old_address_says_where_it_stands_now(site: Path) -> None:
    base = "https://inspection.example/prevent/"
    for at, way in (("report.html", f"{SLUG}/2/report.html"), (f"{SLUG}/report.html", None)):
        html = (site / at).read_text("utf-8")
        assert f'<link rel="canonical" href="{base}{SLUG}/2/report.html">' in html
        page = Page(site / at)
        assert "Kept at an earlier address." in page.text
        assert (way or f"../{SLUG}/2/report.html") in page.addresses
    recommended = (site / "recommendations/t1-r1.html").read_text("utf-8")
    assert f'href="{base}{SLUG}/recommendations/t1-r1.html"' in recommended


def test_data_and_pdfs_stay_at_their_old_addresses(site: Path) -> None:
    for name in ("data/claims.csv", "report.pdf"):
        assert (site / name).read_bytes() == (site / SLUG / "2" / name).read_bytes()
    assert 'report.html#says-mandatory-training"' not in (site / "data/sentences.csv").read_text()
    assert "report.html#says-mandatory-training," in (site / "data/sentences.csv").read_text()


def test_map_of_redirects_names_every_old_path_that_moved(old: Path, site: Path) -> None:
    lines = (site / "redirects.map").read_text("utf-8").splitlines()
    moved = dict(re.findall(r"(\S+) (\S+);", one)[0] for one in lines if one[0] == "/")
    assert moved["/prevent/report.html"] == f"/prevent/{SLUG}/2/report.html"
    assert moved[f"/prevent/{SLUG}/report.html"] == f"/prevent/{SLUG}/2/report.html"
    assert moved["/prevent/recommendations/t1-r1.html"] == (
        f"/prevent/{SLUG}/recommendations/t1-r1.html"
    )
    assert {
        now for now in moved.values() if not (site / now.removeprefix("/prevent/")).is_file()
    } == set()
    # What stands at its path still is not sent elsewhere.
    assert "/prevent/index.html" not in moved
    assert f"/prevent/{SLUG}/recommendations.html" not in moved
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    assert manifest["signed"] == {}
    assert (
        sorted(manifest["files"])
        == manifest["outside"]
        == sorted(set(files(site)) - {"manifest.json"})
    )


def test_release_of_the_first_format_stands_in_its_folder_with_anchors_that_last(
    site: Path,
) -> None:
    page = Page(site / SLUG / "2/report.html")
    says = [one for one in page.ids if one.startswith("says-")]
    assert len(says) > 5
    assert [one for one in says if not re.search(r"-[0-9a-f]{6}(-\d+)?$", one)] == []
    assert "A newer edition is out" in Page(site / SLUG / "1/report.html").text


def test_register_is_that_of_the_newest_bundle_and_says_that_one_person_confirmed_it(
    site: Path,
) -> None:
    page = Page(site / SLUG / "recommendations/t1-r1.html").text
    assert "As at 11 April 2020" in page
    assert "Confirmed by one person" in page


def test_names_in_feeds_are_those_of_the_first_format(old: Path, site: Path) -> None:
    """A reader that follows the feed is not told again of what it knows."""
    told = json.loads((old / "bundles/inspection-1-2-2/bundle.json").read_text("utf-8"))
    base = told["base_url"].rstrip("/")
    feed = feedparser.parse((site / SLUG / "feed.xml").read_bytes())
    names = [one.id for one in feed.entries]
    assert f"{base}/report.html" in names
    assert f"{base}/recommendations/t1-r1.html" in names
    assert len(names) == len(set(names))


def test_signed_release_follows_one_of_the_first_format(old: Path, tmp_path: Path) -> None:
    root = tmp_path / "bundles"
    one = first(old, 1, "inspection-1-1-1", ("", SLUG))
    (root / one.folder).parent.mkdir()
    (root / one.folder).symlink_to(old / "bundles" / one.folder)
    two = out_release(root, bundle(slug=SLUG, release=2, published_on="2020-09-01"))
    standing = out_register(root, register(slug=SLUG))
    out = published(OutInspection(SLUG, (one, two), standing))
    build_site(out, root, tmp_path / "site")
    # Addresses given in between, in the folder of the first release and under latest.
    build_site(published(OutInspection(SLUG, (one,), None)), root, tmp_path / "earlier")
    for name in ("latest/report.html", "1/report.html"):
        was, now = (Page(tmp_path / built / SLUG / name) for built in ("earlier", "site"))
        for anchor in [each for each in was.ids if each.startswith(("says-", "known-"))]:
            assert single(was.said[anchor]) in single(now.said[anchor])
    assert (
        lost(
            {name: page for name, page in before(old).items() if name == "report.html"},
            tmp_path / "site",
            "",
        )
        == []
    )
    assert broken_links(tmp_path / "site") == []


def test_changed_file_of_the_first_format_stops_the_switch(old: Path, tmp_path: Path) -> None:
    out = both(old, SLUG)
    (only,) = out.inspections
    wrong = replace(only.releases[1], digest="0" * 64)
    with pytest.raises(ValueError, match=r"manifest\.json: was changed"):
        build_site(
            replace(out, inspections=(replace(only, releases=(only.releases[0], wrong)),)),
            old / "bundles",
            tmp_path / "site",
        )
