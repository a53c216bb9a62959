"""What two people signed lies in public to the letter, as the public folder alone can tell."""

import hashlib
import json
import re
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from inspectorate.domain.publication.published import OutInspection, Published
from inspectorate.interfaces.public.builder import build_site, state_at, state_of
from tests.factories.bundle import bundle
from tests.factories.out import PDF, out_register, out_release, published, register, sample
from tests.interfaces.public.pages import files

SLUG = "prevent-2018-19"
SLOT = re.compile(rb"<!--(standing|given)-->(.*?)<!--/\1-->", re.DOTALL)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def unlike(site: Path) -> list[str]:
    """Every file of a public folder that is not what its manifest says was signed.

    It is told from the folder alone, with nothing of ours but the names of the two places.
    """
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    found = []
    for folder, signed in manifest["signed"].items():
        listed = (site / folder / "contents.json").read_bytes()
        if digest(listed) != signed:
            found.append(f"{folder}/contents.json")
        expected = json.loads(listed)["files"]
        there = set(files(site / folder)) - {"contents.json"}
        found += [f"{folder}/{name}" for name in sorted(there ^ set(expected))]
        for name in sorted(there & set(expected)):
            content = (site / folder / name).read_bytes()
            if f"{folder}/{name}" in manifest["inserted"]:
                content = SLOT.sub(rb"<!--\1--><!--/\1-->", content)
            if digest(content) != expected[name]:
                found.append(f"{folder}/{name}")
    return found


@pytest.fixture
def two(tmp_path: Path) -> tuple[Published, Path]:
    """Two releases that are out, the second a correction, and where their folders lie."""
    root = tmp_path / "bundles"
    second = bundle(release=2, published_on="2020-05-04", correction="Wrong.", headline="New words")
    out = published(
        OutInspection(
            SLUG,
            (out_release(root), out_release(root, second, corrects=1, reason="Wrong.")),
            out_register(root),
        )
    )
    return out, root


def test_signed_digests_come_out_of_the_public_folder_alone(
    two: tuple[Published, Path], tmp_path: Path
) -> None:
    out, root = two
    build_site(out, root, tmp_path / "site")
    manifest = json.loads((tmp_path / "site/manifest.json").read_text("utf-8"))
    assert manifest["signed"] == {
        f"{SLUG}/{one.number}": one.digest for one in out.inspections[0].releases
    }
    assert unlike(tmp_path / "site") == []
    # Of the release that is superseded every page says so; of the newest none holds a word more.
    pages = {name for name in files(tmp_path / "site" / SLUG / "1") if name.endswith(".html")}
    assert {f"{SLUG}/1/{name}" for name in pages} <= set(manifest["inserted"])
    assert not any(name.startswith(f"{SLUG}/2/") for name in manifest["inserted"])


def test_every_page_of_a_release_has_both_places_once_and_empty(root: Path, out: Published) -> None:
    folder = root / out.inspections[0].releases[0].folder
    pages = [content for name, content in files(folder).items() if name.endswith(".html")]
    named = ("index.html", "report.html", "bodies.html", "method.html", "data/index.html")
    assert {name for name in files(folder) if name.endswith(".html")} > set(named)
    for page in pages:
        assert SLOT.findall(page) == [(b"standing", b""), (b"given", b"")]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda html: html.replace("<!--given--><!--/given-->", ""),
        lambda html: html.replace("<h1>", "<!--given--><!--/given--><h1>", 1),
        lambda html: html.replace("How we inspected</h1>", "How we looked</h1>"),
    ],
    ids=["a place taken out", "an empty place put in", "a word changed"],
)
def test_page_changed_in_public_is_named(
    two: tuple[Published, Path], tmp_path: Path, spoil: object
) -> None:
    out, root = two
    build_site(out, root, tmp_path / "site")
    for number in (1, 2):
        page = tmp_path / "site" / SLUG / f"{number}/method.html"
        assert callable(spoil)
        page.write_text(spoil(page.read_text("utf-8")), "utf-8")
    assert unlike(tmp_path / "site") == [f"{SLUG}/1/method.html", f"{SLUG}/2/method.html"]


