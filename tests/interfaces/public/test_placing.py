"""A site is replaced in one step: a reader meanwhile, or a kill, meets the old or the new."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspectorate.domain.publication.published import Published
from inspectorate.interfaces.public import placing
from inspectorate.interfaces.public.builder import build_site
from inspectorate.interfaces.public.placing import exchange, replacing
from tests.factories.bundle import RECOMMENDATIONS, as_made, bundle
from tests.factories.out import register, sample

ROOT = Path(__file__).resolve().parents[3]


def test_reader_never_meets_a_missing_or_mixed_site_while_it_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "site"
    if not _can_exchange(tmp_path):
        pytest.skip("this file system cannot exchange two folders in one step")
    seen, over = set[str](), threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                seen.add((out / "word.txt").read_text("utf-8"))
            except OSError as error:
                seen.add(repr(error))

    _write(out, "old")
    reader = threading.Thread(target=read)
    reader.start()
    for place in range(200):
        _write(out, "new" if place % 2 else "old")
    over.set()
    reader.join()
    assert seen <= {"old", "new"}


def test_site_made_by_an_account_that_keeps_all_to_itself_is_read_by_a_web_server(
    tmp_path: Path,
) -> None:
    before = os.umask(0o077)
    try:
        build_site(sample(tmp_path / "bundles"), tmp_path / "bundles", tmp_path / "srv/public/site")
    finally:
        os.umask(before)
    site = tmp_path / "srv/public/site"
    modes = {path: path.stat().st_mode & 0o777 for path in (site, *site.parents, *site.rglob("*"))}
    ours = {path: mode for path, mode in modes.items() if path.is_relative_to(tmp_path / "srv")}
    assert len(ours) > 20
    assert {mode for path, mode in ours.items() if path.is_dir()} == {0o755}
    assert {mode for path, mode in ours.items() if path.is_file()} == {0o644}


def test_failure_midway_leaves_the_old_site_and_no_leavings(tmp_path: Path) -> None:
    _write(tmp_path / "site", "old")
    with pytest.raises(IsADirectoryError), replacing(tmp_path / "site") as fresh:
        (fresh / ".").write_text("half", "utf-8")
    assert (tmp_path / "site/word.txt").read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_system_without_exchange_still_ends_with_the_new_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "exchange", lambda _old, _new: False)
    _write(tmp_path / "site", "old")
    _write(tmp_path / "site", "new")
    assert (tmp_path / "site/word.txt").read_text("utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_files_are_on_the_disk_before_the_new_folder_takes_the_name_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "site", "old")
    seen: list[tuple[str, str]] = []
    flushed, exchanged = placing._on_the_disk, placing.exchange

    def flush(folder: Path) -> None:
        flushed(folder)
        seen.append(("on the disk", (folder / "word.txt").read_text("utf-8")))

    def exchange(one: Path, other: Path) -> bool:
        seen.append(("exchanged", (one / "word.txt").read_text("utf-8")))
        return exchanged(one, other)

    monkeypatch.setattr(placing, "_on_the_disk", flush)
    monkeypatch.setattr(placing, "exchange", exchange)
    _write(tmp_path / "site", "new")
    assert seen == [("on the disk", "new"), ("exchanged", "new")]


@pytest.mark.parametrize("whole", [True, False])
def test_every_file_and_folder_is_synced_where_the_system_syncs_no_file_system_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/page.html").write_text("words", "utf-8")
    synced: list[Path] = []
    library = SimpleNamespace(**({"syncfs": lambda _: 0} if whole else {}))
    monkeypatch.setattr(placing.ctypes, "CDLL", lambda *_, **__: library)
    monkeypatch.setattr(placing, "_sync", synced.append)
    placing._on_the_disk(tmp_path)
    assert set(synced) == (
        set() if whole else {tmp_path, tmp_path / "deep", tmp_path / "deep/page.html"}
    )


def test_leavings_of_a_killed_process_are_cleared_and_those_of_a_living_one_kept(
    tmp_path: Path,
) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".site.building-{dead.pid}-x").mkdir()
    living = tmp_path / f".site.building-{os.getpid()}-y"
    living.mkdir()
    _write(tmp_path / "site", "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [living.name, "site"]


def test_site_is_built_by_code_that_never_meets_django_or_a_room(
    root: Path, out: Published, tmp_path: Path
) -> None:
    (tmp_path / "out.json").write_text(json.dumps(out.as_json()), "utf-8")
    code = (
        "import json, sys; sys.modules['django'] = None\n"
        "from pathlib import Path\n"
        "from inspectorate.domain.publication.published import published_of\n"
        "from inspectorate.interfaces.public.builder import build_site\n"
        "out = published_of(json.loads(Path(sys.argv[1]).read_text('utf-8')))\n"
        "build_site(out, Path(sys.argv[2]), Path(sys.argv[3]))\n"
        "rooms = [n for n in sys.modules if n.startswith('inspectorate.') and not "
        "n.startswith('inspectorate.interfaces')]\n"
        "print(*sorted(rooms))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "out.json"), str(root), str(tmp_path / "site")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    kinds = "inspectorate.domain.reports.documents"
    assert [one for one in told.stdout.split() if not one.startswith(kinds)] == [
        "inspectorate.domain",
        "inspectorate.domain.publication",
        "inspectorate.domain.publication.published",
        "inspectorate.domain.publication.register_schema",
        "inspectorate.domain.publication.schema",
        "inspectorate.domain.publication.schema_one",
        "inspectorate.domain.reports",
        "inspectorate.domain.reports.editions",
        "inspectorate.domain.reports.editions.addressees",
        "inspectorate.domain.reports.editions.model",
        # Pure, without Django or any room: names of languages, days in words, anchors, links.
        "inspectorate.domain.reports.variants",
        "inspectorate.domain.reports.variants.languages",
        "inspectorate.prose",
        "inspectorate.prose.addresses",
        "inspectorate.prose.dates",
    ]


def test_addressee_given_by_code_is_shown_by_name(tmp_path: Path) -> None:
    first = RECOMMENDATIONS[0]
    coded = replace(first, addressees=(replace(first.addressees[0], body="national-college"),))
    out = sample(tmp_path, bundle(recommendations=(as_made(coded),)), data=register(coded))
    build_site(out, tmp_path, tmp_path / "site")
    folder = tmp_path / "site/prevent-2018-19/recommendations"
    assert (folder / "to-national-training-college.html").is_file()


def _write(out: Path, word: str) -> None:
    with replacing(out) as fresh:
        (fresh / "word.txt").write_text(word, "utf-8")


def _can_exchange(folder: Path) -> bool:
    one, other = folder / "one", folder / "other"
    one.mkdir()
    other.mkdir()
    return exchange(one, other)
