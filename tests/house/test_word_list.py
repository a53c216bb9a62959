"""The vendored word list is made again, the same, from the packages it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import word_list


def scowl(folder: Path) -> Path:
    folder.mkdir()
    for name, text in {
        "english-words.10": "force\nbody\nbody's\n",
        "british-words.60": "organise\n",
        "british_z-words.60": "organize\n",
        "english-words.70": "unsighted\nforce\nWick\n",
        "english-words.80": "reoffend\n",
        "english-proper-names.50": "kent\n",
        "english-upper.50": "avon\n",
        "README": "readme\n",
    }.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_words_beyond_the_dictionary_are_those_up_to_70_of_every_spelling_without_names(
    tmp_path: Path,
) -> None:
    assert word_list.beyond(scowl(tmp_path / "scowl")) == b"organize\nunsighted\n"


def test_folder_without_a_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=f"{tmp_path} holds none of SCOWL's lists"):
        word_list.beyond(tmp_path)


def test_files_are_written_as_the_packages_hold_them(tmp_path: Path) -> None:
    npm = tmp_path / "npm"
    npm.mkdir()
    for name in ("index.aff", "index.dic", "license"):
        (npm / name).write_text(name, "utf-8")
    word_list.main(str(npm), str(scowl(tmp_path / "scowl")), tmp_path / "made")
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "made").iterdir()} == {
        "en_GB.aff": "index.aff",
        "en_GB.dic": "index.dic",
        "LICENCE-scowl.txt": "license",
        "beyond.txt": "organize\nunsighted\n",
    }


def test_what_is_vendored_is_sorted_and_holds_small_letters_alone() -> None:
    words = (word_list.HOME / "beyond.txt").read_text("ascii").splitlines()
    assert words == sorted(set(words))
    assert len(words) > 40_000
    assert all(word.isalpha() and word.islower() for word in words)
