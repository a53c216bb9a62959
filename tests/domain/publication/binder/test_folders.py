"""A binder's folders of contents and registers are held to their own lists of files, and those to
the rows; a broken one is named and nothing of it comes in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.binder import exchange
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.binders import an_archive, left_behind, read_in, rewritten
from tests.sizes import drilled

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]
Members = dict[str, bytes]
# A file that only a folder of contents has, or only one of a register.
OF = ("bundle.json", "register.json")


def folder_of(members: Members, file: str) -> str:
    """The folder that holds a file of this name."""
    return next(one.removesuffix(file) for one in sorted(members) if one.endswith(f"/{file}"))


def listing(change: Callable[[dict[str, str]], object]) -> Callable[[Members, str, str], None]:
    """Change the list of files of a folder."""

    def of(members: Members, folder: str, _: str) -> None:
        told = json.loads(members[f"{folder}contents.json"])
        change(told["files"])
        members[f"{folder}contents.json"] = json.dumps(told).encode()

    return of


def put(name: str, content: bytes) -> Callable[[Members, str, str], None]:
    """Put a file into a folder."""
    return lambda members, folder, _: members.update({f"{folder}{name}": content})


def without(members: Members, folder: str, file: str) -> None:
    """Take a file of a folder away, but not from its list."""
    del members[f"{folder}{file}"]


def without_list(members: Members, folder: str, _: str) -> None:
    """Take the list away."""
    del members[f"{folder}contents.json"]


def without_folder(members: Members, folder: str, _: str) -> None:
    """Take the whole folder away."""
    for name in [one for one in members if one.startswith(folder)]:
        del members[name]


LIST = "its list of files is missing or broken"
BROKEN: dict[str, tuple[Callable[[Members, str, str], None], str]] = {
    "the list is missing": (without_list, LIST),
    "the list is no JSON": (put("contents.json", b"{"), LIST),
    "the list lists nothing": (put("contents.json", b"{}"), LIST),
    "the list is a list": (put("contents.json", b'{"files": ["index.html"]}'), LIST),
    "the list is nested too deep": (put("contents.json", b"[" * 100_000), LIST),
    "the list is of both formats": (
        put("manifest.json", b'{"files": {}}'),
        "its list of files is not the one a record names",
    ),
    "another digest in the list": (
        listing(lambda files: files.update(dict.fromkeys(files, "0" * 64))),
        "its list of files is not the one a record names",
    ),
    "a file too many": (put("more.html", b"More."), "holds other files than its manifest"),
    "a file is missing": (without, "holds other files than its manifest"),
    "the folder is missing": (without_folder, "folders, rows and binder.json do not name the same"),
}


def broken(path: Path, how: str, file: str) -> Path:
    """A copy whose digests were made to fit, with one folder broken."""

    def change(members: Members) -> None:
        BROKEN[how][0](members, folder_of(members, file), file)
        contents = json.loads(members["binder.json"])
        contents["members"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in members.items()
            if name != "binder.json"
        }
        members["binder.json"] = json.dumps(contents).encode()

    return rewritten(path, change)


@pytest.mark.parametrize("file", drilled(OF, 2))
def test_broken_folder_is_named_and_keeps_the_binder_out(
    file: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    assert exchange.verify_binder(path) == []
    home = fresh()
    for how, (_, said) in BROKEN.items():
        changed = broken(path, how, file)
        assert [one for one in exchange.verify_binder(changed) if said in one], how
    with pytest.raises(Refused, match=said):
        read_in(changed)
    assert (Inspection.objects.count(), left_behind(home)) == (0, [])
