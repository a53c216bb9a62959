"""Bad files at the doors (P14): read in ten seconds, or refused with a reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from inspectorate.foundation.reasons.reasons import Refused
from tests.elapsed import Stopwatch
from tests.factories.packing import zipped
from tests.factories.rooms import a_key
from tests.shared import shared

pytestmark = pytest.mark.django_db


def word_file(document: bytes) -> bytes:
    import docx

    stream = io.BytesIO()
    docx.Document().save(stream)
    with zipfile.ZipFile(stream) as archive:
        return zipped(
            {
                **{name: archive.read(name) for name in archive.namelist()},
                "word/document.xml": document,
            }
        )


class TestReaders:
    """What is read from outside: tables, frameworks, Word files, HTML, Markdown. Each within ten
    seconds, or refused.
    """

    @pytest.fixture(autouse=True)
    def _within_ten_seconds(self) -> Iterator[None]:
        taken = Stopwatch()
        yield
        assert taken.seconds < 10

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00\x01\x02",
            b"\xff\xfe\x00",
            b'"' * 100_000,
            b"," * 1_000_000,
            b'a,b\n"' + b"x" * 5_000_000,
            b"\xc3(",
            b"PK\x03\x04",
            b"a\n" * 100_000,
            b"code,name,kind\n" + b"x," * 50_000 + b"\n",
            b"\xef\xbb\xbf" * 1000,
            b'{"a": ' * 50_000,
            b"[" * 200_000,
        ],
    )
    def test_table_that_is_none_is_refused_with_its_place(self, content: bytes) -> None:
        from inspectorate.foundation.spreadsheets import reading

        def read() -> None:
            _, faults = reading.read(content, name="file.csv", required=("code", "name", "kind"))
            faults.refuse()

        with pytest.raises(Refused) as refusal:
            read()
        assert all(reason.text and reason.mend for reason in refusal.value.reasons)

    @pytest.mark.parametrize(
        "content", [b"", b"[" * 100_000, b"framework,version\n" + b'"' * 99_999, b"\x00" * 1000]
    )
    def test_framework_that_is_none_is_refused(self, content: bytes) -> None:
        from inspectorate.domain.programmes import actions
        from inspectorate.domain.programmes.models import Framework
        from tests.factories.rooms import AT, an_admin

        with pytest.raises(Refused):
            actions.load_framework(
                by=an_admin(), at=AT, key=a_key(), content=content, name="framework.csv"
            )
        assert not Framework.objects.exists()

    @pytest.mark.parametrize(
        "name",
        [
            "xmlbomb.xml",
            "xmlbomb2.xml",
            "quadratic.xml",
            "cyclic.xml",
            "external.xml",
            "external_file.xml",
            "dtd.xml",
        ],
    )
    def test_word_file_holding_an_entity_bomb_or_an_outside_entity_gives_nothing_of_it(
        self, name: str
    ) -> None:
        from inspectorate.domain.reports.outside import read_file

        bomb = word_file(shared(f"badinput/xml-bombs-defusedxml/{name}").read_bytes())
        try:
            text = " ".join(block.text for block in read_file("bomb.docx", bomb).blocks)
        except Refused:
            return
        assert len(text) < 100_000
        assert "root:" not in text

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("deep.html", b"<div>" * 100_000),
            ("deep.html", b"<ul><li>" * 50_000 + b"text"),
            ("open.html", b"<a href='" * 50_000),
            ("odd.html", b"<!--" * 100_000 + b"<![CDATA[" * 1000),
            ("deep.md", b">" * 50_000 + b" text"),
            ("deep.md", b"[" * 50_000),
            ("stars.md", b"*a_ " * 50_000),
            ("ticks.md", b"`" * 20_000 + b" " + b"``` " * 10_000),
            ("list.md", b"".join(b" " * depth + b"- x\n" for depth in range(1_500))),
            ("odd.txt", b"\r" * 500_000 + b"\x0c\x1b"),
        ],
    )
    def test_text_built_to_be_slow_is_read_or_refused_in_time(
        self, name: str, content: bytes
    ) -> None:
        from inspectorate.domain.reports.outside import read_file

        try:
            read = read_file(name, content).source
        except Refused as refusal:
            read = "".join(reason.mend for reason in refusal.reasons)
        assert read

    def test_word_bomb_is_refused_unopened(self) -> None:
        from inspectorate.domain.reports.outside import read_file

        with pytest.raises(Refused) as refusal:
            read_file("bomb.docx", zipped({"word/document.xml": b"\x00" * 150_000_000}))
        assert refusal.value.reasons
