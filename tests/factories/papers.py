"""Documents as bodies hand them in, and as somebody sends them who means harm."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import typst

PDF, WORD, SHEET = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


def pdf(pages: Sequence[str], *, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF of pages, each in the words of Typst."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (pictures or {}).items():
            (Path(folder) / name).write_bytes(content)
        source = Path(folder) / "paper.typ"
        source.write_text("\n#pagebreak()\n".join(pages), "utf-8")
        return bytes(typst.compile(source))


def strategy(number: int = 40) -> bytes:
    """A strategy of so many pages; on each stands a sentence with its number."""
    return pdf(
        [
            f"= Chapter {page}\n\nThe board met in month {page}. Supervisors review every case "
            f"file within {page + 10} days, and record what they found.\n\nA second paragraph "
            f"of page {page} speaks of other things."
            for page in range(1, number + 1)
        ]
    )


def scanned(words: str) -> bytes:
    """A PDF that holds a picture of words and no text."""
    drawn = typst.compile(
        f"#set page(width: 16cm, height: 6cm)\n#set text(size: 24pt)\n{words}".encode(),
        format="png",
        ppi=200,
    )
    return pdf(['#image("scan.png")'], pictures={"scan.png": bytes(drawn)})


def objects(*bodies: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first its root."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        trailer,
        begin,
    )
    return bytes(out)


def stream(head: bytes, content: bytes) -> bytes:
    """A stream object, its content as given."""
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (head, len(content), content)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def lines(*texts: str) -> bytes:
    """A PDF of one page with lines of text, each where it stands."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    drawn = b" ".join(b"(%b) Tj T*" % one.encode("ascii") for one in texts)
    return objects(
        _CATALOG, _PAGES, page, stream(b"", b"BT /F 12 Tf 50 700 Td 14 TL %b ET" % drawn)
    )


def locked() -> bytes:
    """A PDF that a password protects."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
    code = b"<" + b"00" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %b /U %b /P -4 >> /ID [<00><00>]"
    return objects(_CATALOG, _PAGES, page, trailer=lock % (code, code))


def blank() -> bytes:
    """A PDF of one page on which nothing stands."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
    return objects(_CATALOG, _PAGES, page)


def words_bomb(size: int = 3_000_000_000) -> bytes:
    """A PDF whose page inflates to so many bytes, packed twice."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>"
    head = b"/Filter [/FlateDecode /FlateDecode]"
    return objects(_CATALOG, _PAGES, page, stream(head, _packed(_packed_zeros(size))))


def picture_bomb(side: int = 60_000) -> bytes:
    """A PDF that shows a picture of so many pixels a side."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
        b"/Resources << /XObject << /P 5 0 R >> >> >>"
    )
    head = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter [/FlateDecode /FlateDecode]"
    ) % (side, side)
    drawn = stream(b"", b"q 200 0 0 200 0 0 cm /P Do Q")
    return objects(_CATALOG, _PAGES, page, drawn, stream(head, _packed(_packed_zeros(side**2))))


def png_bomb(side: int = 40_000) -> bytes:
    """A picture of so many pixels a side, in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = _packed_zeros(side * (side * 3 + 1) // 16)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


_PIECE = 16 * 1024 * 1024


def _packed(content: bytes) -> bytes:
    return zlib.compress(content, 9)


def _packed_zeros(size: int) -> bytes:
    """So many zeros, packed: gigabytes of them in no time, since each piece but the last is packed
    alike, and knows nothing of the one before.
    """
    whole, rest = divmod(size, _PIECE)
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece = packing.compress(bytes(_PIECE)) + packing.flush(zlib.Z_FULL_FLUSH)
    last = packing.compress(bytes(rest)) + packing.flush()
    # What is packed begins with these two bytes and ends with Adler's sum, which of zeros is this.
    return b"\x78\xda" + piece * whole + last + struct.pack(">HH", size % 65_521, 1)


def word(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file of paragraphs, a table behind them."""
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for cells, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def sheet(
    tables: Mapping[str, Sequence[Sequence[object]]], *, number_format: str = "General"
) -> bytes:
    """An Excel file of sheets, their first cells of a format."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        one = book.create_sheet(name)
        for row in rows:
            one.append(list(row))
        if number_format != "General":
            one["A1"].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def footnoted(office: bytes, *texts: str) -> bytes:
    """A Word file with footnotes, behind the line that parts them from the text."""
    main = "http://schemas.openxmlformats.org"
    notes = "".join(
        f'<w:footnote w:id="{number}" w:type="{"normal" if number else "separator"}">'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
        for number, text in enumerate(("-", *texts))
    )
    part = f'<w:footnotes xmlns:w="{main}/wordprocessingml/2006/main">{notes}</w:footnotes>'
    related = (
        f'<Relationship Id="rNotes" Target="footnotes.xml" '
        f'Type="{main}/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    typed = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    office = with_part(office, "word/footnotes.xml", part.encode())
    office = changed(office, "word/_rels/document.xml.rels", b"</Relationships>", related.encode())
    return changed(office, "[Content_Types].xml", b"</Types>", typed.encode())


def changed(office: bytes, name: str, before: bytes, after: bytes) -> bytes:
    """An office file with some bytes of one part in the place of others."""
    with zipfile.ZipFile(io.BytesIO(office)) as packed:
        return with_part(office, name, packed.read(name).replace(before, after))


def with_part(office: bytes, name: str, content: bytes, *, level: int = 9) -> bytes:
    """An office file with one part replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(office)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as after,
    ):
        for member in before.infolist():
            if member.filename != name:
                after.writestr(member.filename, before.read(member))
        after.writestr(name, content)
    return out.getvalue()
