"""The disk on which the drill of power cuts rests: what was synced stays, and only that surely."""

from __future__ import annotations

from random import Random

from benchmarks.forgetful_disk import Disk

CUTS = range(200)


def left(disk: Disk, name: str) -> set[bytes | None]:
    """Everything that cuts leave of a file; None where its name is gone."""
    found = set()
    for seed in CUTS:
        rng = Random(seed)
        content = disk.after_cut(rng).get(name)
        found.add(None if content is None else content.after_cut(rng))
    return found


def synced(*, file: bool, folder: bool) -> Disk:
    disk = Disk()
    disk.write("a", 0, b"old" * 400)
    if file:
        disk.sync("a")
    if folder:
        disk.sync_folder(".")
    return disk


def test_file_and_name_synced_both_stay_whole() -> None:
    assert left(synced(file=True, folder=True), "a") == {b"old" * 400}


def test_name_not_synced_may_be_gone_though_the_bytes_were() -> None:
    assert left(synced(file=True, folder=False), "a") == {b"old" * 400, None}


def test_bytes_not_synced_may_be_gone_whole_or_in_part() -> None:
    found = left(synced(file=False, folder=True), "a")
    assert {b"", b"old" * 400} < found
    assert len(found) > 2


def test_rename_between_folders_is_safe_only_when_the_new_folder_is_synced() -> None:
    disk = synced(file=True, folder=True)
    disk.folder("f")
    disk.rename("a", "f/a")
    assert left(disk, "f/a") == {b"old" * 400, None}
    disk.sync_folder(".")
    assert None in left(disk, "f/a")
    disk.sync_folder("f")
    assert left(disk, "f/a") == {b"old" * 400}


def test_file_in_a_folder_whose_own_name_is_not_synced_may_be_gone() -> None:
    disk = Disk()
    disk.folder("f")
    disk.settle("f/a", b"new")
    disk.sync_folder("f")
    assert left(disk, "f/a") == {b"new", None}
    disk.sync_folder(".")
    assert left(disk, "f/a") == {b"new"}


def test_truncation_not_synced_may_not_have_happened() -> None:
    disk = synced(file=True, folder=True)
    disk.truncate("a", 3)
    assert left(disk, "a") == {b"old", b"old" * 400}


def test_folder_whose_files_were_lost_is_left_as_a_folder() -> None:
    disk = Disk()
    disk.folder("files/2f")
    disk.sync_folder("files")
    disk.create("files/2f/content")
    left = [set(disk.after_cut(Random(seed))) for seed in range(50)]
    assert {"files/2f"} in left
    assert disk.after_cut(Random(1))["files/2f"].folder
    assert not disk.names["files/2f/content"].folder
