"""The built site: every link leads somewhere, every file carries the notice, and what is out gives
the same bytes each time.
"""

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from inspectorate.domain.publication.published import OutInspection, Published
from inspectorate.domain.publication.schema import TableInfo
from inspectorate.domain.reports.editions.model import Run
from inspectorate.interfaces.public.builder import build_site
from tests.factories.bundle import BASE, bundle
from tests.factories.editions import NOTICE, edition, release, report
from tests.factories.out import out_register, out_release, published, register, sample
from tests.interfaces.public.pages import Page, broken_links, files

SLUG = "prevent-2018-19"


def test_every_link_inside_the_site_leads_to_a_file_and_an_id(site: Path) -> None:
    assert broken_links(site) == []


def test_a_page_taken_away_is_noticed_as_broken_links(
    root: Path, out: Published, tmp_path: Path
) -> None:
    build_site(out, root, tmp_path / "site")
    (tmp_path / "site" / SLUG / "1/method.html").unlink()
    assert len(broken_links(tmp_path / "site")) > 5


def test_what_is_out_built_twice_gives_the_same_bytes(
    root: Path, out: Published, site: Path, tmp_path: Path
) -> None:
    build_site(out, root, tmp_path / "again")
    assert files(tmp_path / "again") == files(site)


def test_every_readable_file_of_a_rehearsal_carries_the_notice(site: Path) -> None:
    # A list of digests is made before the pages are, and says nothing of anybody.
    fonts_and_pdf = (".woff2", ".pdf", "contents.json")
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
    in_signed = [name for name in digests if name.startswith(f"{SLUG}/1/")]
    assert sorted([*manifest["outside"], *in_signed]) == sorted(digests)
    assert manifest["notice"] == NOTICE


def test_checkpoint_lies_beside_the_manifest_and_no_other_file_depends_on_it(
    root: Path, out: Published, site: Path, tmp_path: Path
) -> None:
    signed = {"checkpoint.txt": b"a note", "checkpoint.pub.pem": b"a key"}
    (tmp_path / "checkpoint").mkdir()
    build_site(out, root, tmp_path / "none yet", checkpoint=tmp_path / "checkpoint")
    assert files(tmp_path / "none yet") == files(site)
    for name, content in signed.items():
        (tmp_path / "checkpoint" / name).write_bytes(content)
    build_site(out, root, tmp_path / "signed", checkpoint=tmp_path / "checkpoint")
    with_it, without = files(tmp_path / "signed"), files(site)
    manifest = json.loads(with_it.pop("manifest.json"))
    assert manifest.pop("without_digest") == {"checkpoint.pub.pem": 5, "checkpoint.txt": 6}
    assert manifest == json.loads(without.pop("manifest.json"))
    assert with_it == without | signed


def test_bound_sentence_has_a_permanent_address_and_says_how_we_know(inspection: Path) -> None:
    page = Page(inspection / "1/report.html")
    completed = "only a majority could say how many officers had completed it"
    rules = "Forces and regional units do not all work to one set of rules"
    threat = "most of the 40 forces inspected, plans rest on a current picture of the threat"
    assert [name for name in page.ids if name.startswith("says-")] == [
        f"says-mandatory-training-{six('Most forces have made training mandatory')}",
        f"says-completion-known-{six(completed)}",
        # The same words twice.
        f"says-mandatory-training-{six('Most forces have made training mandatory')}-2",
        f"says-threat-understood-{six(threat)}",
        f"says-regional-rules-{six(rules)}",
        f"says-partners-positive-{six('Partners were mostly positive')}",
        f"says-no-agreement-{six('Few forces had no agreement on sharing')}",
    ]
    assert "35 of 40 inspected; 6 of the 46 in scope were not inspected on this" in page.text
    assert "“most”: at least three-quarters, but not all" in page.text


def six(words: str) -> str:
    """The first six digits of the SHA-256 of words."""
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def test_withheld_small_number_prints_no_count(inspection: Path) -> None:
    page = Page(inspection / "1/report.html").text
    assert (
        page.count(
            "Withheld: it, or another number that it would give away, could point at a body."
        )
        == 2
    )  # beside the sentence and in the notes
    assert "None of" not in page


