"""A binder that was tampered with, forged, cut short or made to harm: refused, its place named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.binder.archive import opened
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.binders import an_archive, left_behind, read_in, refitted, rewritten
from tests.sizes import drilled

pytestmark = pytest.mark.django_db
# What is marked as of Python is refused as the archive is read, before anything is written.


KINDS = ("rows/evidence.item.jsonl", "rows/bodies.body.jsonl", "ledger/", "files/", "bundles/")


@pytest.mark.of_python
@pytest.mark.parametrize("kind", drilled(KINDS, 3))
def test_tampered_member_is_named_and_refused(
    kind: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    touched: list[str] = []

    def change(members: dict[str, bytes]) -> None:
        name = next(one for one in members if one.startswith(kind))
        middle = len(members[name]) // 2
        members[name] = (
            members[name][:middle]
            + bytes([members[name][middle] ^ 1])
            + members[name][middle + 1 :]
        )
        touched.append(name)

    changed = rewritten(path, change)
    assert touched[0] in " ".join(exchange.verify_binder(changed))
    home = fresh()
    with pytest.raises(Refused, match=r"changed|JSON"):
        read_in(changed)
    assert not Inspection.objects.exists()
    assert not Person.objects.exists()
    assert left_behind(home) == []


def _lines(
    name: str, change: Callable[[list[bytes]], list[bytes]]
) -> Callable[[dict[str, bytes]], None]:
    def of(members: dict[str, bytes]) -> None:
        found = next(one for one in members if one.startswith(name))
        members[found] = b"".join(change(members[found].splitlines(keepends=True)))

    return of


FORGED = {
    "two rows swapped": (
        _lines("rows/evidence.item", lambda rows: [rows[1], rows[0], *rows[2:]]),
        "rows/evidence.item.jsonl: line 2 (",
    ),
    "a row taken out": (
        _lines("rows/evidence.item", lambda rows: rows[1:]),
        "rows/evidence.item.jsonl: holds",
    ),
    "a row doubled": (
        _lines("rows/claims.pin", lambda rows: [rows[0], *rows]),
        "rows/claims.pin.jsonl: line 2",
    ),
    "a reference bent": (
        _lines(
            "rows/judgments.agreed.",
            lambda rows: [rows[0].replace(b'"scope_body_id":', b'"scope_body_id":99'), *rows[1:]],
        ),
        "rows/judgments.agreed.jsonl: line 1: scope_body_id",
    ),
    "an entry rewritten": (
        _lines(
            "ledger/",
            lambda rows: [rows[0], rows[1].replace(b'"by":"', b'"by":"9'), *rows[2:]],
        ),
        "line 2: entry 2 was changed after it was written",
    ),
    "the tail cut": (_lines("ledger/", lambda rows: rows[:-1]), "ends at entry"),
    "an edition rewritten": (
        _lines(
            "rows/reports.edition",
            lambda rows: [rows[0].replace(b"have mandatory", b"lack mandatory"), *rows[1:]],
        ),
        "rows/reports.edition.jsonl: line 1: the text of the edition",
    ),
}


@pytest.mark.of_python
@pytest.mark.parametrize("how", drilled(FORGED, 4))
def test_forged_archive_whose_digests_were_made_to_fit_is_named(
    how: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    change, said = FORGED[how]
    changed = rewritten(path, change, signed=True)
    assert [one for one in exchange.verify_binder(changed) if said in one], exchange.verify_binder(
        changed
    )
    home = fresh()
    with pytest.raises(Refused):
        read_in(changed)
    assert (Inspection.objects.count(), left_behind(home)) == (0, [])


def test_archive_whose_chain_was_rewritten_has_another_digest_and_another_head(
    tmp_path: Path,
) -> None:
    """Whoever rewrites everything makes a binder sound in itself: the digest kept apart, or the
    head of a checkpoint, is what tells it from the one that was made.
    """
    path, _, done = an_archive(tmp_path)
    with opened(path) as archive:
        head = archive.contents["ledger"]["head"]
    other = _lines(
        "rows/evidence.item.", lambda rows: [one.replace(b"Heard", b"Hears") for one in rows]
    )
    changed = refitted(path, other)
    assert exchange.verify_binder(changed) == []
    with opened(changed) as archive:
        assert archive.digest != done.digest
        assert archive.contents["ledger"]["head"] != head


def _named(name: str, content: bytes = b"x", **about: int) -> Callable[[Path], None]:
    def add(path: Path) -> None:
        info = zipfile.ZipInfo(name)
        for key, value in about.items():
            setattr(info, key, value)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(info, content, zipfile.ZIP_DEFLATED)

    return add


HOSTILE = {
    "upwards": (_named("../../etc/passwd"), "no member of a binder has such a name"),
    "absolute": (_named("/etc/passwd"), "no member of a binder has such a name"),
    "upwards within": (_named("bundles/x/../../y"), "no member of a binder has such a name"),
    "link": (_named("bundles/x/link", external_attr=0o120777 << 16), "is a link"),
    "unknown": (_named("files/" + "0" * 64), "not named in binder.json"),
    "strange": (_named("readme.txt"), "no member of a binder has such a name"),
    "bomb": (_named("files/" + "1" * 64, b"\0" * (64 * 2**20)), "times over"),
}


@pytest.mark.of_python
@pytest.mark.parametrize("how", drilled(HOSTILE, 4))
def test_hostile_member_is_refused_before_anything_is_read(
    how: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    add, said = HOSTILE[how]
    add(path)
    assert [one for one in exchange.verify_binder(path) if said in one]
    home = fresh()
    with pytest.raises(Refused, match=said):
        read_in(path)
    assert left_behind(home) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"words\n" * 100])
def test_other_file_is_no_binder(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_bytes(content)
    assert len(exchange.verify_binder(tmp_path / "one.zip")) == 1
    assert "one.zip: cannot be read as a binder" in exchange.verify_binder(tmp_path / "one.zip")[0]


def test_archive_cut_short_is_no_binder(tmp_path: Path) -> None:
    path, _, _ = an_archive(tmp_path)
    path.write_bytes(path.read_bytes()[:-1000])
    assert len(exchange.verify_binder(path)) == 1


def test_import_of_a_row_the_database_refuses_leaves_nothing(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    changed = refitted(
        path,
        _lines(
            "rows/publication.release.",
            lambda rows: [
                rows[0]
                .replace(b'"corrects_id":null', b'"corrects_id":777777')
                .replace(b'"correction_reason":""', b'"correction_reason":"x"')
            ],
        ),
    )
    assert exchange.verify_binder(changed) == []
    home = fresh()
    with pytest.raises(Refused, match="refers to what is not there"):
        read_in(changed)
    assert (Person.objects.count(), Item.objects.count(), left_behind(home)) == (0, 0, [])


@pytest.mark.parametrize(
    ("there", "then", "said"),
    drilled(
        [
            (b'"kind":"interview"', b'"kind":"seance"', "kind: 'seance' is not one of"),
            (b'"practice":false', b'"practice":"no"', "practice: 'no' is not a bool"),
            (b'"observed_at":"2018', b'"observed_at":"20x8', "observed_at: "),
            (b'"marking":"OFFICIAL"', b'"marking":null', "marking: is empty"),
            (b'"words":"', b'"wordz":"', "columns words, wordz"),
            (b'"words":"', b'"words":"\\u0000', "words: holds a NUL character"),
        ],
        2,
    ),
)
def test_malformed_value_is_named_by_line_and_column(
    there: bytes, then: bytes, said: str, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    path, _, _ = an_archive(tmp_path)
    changed = refitted(
        path, _lines("rows/evidence.item.", lambda rows: [rows[0].replace(there, then), *rows[1:]])
    )
    fresh()
    with pytest.raises(Refused) as refused:
        read_in(changed)
    assert [
        (one.field, one.text)
        for one in refused.value.reasons
        if said in one.text and "Line 1: " in one.text
    ]
    assert not Item.objects.exists()
