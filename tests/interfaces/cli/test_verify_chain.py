"""The stand-alone verifier of a chain: each thing it compares, with that thing alone wrong.

A forger who rewrites one field digests the entry again, so that nothing else betrays it.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from tests.shared import ROOT

STREAM = "inspection/one"
Entries = list[dict[str, Any]]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digested(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with the digest that its other fields have."""
    told = {name: entry[name] for name in entry if name != "digest"}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {**told, "digest": sha256(text)}


def row(entry: int, place: int) -> dict[str, Any]:
    """A digest of a row, as a binder carries it."""
    given = {"entry": entry, "place": place, "table": "claims_claim", "row": str(place), "turn": 1}
    return {**given, "columns": "c" * 64, "nonce": "0" * 32, "seal": "d" * 64, "digest": "e" * 64}


def chained() -> Entries:
    """Four entries: one of the older format, which says nothing of rows, and three that do."""
    found: Entries = []
    for number in (1, 2, 3, 4):
        previous = found[-1]["digest"] if found else "0" * 64
        entry = {"stream": STREAM, "number": number, "previous": previous, "detail": "Größe"}
        if number > 1:
            entry["rows_digest"] = sha256(
                "".join(
                    f"{place}\tclaims_claim\t{place}\t1\t{'c' * 64}\t{'d' * 64}\t{'e' * 64}\n"
                    for place in (1, 2)
                )
            )
        found.append(digested(entry))
    return found


class Outsider:
    """Whoever holds a binder, a leaf and a note, and runs the one file."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        spec = spec_from_file_location("verify_chain", ROOT / "deploy/verify_chain.py")
        assert spec
        assert spec.loader
        self.program = module_from_spec(spec)
        spec.loader.exec_module(self.program)
        self.entries = chained()
        self.rows = [row(entry, place) for entry in (2, 3, 4) for place in (1, 2)]
        head = self.entries[2]
        self.leaf: dict[str, Any] = {"stream": STREAM, "number": 3, "digest": head["digest"]}
        self.leaf["nonce"] = "f" * 64
        self.others = ["9" * 64, "0" * 64]

    def own(self) -> str:
        leaf = self.leaf
        return sha256(f"{leaf['nonce']}\t{leaf['stream']}\t{leaf['number']}\t{leaf['digest']}\n")

    def run(self, *, leaf: bool = True, note: str | None = None) -> int:
        """Write all files and verify; leaf and note are made to fit what they are given."""
        stream = f"ledger/{STREAM}"
        with zipfile.ZipFile(self.folder / "one.zip", "w") as packed:
            packed.writestr("binder.json", json.dumps({"ledger": {"stream": STREAM}}))
            for name, objects in ((".jsonl", self.entries), (".digests.jsonl", self.rows)):
                packed.writestr(
                    f"{stream}{name}", "".join(f"{json.dumps(one)}\n" for one in objects)
                )
        leaves = self.leaf.get("leaves") or [self.own(), *self.others]
        root = sha256("".join(f"{one}\n" for one in sorted(leaves)))
        signed = f"origin\n0000000001\n2018-10-01T09:00:00Z\n{'0' * 64}\n{root}\n\nsignature\n"
        told = {**self.leaf, "leaves": leaves, "note": signed}
        (self.folder / "leaf.json").write_text(json.dumps(told), "utf-8")
        words = [str(self.folder / "one.zip")]
        if leaf:
            words += ["--leaf", str(self.folder / "leaf.json")]
        if note is not None:
            (self.folder / "note.txt").write_text(note, "utf-8")
            words += ["--note", str(self.folder / "note.txt")]
        self.monkeypatch.setattr(sys, "argv", ["verify_chain.py", *words])
        return int(self.program.main())


@pytest.fixture
def outsider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outsider:
    return Outsider(tmp_path, monkeypatch)


def test_sound_chain_is_walked_and_held_by_its_checkpoint(
    outsider: Outsider, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outsider.run() == 0
    assert f"{STREAM}: 4 entries, held by the checkpoint, 0 faults" in capsys.readouterr().out
    assert outsider.run(leaf=False) == 0
    assert f"{STREAM}: 4 entries, 0 faults" in capsys.readouterr().out


def _taken_out(outsider: Outsider) -> None:
    """An entry taken out and the one after it put in its place: the leaf is that one's."""
    before, after = outsider.entries[1]["digest"], outsider.entries[3]
    outsider.entries[2:] = [digested({**after, "previous": before})]
    outsider.leaf["digest"] = outsider.entries[2]["digest"]