def test_document_says_the_addressees_of_a_recommendation_in_the_lines_of_its_edition(
    tmp_path: Path,
) -> None:
    made = report()
    line = (
        "43 local policing bodies, each asked to reply under the Police Act 1996 s.55(5A); to be "
        "done by 30 September 2020"
    )
    blocks = tuple(
        replace(one, items=((Run(line),),))
        if one.kind == "recommendation" and one.number == 1
        else one
        for one in made.blocks
    )
    changed = sample(tmp_path, editions=(replace(made, blocks=blocks), release()))
    build_site(changed, tmp_path, tmp_path / "site")
    page = (tmp_path / "site" / SLUG / "1/report.html").read_text("utf-8")
    box = page.split('id="recommendation-1-', 1)[1].split("</section>")[0]
    assert re.findall(r"<li>(.*?)</li>", box) == [f"To {line}"]


def test_bodies_inspected_have_pages_only_where_the_scope_names_them(
    inspection: Path, tmp_path: Path
) -> None:
    listed = Page(inspection / "1/bodies.html").text
    to = {each.body for one in bundle().recommendations for each in one.to}
    asked = [one for one in bundle().bodies if not one.inspected or to & {one.code, one.name}]
    others = [one for one in bundle().bodies if one not in asked]

    assert len(others) > 40, "a pseudonym counts as a name"
    assert [one.name for one in others if one.name in listed] == []
    assert [one for one in others if (inspection / f"1/bodies/{one.code}.html").exists()] == []
    assert [one for one in asked if not (inspection / f"1/bodies/{one.code}.html").is_file()] == []
    named = bundle(name_bodies=True)
    build_site(sample(tmp_path, named), tmp_path, tmp_path / "site")
    assert (tmp_path / "site" / SLUG / "1/bodies/force-08.html").is_file()
    assert broken_links(tmp_path / "site") == []


def test_a_live_inspection_that_names_and_asks_nobody_has_no_page_of_a_body(tmp_path: Path) -> None:
    inspected = tuple(one for one in bundle().bodies if one.inspected)
    live = bundle(rehearsal=False, notice="", recommendations=(), bodies=inspected)
    editions = tuple(
        edition(slug=one.slug, kind=one.kind, blocks=one.blocks, notice="")
        for one in (report(), release())
    )
    build_site(sample(tmp_path, live, editions), tmp_path, tmp_path / "site")
    assert not (tmp_path / "site" / SLUG / "1/bodies.html").exists()
    assert not (tmp_path / "site" / SLUG / "1/bodies").exists()
    assert broken_links(tmp_path / "site") == []


def test_an_address_of_a_body_says_why_nothing_stands_there_once_the_scope_names_nobody(
    tmp_path: Path,
) -> None:
    graded = tuple(
        replace(one, grades={"1.1": "Good"}) if one.inspected else one for one in bundle().bodies
    )
    columns = tuple(
        (name, name, "string", name) for name in ("body", "criterion", "state", "grade")
    )
    row = ("force-08", "1.1", "judged", "Good")
    table = TableInfo("judgments", "Judgments", "Told", columns, (row,), ("body", "criterion"))
    worded = TableInfo("outcomes", "Outcomes", "Told", columns, (row,), ("body", "criterion"))
    named = bundle(name_bodies=True, bodies=graded, tables=(*bundle().tables, table, worded))
    told = out_release(tmp_path, named), out_release(tmp_path, bundle(release=2))
    build_site(
        published(OutInspection(SLUG, told, out_register(tmp_path))), tmp_path, tmp_path / "site"
    )
    latest = tmp_path / "site" / SLUG / "latest"

    page = Page(latest / "bodies/force-08.html")
    data = [(latest / f"data/{one}.csv").read_text("utf-8") for one in ("judgments", "outcomes")]

    assert "name and grade no single body" in page.text
    assert "Good" not in page.text
    for one in data:
        assert "force-08" not in one
        assert "name and grade no single body" in one
    assert "Good" in Page(tmp_path / "site" / SLUG / "1/bodies/force-08.html").text, "as signed"
    assert broken_links(tmp_path / "site") == []


def test_correction_is_told_on_every_page(tmp_path: Path) -> None:
    corrected = bundle(release=2, correction="The count of forces in paragraph 3 was wrong.")
    build_site(sample(tmp_path, corrected), tmp_path, tmp_path / "site")
    pages = list((tmp_path / "site" / SLUG / "2").rglob("*.html"))
    assert len(pages) >= 9
    assert [
        path for path in pages if "This is release 2: The count of forces" not in Page(path).text
    ] == []


