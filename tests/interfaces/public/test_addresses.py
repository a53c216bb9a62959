"""Every address that was given goes on showing the words it was given for: after a corrected
edition, and after a second inspection.
"""

import shutil
from pathlib import Path

from inspectorate.domain.publication.published import OutInspection
from inspectorate.domain.publication.schema import Block, Run
from inspectorate.interfaces.public.builder import build_site
from tests.factories.bundle import bundle
from tests.factories.editions import edition, p, release
from tests.factories.out import out_register, out_release, published
from tests.interfaces.public.pages import Page, broken_links, single

SLUG = "prevent-2018-19"


def lost(before: Path, after: Path) -> list[str]:
    """Every path and id of a site with the words at it that another site does not show there.

    Of a whole page, only that it is there: its banner, or what became of it, is meant to change.
    """
    found = []
    for path in sorted(before.rglob("*.html")):
        name = path.relative_to(before).as_posix()
        if not (after / name).is_file():
            found.append(name)
            continue
        was, now = Page(path), Page(after / name)
        signed = f"/{SLUG}/1/" in f"/{name}"
        for one, words in was.said.items():
            if not one or one == "main":
                continue
            if one not in now.said:
                found += [f"{name}#{one}"] if single(words) else []
            # What is signed stays to the letter; a living page is known by its sentences.
            elif (signed or one.startswith(GIVEN)) and single(words) not in single(now.said[one]):
                found.append(f"{name}#{one}: {single(words)}")
    return found


# Ids that stand for words: sentences, what is known of them, recommendations.
GIVEN = ("says-", "known-", "recommendation-")


def test_every_address_with_its_fragment_keeps_its_words(grown: tuple[Path, Path]) -> None:
    before, after = grown
    assert lost(before, after) == []
    assert broken_links(after) == []


def test_words_at_an_address_are_missed_once_taken_away(
    grown: tuple[Path, Path], tmp_path: Path
) -> None:
    """The control: a page without what was given before."""
    before, after = grown
    shutil.copytree(after, tmp_path / "site")
    page = tmp_path / "site" / SLUG / "latest/report.html"
    html = page.read_text("utf-8")
    start, end = html.index("<!--given-->"), html.index("<!--/given-->")
    page.write_text(html[:start] + html[end:], "utf-8")
    assert len(lost(before, tmp_path / "site")) >= 4


def test_newest_edition_shows_at_the_old_address_what_was_said_and_where(
    grown: tuple[Path, Path],
) -> None:
    before, after = grown
    (old,) = [
        one for one in Page(before / SLUG / "1/report.html").ids if "says-completion-known" in one
    ]
    page = Page(after / SLUG / "latest/report.html")
    assert page.said[old].split("Said in")[0].strip() == (
        "only a majority could say how many officers had completed it"
    )
    assert "Said in release 1, 9 March 2020, since replaced." in single(page.said[old])
    assert f"../1/report.html#{old}" in page.addresses
    assert len(page.ids) == len(set(page.ids))
    assert page.disorder == []


def test_same_words_keep_their_address_in_every_edition_wherever_they_come(
    grown: tuple[Path, Path],
) -> None:
    _, after = grown
    one, two = (
        [name for name in Page(after / SLUG / f"{n}/report.html").ids if name.startswith("says-")]
        for n in (1, 2)
    )
    assert [name for name in one if name not in two] == [
        name for name in one if name.startswith("says-completion-known")
    ]
    # Said once more in the second, it has one address more, and loses none.
    assert len([name for name in two if name.startswith("says-mandatory-training")]) == 3


def test_note_whose_figures_changed_has_another_address(grown: tuple[Path, Path]) -> None:
    _, after = grown
    one, two = (
        {name for name in Page(after / SLUG / f"{n}/report.html").ids if "regional-rules" in name}
        for n in (1, 2)
    )
    assert one & two == {name for name in one if name.startswith("says-")}


def test_earlier_edition_says_that_a_newer_is_out_and_why(grown: tuple[Path, Path]) -> None:
    _, after = grown
    page = Page(after / SLUG / "1/report.html")
    assert (
        "A newer edition is out. This is release 1, 9 March 2020. It was corrected on 4 May 2020: "
        "A figure was wrong." in page.text
    )
    assert "../latest/report.html" in page.addresses
    gone = Page(after / SLUG / "1/press-release.html")
    assert "Overview of release 2, 4 May 2020" in gone.text
    assert "../latest/index.html" in gone.addresses
    assert "A newer edition" not in Page(after / SLUG / "2/report.html").text
    assert "A newer edition" not in Page(after / SLUG / "latest/report.html").text


def test_page_that_the_newest_lacks_stays_under_latest_with_a_banner(
    grown: tuple[Path, Path],
) -> None:
    _, after = grown
    page = Page(after / SLUG / "latest/press-release.html")
    assert "Release 2, 4 May 2020, has no such page. This is the one of release 1" in page.text
    assert (after / SLUG / "latest/data/remarks.csv").read_bytes() == (
        after / SLUG / "1/data/remarks.csv"
    ).read_bytes()
    assert 'id="table-remarks"' in (after / SLUG / "latest/data/index.html").read_text("utf-8")


def test_link_within_a_document_to_a_recommendation_leads_to_it(tmp_path: Path) -> None:
    asked = Block("recommendation", (Run("Do it."),), number=1, anchor="recommendation-1")
    text = edition(blocks=(p(Run("See below", link="#recommendation-1"), "."), asked))
    out = OutInspection(
        SLUG, (out_release(tmp_path, bundle(), (text, release())),), out_register(tmp_path)
    )
    build_site(published(out), tmp_path, tmp_path / "site")
    page = Page(tmp_path / "site" / SLUG / "1/report.html")
    (anchor,) = [
        one for one in page.ids if one.startswith("recommendation-1-") and "head" not in one
    ]
    assert f"#{anchor}" in page.addresses
    assert broken_links(tmp_path / "site") == []