def _changed(outsider: Outsider) -> None:
    outsider.entries[3]["detail"] = "Forged"


def _cut_loose(outsider: Outsider) -> None:
    outsider.entries[3] = digested({**outsider.entries[3], "previous": "1" * 64})


def _other_stream(outsider: Outsider) -> None:
    outsider.leaf["stream"] = "inspection/other"


def _other_head(outsider: Outsider) -> None:
    outsider.leaf["digest"] = "1" * 64


def _tail_cut(outsider: Outsider) -> None:
    del outsider.entries[2:], outsider.rows[2:]


def _number_none(outsider: Outsider) -> None:
    outsider.leaf |= {"number": 0, "digest": outsider.entries[-1]["digest"]}


def _leaf_left_out(outsider: Outsider) -> None:
    outsider.leaf["leaves"] = outsider.others


def _leaf_without_its_number(outsider: Outsider) -> None:
    outsider.leaf["leaves"] = [outsider.own()]
    del outsider.leaf["number"]


def _second_digest(outsider: Outsider) -> None:
    del outsider.rows[1]


def _empty(outsider: Outsider) -> None:
    outsider.entries.clear()
    outsider.rows.clear()


FORGED: dict[str, tuple[Callable[[Outsider], None], str]] = {
    "an entry taken out": (_taken_out, "entry 3 is missing (found 4 there)"),
    "an entry changed": (_changed, "entry 4 was changed after it was written"),
    "an entry that follows nothing": (_cut_loose, "entry 4 does not follow the one before it"),
    "a digest of a row left out": (
        _second_digest,
        "entry 2: the digests of its rows are not those it was written with",
    ),
    "a leaf of another stream": (_other_stream, "entry 3 is not the one that the checkpoint was"),
    "a leaf of another head": (_other_head, "entry 3 is not the one that the checkpoint was"),
    "a tail cut below the leaf": (_tail_cut, "entry 3 is not the one that the checkpoint was"),
    "a leaf of no entry": (_number_none, "entry 0 is not the one that the checkpoint was"),
    "a leaf left out": (_leaf_left_out, "the leaf is not among those of the checkpoint"),
    "a leaf without its number": (_leaf_without_its_number, "it cannot be read"),
}


@pytest.mark.parametrize("how", FORGED)
def test_forgery_is_named_alone_and_ends_with_1(
    how: str, outsider: Outsider, capsys: pytest.CaptureFixture[str]
) -> None:
    forge, said = FORGED[how]
    forge(outsider)
    assert outsider.run() == 1
    told = capsys.readouterr()
    (fault,) = told.err.splitlines()
    assert fault.startswith(said)
    assert "held by the checkpoint" not in told.out


def test_binder_whose_digests_were_all_taken_out_is_named(
    outsider: Outsider, capsys: pytest.CaptureFixture[str]
) -> None:
    outsider.rows.clear()
    assert outsider.run() == 1
    assert capsys.readouterr().err.splitlines() == [
        f"entry {number}: the digests of its rows are not those it was written with"
        for number in (2, 3, 4)
    ]


@pytest.mark.parametrize(
    "note",
    [
        "",
        "the root in another place\n{root}\n",
        "origin\n1\nmoment\n0\n{root}\nmore\n\nsignature\n",
    ],
)
def test_note_of_the_public_site_counts_and_not_the_one_that_came_along(
    note: str, outsider: Outsider, capsys: pytest.CaptureFixture[str]
) -> None:
    root = sha256("".join(f"{one}\n" for one in sorted([outsider.own(), *outsider.others])))
    assert outsider.run(note=note.format(root=root)) == 1
    assert capsys.readouterr().err == "the leaves do not make the root that the note names\n"
    assert outsider.run(note=f"origin\n1\nmoment\n0\n{root}\n\nsignature\n") == 0


def test_what_is_no_binder_or_is_not_there_or_holds_no_entry_ends_with_1_and_words(
    outsider: Outsider, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = outsider.folder / "other"
    file.write_text("no binder")
    for path in (file, outsider.folder / "gone"):
        monkeypatch.setattr(sys, "argv", ["verify_chain.py", str(path)])
        assert outsider.program.main() == 1
        assert capsys.readouterr().err.startswith("it cannot be read: ")
    _empty(outsider)
    assert outsider.run(leaf=False) == 1