def test_latest_holds_the_signed_bytes_of_the_newest_but_for_the_places(
    two: tuple[Published, Path], tmp_path: Path
) -> None:
    out, root = two
    build_site(out, root, tmp_path / "site")
    newest, latest = (files(tmp_path / "site" / SLUG / name) for name in ("2", "latest"))
    assert {
        name: SLOT.sub(rb"<!--\1--><!--/\1-->", content) for name, content in latest.items()
    } == newest


def test_folder_under_latest_is_as_deep_as_that_of_a_release(site: Path) -> None:
    """The same bytes stand in both, so that what one links to the other must find."""
    one, latest = (files(site / SLUG / name) for name in ("1", "latest"))
    assert one == latest


@pytest.mark.parametrize("name", ["1/report.html", "report.pdf", "bundle.json", "contents.json"])
def test_signed_file_that_was_changed_stops_the_switch_and_leaves_the_old_site(
    two: tuple[Published, Path], tmp_path: Path, name: str
) -> None:
    out, root = two
    build_site(out, root, tmp_path / "site")
    before = files(tmp_path / "site")
    changed = root / out.inspections[0].releases[1].folder / name.rpartition("/")[2]
    changed.write_bytes(changed.read_bytes() + b" ")
    with pytest.raises(ValueError, match=f"{changed.name}: was changed since it was signed"):
        build_site(out, root, tmp_path / "site")
    assert files(tmp_path / "site") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundles", "site"]


def test_signed_file_that_is_gone_is_named(two: tuple[Published, Path], tmp_path: Path) -> None:
    out, root = two
    (root / out.inspections[0].releases[0].folder / "method.html").unlink()
    with pytest.raises(ValueError, match=r"method\.html: cannot be read"):
        build_site(out, root, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_file_that_was_not_signed_does_not_go_out(
    two: tuple[Published, Path], tmp_path: Path
) -> None:
    out, root = two
    (root / out.inspections[0].releases[0].folder / "stray.html").write_text("unsigned", "utf-8")
    build_site(out, root, tmp_path / "site")
    assert not list((tmp_path / "site").rglob("stray.html"))


def test_changed_register_stops_the_switch(two: tuple[Published, Path], tmp_path: Path) -> None:
    out, root = two
    standing = out.inspections[0].register
    assert standing is not None
    path = root / standing.folder / "register.json"
    path.write_bytes(path.read_bytes().replace(b"closed", b"opened"))
    with pytest.raises(ValueError, match=r"register\.json: was changed"):
        build_site(out, root, tmp_path / "site")


def test_state_of_the_site_is_that_of_what_is_out(
    two: tuple[Published, Path], tmp_path: Path
) -> None:
    out, root = two
    assert state_at(tmp_path / "site") == ""
    build_site(out, root, tmp_path / "site")
    assert state_at(tmp_path / "site") == state_of(out)
    (only,) = out.inspections
    assert only.register is not None
    later = replace(only, register=replace(only.register, as_of="2020-11-26"))
    assert state_of(replace(out, inspections=(later,))) != state_of(out)


def test_site_is_written_file_by_file_and_never_held_whole(tmp_path: Path) -> None:
    root = tmp_path / "bundles"
    numbers = range(1, 5)
    out = published(
        *(
            OutInspection(
                f"inspection-{n}",
                (out_release(root, bundle(slug=f"inspection-{n}"), pdf=PDF + b"x" * 8_000_000),),
                out_register(root, register(slug=f"inspection-{n}")),
            )
            for n in numbers
        )
    )
    tracemalloc.start()
    try:
        built = build_site(out, root, tmp_path / "site")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert built.bytes > 64_000_000
    assert most < 24_000_000


def test_sample_is_out_by_its_digest(tmp_path: Path) -> None:
    """The control of the tests above: another word in a release is another digest."""
    one, other = sample(tmp_path), sample(tmp_path, bundle(headline="Another"))
    assert one.inspections[0].releases[0].digest != other.inspections[0].releases[0].digest
