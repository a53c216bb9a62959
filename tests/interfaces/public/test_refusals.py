"""What the builder refuses: it names the file and the field, and leaves what stood there before."""

from dataclasses import replace
from pathlib import Path

import pytest

from inspectorate.domain.publication.published import Published
from inspectorate.domain.publication.schema import Block, Run
from inspectorate.interfaces.public.builder import build_site
from tests.factories.bundle import TABLES, bundle
from tests.factories.editions import edition, p, release
from tests.factories.out import published, sample

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def refusal(tmp_path: Path, **changes: object) -> str:
    """Build with a changed report or bundle over a site that stands, expect a ValueError, check the
    old site is whole.
    """
    root = tmp_path / "bundles"
    build_site(sample(root), root, tmp_path / "site")
    before = (tmp_path / "site/manifest.json").read_bytes()
    blocks = changes.pop("blocks", None)
    kind = str(changes.pop("edition", "public"))
    first = edition(edition=kind) if blocks is None else edition(edition=kind, blocks=blocks)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the callers compare the words
        build_site(sample(root, bundle(**changes), (first, release())), root, tmp_path / "site")
    assert (tmp_path / "site/manifest.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundles", "site"]
    return str(caught.value)


def test_full_edition_is_never_published(tmp_path: Path) -> None:
    assert "documents/report.json: this is the 'full' edition" in refusal(tmp_path, edition="full")


def test_rehearsal_without_its_notice_is_refused(tmp_path: Path) -> None:
    assert "bundle.json: a rehearsal without its notice is not built" in refusal(
        tmp_path, notice=""
    )


def test_sentence_bound_to_a_claim_the_bundle_lacks_is_refused(tmp_path: Path) -> None:
    assert "claim 'nobody-knows'" in refusal(
        tmp_path, blocks=(p(Run("Most forces", claim="nobody-knows")),)
    )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "../../etc/passwd", "//host/x"]
)
def test_link_that_could_run_or_leave_is_refused(tmp_path: Path, link: str) -> None:
    assert link in refusal(tmp_path, blocks=(p(Run("here", link=link)),))


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<rect onclick="x()"/>', "onclick"),
        ('<rect style="fill:red"/>', "style"),
        ('<rect fill="url(https://elsewhere.example/x)"/>', "fill"),
        ("<rect", "not well formed"),
        ("<!-- note -->", "comment"),
        ('<image href="x.png"/>', "<image>"),
    ],
)
def test_picture_that_could_run_load_or_style_is_refused(
    tmp_path: Path, inside: str, named: str
) -> None:
    told = refusal(tmp_path, blocks=(Block("chart", caption="Grades", svg=SVG.format(inside)),))
    assert "picture 'Grades'" in told
    assert named in told


def test_uneven_table_is_refused_naming_table_and_row(tmp_path: Path) -> None:
    uneven = replace(TABLES[1], rows=(*TABLES[1].rows, ("6", "short")))
    assert "table 'remarks', row 6: 2 cells for 3 columns" in refusal(tmp_path, tables=(uneven,))


def test_key_that_is_no_column_is_refused(tmp_path: Path) -> None:
    assert "primary key names nothing" in refusal(
        tmp_path, tables=(replace(TABLES[1], primary_key=("nothing",)),)
    )


def test_names_that_would_share_an_address_are_refused(tmp_path: Path) -> None:
    bodies = bundle().bodies
    twice = (*bodies, replace(bodies[0], code="FORCE 01"))
    told = refusal(tmp_path, bodies=twice, name_bodies=True)
    assert "two pages share the address bodies/force-01.html" in told


def test_folder_with_other_files_is_left_alone(root: Path, out: Published, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/mine.txt").write_text("keep", "utf-8")
    with pytest.raises(FileExistsError, match="not a site built by this program"):
        build_site(out, root, tmp_path / "letters")
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["mine.txt"]


def test_other_schema_is_refused_naming_the_file(tmp_path: Path) -> None:
    out = sample(tmp_path, bundle(schema="inspectorate-bundle/9"))
    with pytest.raises(ValueError, match=r"bundle\.json: schema is 'inspectorate-bundle/9'"):
        build_site(out, tmp_path, tmp_path / "site")


def test_recommendation_without_a_register_is_refused(
    root: Path, out: Published, tmp_path: Path
) -> None:
    (only,) = out.inspections
    without = replace(out, inspections=(replace(only, register=None),))
    with pytest.raises(ValueError, match="publish the register"):
        build_site(without, root, tmp_path / "site")


def test_nothing_out_is_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing is out"):
        build_site(published(), root, tmp_path / "site")
