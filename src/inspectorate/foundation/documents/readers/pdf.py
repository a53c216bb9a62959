"""The text of a PDF by page, and a page of it as a picture: by PDFium."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import IO

import pypdfium2
from pypdfium2 import raw
from pypdfium2.version import PDFIUM_INFO, PYPDFIUM_INFO

from ..places import Page
from ..reasons import DocumentReason
from .bounds import PAGES, Counted, Unread, plain

METHOD = f"pdf-text 2, pypdfium2 {PYPDFIUM_INFO}, PDFium {PDFIUM_INFO}"
# Of the longer side of a page as a picture. A page may say that it is miles wide.
# Pixels of one picture, pictures of one page.
PIXELS, PICTURES = 200_000_000, 5_000
# PDFium writes the first two for the hyphen that ends a line, and no line end; others set a soft
# one there. Whether the hyphen is the word's own, only a reader can tell.
_LINE_HYPHEN = re.compile("[\x02\ufffe]\r?\n?|\u00ad\r?\n")
LONGER_SIDE = {"shown": 1_400, "read": 2_600, "copied": 1_600}


def pages(stream: IO[bytes]) -> Iterator[Page]:
    """Each page as one part; a page without text is there, and empty."""
    with closing(_opened(stream)) as document:
        if len(document) > PAGES:
            raise Unread(DocumentReason.TOO_MUCH_TEXT)
        counted = Counted()
        for number in range(1, len(document) + 1):
            text = _text(document, number)
            yield Page(f"page {number}", (counted.part(f"page-{number}", text),))


def picture(stream: IO[bytes], number: int, *, use: str) -> bytes:
    """A page as a PNG in shades of grey and colour: its pixels and nothing that the file says of
    itself. ``use`` is "shown" or "read".
    """
    with closing(_opened(stream)) as document:
        if not 0 < number <= len(document):
            raise Unread(DocumentReason.DAMAGED)
        page = document[number - 1]
        _refuse_large_pictures(page)
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise Unread(DocumentReason.DAMAGED)
        scale = LONGER_SIDE[use] / max(width, height)
        bitmap = page.render(
            scale=scale, rev_byteorder=True, force_bitmap_format=raw.FPDFBitmap_BGR
        )
        return drawn_png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def _refuse_large_pictures(page: pypdfium2.PdfPage) -> None:
    """Refuse a page with a picture of more pixels than a scanner makes, before any is drawn."""
    for number, one in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
        width, height = one.get_px_size()
        if width * height > PIXELS or number > PICTURES:
            raise Unread(DocumentReason.TOO_MANY_PIXELS)


def _opened(stream: IO[bytes]) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError as fault:
        locked = fault.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Unread(DocumentReason.ENCRYPTED if locked else DocumentReason.DAMAGED) from fault


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number - 1]
        with closing(page.get_textpage()) as found:
            return plain(_LINE_HYPHEN.sub("-\n", found.get_text_range()))
    except pypdfium2.PdfiumError:
        # One page that cannot be read takes none of the others away.
        return ""


def drawn_png(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    """RGB rows as a PNG, with the three chunks that every picture has and no more."""
    rows = b"".join(
        b"\x00" + pixels[line * stride : line * stride + width * 3] for line in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return png([(b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")])


def png(chunks: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A PNG of these chunks, each its kind and its bytes."""
    made = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"".join([b"\x89PNG\r\n\x1a\n", *made])