def test_markup_in_the_bundle_is_printed_as_words(tmp_path: Path) -> None:
    hostile = bundle(question="<script>alert(1)</script><!--/given--> & more")
    build_site(sample(tmp_path, hostile), tmp_path, tmp_path / "site")
    for path in ("index.html", f"{SLUG}/index.html", f"{SLUG}/1/index.html"):
        html = (tmp_path / "site" / path).read_text("utf-8")
        assert "<script>alert" not in html
        assert html.count("<!--/given-->") == 1
        assert (
            "<script>alert(1)</script><!--/given--> & more" in Page(tmp_path / "site" / path).text
        )


def test_two_inspections_stand_under_one_home_each_with_all_its_releases_and_its_own_days(
    tmp_path: Path,
) -> None:
    first = out_release(tmp_path, bundle(headline="Old words"))
    newer = out_release(
        tmp_path, bundle(release=2, headline="New words", published_on="2020-07-01")
    )
    fire = bundle(slug="fire", inspection="Fire and rescue", published_on="2021-02-03")
    other = OutInspection(
        "fire", (out_release(tmp_path, fire),), out_register(tmp_path, register(slug="fire"))
    )
    police = OutInspection(SLUG, (first, newer), out_register(tmp_path))
    inspects = ((43, "police forces"), (44, "fire and rescue services"))
    told = published(other, police, inspects=inspects, inspects_on="2021-04-01")
    build_site(told, tmp_path, tmp_path / "site")
    home = Page(tmp_path / "site/index.html").text
    whom = "inspects 43 police forces and 44 fire and rescue services, as at 1 April 2021."
    assert whom in " ".join(home.split())
    assert "New words" in home
    assert "Old words" not in home
    assert home.index("Fire and rescue") < home.index("New words")
    for path in ("fire/1/report.html", f"{SLUG}/1/report.html", f"{SLUG}/2/report.html"):
        assert (tmp_path / "site" / path).is_file()
    assert broken_links(tmp_path / "site") == []
    days = {
        loc.text.removeprefix(BASE): day.text
        for loc, day in ET.fromstring((tmp_path / "site/sitemap.xml").read_bytes())
        if loc.text
    }
    assert days["fire/1/report.html"] == "2021-02-03"
    assert days[f"{SLUG}/1/report.html"] == "2020-03-09"
    feed = feedparser.parse((tmp_path / "site" / SLUG / "feed.xml").read_bytes())
    assert {entry.updated[:10] for entry in feed.entries} == {
        "2020-03-09",
        "2020-05-01",
        "2020-11-12",
    }
    whole = feedparser.parse((tmp_path / "site/feed.xml").read_bytes())
    assert {entry.id for entry in feed.entries} < {entry.id for entry in whole.entries}


def test_one_inspection_alone_stands_where_it_stands_among_others(site: Path) -> None:
    assert "Police and Prevent 2018/19" in Page(site / "index.html").text
    assert (site / SLUG / "index.html").is_file()
    assert not (site / "report.html").exists()


def test_home_of_an_inspection_lists_its_releases_and_its_register_in_figures(
    inspection: Path,
) -> None:
    page = Page(inspection / "index.html").text
    assert "9 March 2020 Release 1, the newest" in page
    assert "As at 25 November 2020. All 2 recommendations" in page
    assert "closed 1" in page


def test_progress_is_told_for_every_file(root: Path, out: Published, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    built = build_site(
        out,
        root,
        tmp_path / "site",
        progress=lambda done, total, path: seen.append((done, total, path)),
    )
    assert [one[0] for one in seen] == list(range(1, built.files + 1))
    assert {one[1] for one in seen} == {built.files}
    assert built.bytes == sum(map(len, files(tmp_path / "site").values()))
    assert built.pages == len(list((tmp_path / "site").rglob("*.html")))


@pytest.mark.parametrize(
    "gone",
    [
        "index.html",
        "1/data/claims.csv",
        "data/recommendations.csv",
        "latest/report.html",
        "1/report.pdf",
    ],
)
def test_site_holds_what_readers_expect(inspection: Path, gone: str) -> None:
    assert (inspection / gone).is_file()
