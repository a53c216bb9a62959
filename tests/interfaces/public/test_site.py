"""The built site: every link leads somewhere, every file carries the notice, the same bundle gives
the same bytes.
"""

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from inspectorate.domain.reports.editions.model import Run
from inspectorate.interfaces.public.builder import build, build_many
from tests.factories.bundle import RECOMMENDATIONS, addressed, bundle, write_bundle
from tests.factories.editions import NOTICE, edition, release, report
from tests.interfaces.public.pages import Page


def files(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def broken_links(site: Path) -> list[str]:
    broken = []
    for path in site.rglob("*.html"):
        for address in Page(path).addresses:
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (path.parent / parts.path).resolve() if parts.path else path
            if not target.is_relative_to(site.resolve()) or not target.is_file():
                broken.append(f"{path.relative_to(site)}: {address}")
            elif parts.fragment and parts.fragment not in Page(target).ids:
                broken.append(f"{path.relative_to(site)}: {address} has no such id")
    for sheet in site.rglob("*.css"):
        addresses = re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8"))
        missing = [name for name in addresses if not (sheet.parent / name).is_file()]
        broken += [f"{sheet.relative_to(site)}: {name}" for name in missing]
    return broken


def test_every_link_inside_the_site_leads_to_a_file_and_an_id(site: Path) -> None:
    assert broken_links(site) == []


def test_a_page_taken_away_is_noticed_as_broken_links(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "site")
    (tmp_path / "site" / "method.html").unlink()
    assert len(broken_links(tmp_path / "site")) > 5


def test_same_bundle_built_twice_gives_the_same_bytes(
    folder: Path, site: Path, tmp_path: Path
) -> None:
    build(folder, tmp_path / "again")
    assert files(tmp_path / "again") == files(site)


def test_every_readable_file_of_a_rehearsal_carries_the_notice(site: Path) -> None:
    fonts_and_pdf = (".woff2", ".pdf")
    silent = [
        name
        for name, content in files(site).items()
        if NOTICE.encode() not in content and not name.endswith(fonts_and_pdf)
    ]
    assert silent == []


def test_every_page_says_the_notice_in_its_text_and_closes_its_tags_with_unique_ids(
    site: Path,
) -> None:
    for path in site.rglob("*.html"):
        page = Page(path)
        assert NOTICE in page.text, path
        assert page.disorder == [], path
        assert len(page.ids) == len(set(page.ids)), path


def test_pages_hold_no_script_to_run_and_no_inline_style(site: Path) -> None:
    for path in site.rglob("*.html"):
        html, page = path.read_text("utf-8"), Page(path)
        assert "<script" not in html.replace('<script type="application/ld+json">', ""), path
        assert [
            name for _, name, _ in page.attributes if name == "style" or name.startswith("on")
        ] == [], path
        assert "Content-Security-Policy" in html


def test_manifest_names_every_other_file_with_its_digest(site: Path) -> None:
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files(site).items()}
    del digests["manifest.json"]
    assert manifest["files"] == digests
    assert manifest["notice"] == NOTICE


def test_checkpoint_lies_beside_the_manifest_and_no_other_file_depends_on_it(
    folder: Path, site: Path, tmp_path: Path
) -> None:
    signed = {"checkpoint.txt": b"a note", "checkpoint.pub.pem": b"a key"}
    (tmp_path / "checkpoint").mkdir()
    build(folder, tmp_path / "none yet", checkpoint=tmp_path / "checkpoint")
    assert files(tmp_path / "none yet") == files(site)
    for name, content in signed.items():
        (tmp_path / "checkpoint" / name).write_bytes(content)
    build(folder, tmp_path / "signed", checkpoint=tmp_path / "checkpoint")
    with_it, without = files(tmp_path / "signed"), files(site)
    manifest = json.loads(with_it.pop("manifest.json"))
    assert manifest.pop("without_digest") == ["checkpoint.pub.pem", "checkpoint.txt"]
    assert manifest == json.loads(without.pop("manifest.json"))
    assert with_it == without | signed


def test_feed_reads_back_with_its_notice_and_the_newest_change_first(site: Path) -> None:
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.feed.subtitle == NOTICE
    assert [entry.title for entry in feed.entries] == [
        "Recommendation 1: closed",
        "Recommendation 2: open",
        "Prevent: the police contribution",
        "Police well prepared for Prevent",
    ]
    assert feed.entries[0].updated.startswith("2020-11-12")


