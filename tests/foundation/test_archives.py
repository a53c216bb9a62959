"""Office files: what they really unpack to decides, not what their directory says; no macro."""

from __future__ import annotations

import hashlib
import io
import random
import tracemalloc
import zipfile

import pytest
from benchmarks.limits.hostile_files import bomb, endless, lying, overlapping, packed

from inspectorate.foundation.files import kinds
from inspectorate.foundation.reasons.reasons import Refused

WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
BY_TYPE = (
    b'<Types><Override PartName="/word/x.bin" ContentType="application/x.vbaProject"/></Types>'
)
PICTURE = "word/media/one.png"
NOISE = b"".join(hashlib.sha256(b"%d" % one).digest() for one in range(200))


def codes(content: bytes, name: str = "one.docx") -> list[str]:
    with pytest.raises(Refused) as refusal:
        kinds.media_type(io.BytesIO(content), name)
    (reason,) = refusal.value.reasons
    assert name in reason.text
    assert reason.mend
    return [reason.code]


def taken(content: bytes, name: str = "one.docx") -> bool:
    return kinds.media_type(io.BytesIO(content), name) == kinds.ALLOWED[f".{name[-4:]}"]


class TestSizes:
    """How much an archive holds."""

    def test_part_that_holds_more_than_the_directory_says_is_refused(self) -> None:
        sound = packed({**WORD, PICTURE: NOISE})
        assert taken(sound)
        assert codes(lying(sound, PICTURE, 10)) == ["file_unpacks_too_large"]

    def test_part_that_holds_less_than_the_directory_says_is_refused(self) -> None:
        sound = packed({**WORD, PICTURE: NOISE})
        assert codes(lying(sound, PICTURE, 7_000)) == ["file_not_its_name"]

    @pytest.mark.drill
    def test_lie_about_three_hundred_megabytes_is_refused_without_holding_them(self) -> None:
        hostile = lying(bomb(WORD, PICTURE, 300), PICTURE, 10)
        tracemalloc.start()
        try:
            assert codes(hostile) == ["file_unpacks_too_large"]
            assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
        finally:
            tracemalloc.stop()

    def test_directory_without_end_is_refused_unread(self) -> None:
        hostile = endless(WORD, 40_000)
        tracemalloc.start()
        try:
            assert codes(hostile) == ["file_unpacks_too_large"]
            assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
        finally:
            tracemalloc.stop()

    def test_directory_as_long_as_an_honest_one_is_read(self) -> None:
        parts = {
            f"word/media/a picture of a meeting in a long room {one}": b"" for one in range(990)
        }
        assert taken(packed({**WORD, PICTURE: NOISE, **parts}))

    def test_bytes_that_several_parts_share_are_refused(self) -> None:
        assert codes(overlapping(WORD, 20)) == ["file_unpacks_too_large"]

    @pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_sound_archive_is_taken_packed_either_way(self, kind: int) -> None:
        assert taken(packed({**WORD, PICTURE: NOISE * 9}, kind))

    def test_archive_packed_in_a_way_office_files_are_not_is_refused(self) -> None:
        assert codes(packed(WORD, zipfile.ZIP_LZMA)) == ["file_not_its_name"]

    @pytest.mark.parametrize("at", [40, 100, 150])
    def test_cut_archive_is_refused(self, at: int) -> None:
        assert codes(packed(WORD)[:at]) == ["file_not_its_name"]

    def test_archive_whose_parts_are_not_where_the_directory_says_is_refused(self) -> None:
        sound = packed(WORD)
        # The second header's mark, and so where the directory says a part begins.
        second = sound.index(b"PK\x03\x04", 4)
        assert codes(sound[:second] + b"PK\x03\x05" + sound[second + 4 :]) == ["file_not_its_name"]


class TestMacros:
    """Programs that run when a file is opened."""

    @pytest.mark.parametrize(
        ("name", "more"),
        [
            ("one.docx", {"word/vbaProject.bin": b"\xd0\xcf"}),
            ("one.docx", {"word/VBAPROJECT.BIN": b"\xd0\xcf"}),
            ("one.docx", {"word/activeX/activeX1.bin": b"\xd0\xcf"}),
            ("one.docx", {"[Content_Types].xml": BY_TYPE}),
            ("one.docx", {"[Content_Types].xml": BY_TYPE.decode().encode("utf-16")}),
            ("one.xlsx", {"xl/workbook.xml": b"<w/>", "xl/macrosheets/sheet1.xml": b"<x/>"}),
        ],
    )
    def test_file_with_macros_is_refused_in_words(self, name: str, more: dict[str, bytes]) -> None:
        assert codes(packed({**WORD, **more}), name) == ["file_holds_macros"]

    @pytest.mark.parametrize(
        "how", ["far behind", "spelt by numbers", "spelt by a word of its own"]
    )
    def test_list_of_types_that_hides_a_macro_is_refused(self, how: str) -> None:
        kind = b"application/vnd.ms-office.vbaProject"
        hidden = {
            "far behind": b"<!--"
            + random.Random(4).randbytes(1 << 20).hex().encode()
            + b"-->"
            + kind,
            "spelt by numbers": kind.replace(b"v", b"&#118;").replace(b"P", b"&#x50;"),
            "spelt by a word of its own": b"<!DOCTYPE Types [<!ENTITY a 'vba'>]>&a;Project",
        }[how]
        assert codes(packed({**WORD, "[Content_Types].xml": hidden}), "one.docx") != []
        assert codes(packed({**WORD, "[CONTENT_TYPES].xml": kind}), "one.docx") != []

    def test_words_about_macros_are_no_macro(self) -> None:
        assert taken(packed({**WORD, "word/document.xml": b"<d>A vbaProject was found.</d>"}))


@pytest.mark.parametrize("path", ["C:\\windows\\x", "..\\..\\x", "word\\..\\..\\x"])
def test_path_that_leads_outside_on_windows_is_refused(path: str) -> None:
    assert codes(packed({**WORD, path: b"x"})) == ["file_reaches_outside"]