def test_site_map_is_well_formed_and_lists_every_page_but_the_missing_one(site: Path) -> None:
    root = ET.fromstring((site / "sitemap.xml").read_bytes())
    listed = {loc.text for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    base = "https://inspection.example/prevent/"
    pages = {base + name for name in files(site) if name.endswith(".html")} - {
        base + "index.html",
        base + "404.html",
    }
    assert listed == pages | {base}


def test_bound_sentence_has_a_permanent_address_and_says_how_we_know(site: Path) -> None:
    page = Page(site / "report.html")
    assert [name for name in page.ids if name.startswith("says-")] == [
        "says-mandatory-training",
        "says-completion-known",
        "says-mandatory-training-2",
        "says-threat-understood",
        "says-regional-rules",
        "says-partners-positive",
        "says-no-agreement",
    ]
    assert "35 of 40 inspected; 6 of the 46 in scope were not inspected on this" in page.text
    assert "“most”: at least three-quarters, but not all" in page.text


def test_withheld_small_number_prints_no_count(site: Path) -> None:
    page = Page(site / "report.html").text
    assert (
        page.count("Withheld: the number is small enough to point at a body.") == 2
    )  # beside the sentence and in the notes
    assert "None of" not in page


def test_register_lists_each_recommendation_under_its_state_and_the_states_add_up(
    site: Path,
) -> None:
    whole = Page(site / "recommendations.html").text
    assert "All 2 Closed 1 Open 1" in whole
    assert "Recommendation 2" not in Page(site / "recommendations/state-closed.html").text
    assert "2 recommendations." in whole


def test_recommendation_page_tells_duty_refusal_and_moved_date(site: Path) -> None:
    closed = Page(site / "recommendations/prev-2020-1.html").text
    refused = Page(site / "recommendations/prev-2020-2.html").text
    assert (
        "14 August 2020 Due date moved from 31 July to 30 September 2020: pilots were delayed."
        in closed
    )
    assert "Yes, by duty (Police Act 1996 s.55)" in refused
    assert (
        "Why nothing is proposed The force holds that its present agreement already says so."
        in refused
    )


@pytest.fixture(scope="module")
def put_to_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose recommendation is put to a council and to 43 overseers, of which one has
    answered.
    """
    names = [f"Local policing body for Force {n:02d}" for n in range(1, 44)]
    overseers = [
        addressed(name, basis="duty", legal_basis="Police Act 1996 s.55(5A)") for name in names
    ]
    overseers[6] = replace(
        overseers[6],
        agreement="agreed",
        responded_on="2020-05-01",
        response="We do so now.",
        state="in progress",
        claimed="begun",
    )
    one = replace(
        RECOMMENDATIONS[1], addressees=(addressed("National chiefs' council"), *overseers)
    )
    folder = tmp_path_factory.mktemp("many")
    build(write_bundle(folder / "b", bundle(recommendations=(one,))), folder / "site")
    return folder / "site"


def test_register_says_many_addressees_in_one_row_and_counts_where_they_stand(
    put_to_many: Path,
) -> None:
    page = Page(put_to_many / "recommendations.html")
    (table,) = re.findall(
        r"<table.*?</table>", (put_to_many / "recommendations.html").read_text("utf-8"), re.S
    )
    assert table.count("<tr") == 3
    assert "Local policing body for Force" not in table
    assert (
        "43 local policing bodies No reply: 42; agreed: 1; due by 3 May 2020 30 September 2020"
        in page.text
    )
    assert "Nothing yet: 42; begun: 1 Not yet looked at: 43" in page.text


def test_register_folds_the_choice_of_many_addressees_under_their_kind(put_to_many: Path) -> None:
    whole = (put_to_many / "recommendations.html").read_text("utf-8")
    assert re.search(r"<details>\s*<summary>43 local policing bodies</summary>", whole)
    path = "recommendations/to-local-policing-body-for-force-07.html"
    chosen = " ".join((put_to_many / path).read_text("utf-8").split())
    folded = chosen.split("<details>")[1].split("</details>")[0]
    assert [n for n in range(1, 44) if f"Local policing body for Force {n:02d} " not in folded] == [
        7
    ]
    assert 'aria-current="page">Local policing body for Force 07 ' in chosen.split("</details>")[1]


def test_document_says_the_addressees_of_a_recommendation_in_the_lines_of_its_edition(
    tmp_path: Path,
) -> None:
    made = report()
    line = "43 local policing bodies, each with a duty to reply; to be done by 30 September 2020"
    blocks = tuple(
        replace(one, items=((Run(line),),))
        if one.kind == "recommendation" and one.number == 1
        else one
        for one in made.blocks
    )
    build(
        write_bundle(tmp_path / "b", editions=(replace(made, blocks=blocks), release())),
        tmp_path / "site",
    )
    page = (tmp_path / "site/report.html").read_text("utf-8")
    box = page.split('id="recommendation-1"')[1].split("</section>")[0]
    assert re.findall(r"<li>(.*?)</li>", box) == [f"To {line}"]


def test_recommendation_page_lists_many_addressees_by_state_and_tells_what_one_answered(
    put_to_many: Path,
) -> None:
    page = Page(put_to_many / "recommendations/prev-2020-2.html")
    assert "Open 42 of 43" in page.text
    assert "In progress 1 of 43" in page.text
    assert "Each must answer by duty (Police Act 1996 s.55(5A))." in page.text
    assert [
        n for n in range(1, 44) if f"Local policing body for Force {n:02d}" not in page.text
    ] == []
    assert page.text.count("In its words We do so now.") == 1
    assert page.text.count("Must it answer?") == 2
    assert page.disorder == []
    assert len(page.ids) == len(set(page.ids))
    assert broken_links(put_to_many) == []


def test_bodies_are_shown_only_where_naming_is_allowed_or_rehearsed(
    site: Path, tmp_path: Path
) -> None:
    assert (site / "bodies/force-07.html").is_file()
    live = bundle(rehearsal=False, notice="", recommendations=())
    editions = tuple(
        edition(slug=one.slug, kind=one.kind, blocks=one.blocks, notice="")
        for one in (report(), release())
    )
    build(write_bundle(tmp_path / "b", live, editions), tmp_path / "site")
    assert not (tmp_path / "site/bodies.html").exists()
    assert not (tmp_path / "site/bodies").exists()
    assert broken_links(tmp_path / "site") == []


def test_correction_is_told_on_every_page(tmp_path: Path) -> None:
    corrected = bundle(number=2, correction="The count of forces in paragraph 3 was wrong.")
    build(write_bundle(tmp_path / "b", corrected), tmp_path / "site")
    pages = [path for path in (tmp_path / "site").rglob("*.html") if path.name != "404.html"]
    assert [
        path for path in pages if "This is release 2: The count of forces" not in Page(path).text
    ] == []


def test_markup_in_the_bundle_is_printed_as_words(tmp_path: Path) -> None:
    hostile = bundle(question="<script>alert(1)</script> & more", recommendations=RECOMMENDATIONS)
    build(write_bundle(tmp_path / "b", hostile), tmp_path / "site")
    html = (tmp_path / "site/index.html").read_text("utf-8")
    assert "<script>alert" not in html
    assert "<script>alert(1)</script> & more" in Page(tmp_path / "site/index.html").text


def test_two_inspections_stand_under_one_home_with_the_newest_release_of_each(
    tmp_path: Path,
) -> None:
    first = write_bundle(tmp_path / "one", bundle(headline="Old words"))
    newer = write_bundle(tmp_path / "two", bundle(number=2, headline="New words"))
    other = write_bundle(tmp_path / "three", bundle(slug="fire", inspection="Fire and rescue"))
    build_many([first, newer, other], tmp_path / "site")
    home = Page(tmp_path / "site/index.html").text
    assert "New words" in home
    assert "Old words" not in home
    assert "Fire and rescue" in home
    assert (tmp_path / "site/fire/report.html").is_file()
    assert broken_links(tmp_path / "site") == []


def test_one_inspection_alone_is_built_at_the_root(
    folder: Path, site: Path, tmp_path: Path
) -> None:
    build_many([folder], tmp_path / "site")
    assert files(tmp_path / "site") == files(site)


def test_progress_is_told_for_every_file(folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    built = build(
        folder,
        tmp_path / "site",
        progress=lambda done, total, path: seen.append((done, total, path)),
    )
    assert [one[0] for one in seen] == list(range(1, built.files + 1))
    assert built.bytes == sum(map(len, files(tmp_path / "site").values()))
    assert built.pages == len(list((tmp_path / "site").rglob("*.html")))


@pytest.mark.parametrize("gone", ["index.html", "data/claims.csv", "assets/site.css", "report.pdf"])
def test_site_holds_what_readers_expect(site: Path, gone: str) -> None:
    assert (site / gone).is_file()
