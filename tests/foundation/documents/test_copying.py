"""The copy of a picture that is shown: nothing its file says of itself, and no file that cannot be
drawn.
"""

from __future__ import annotations

import io
import json
import tempfile
import zlib

import pypdfium2
import pytest

from inspectorate.foundation.documents.copying import picture_copy
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.documents.readers import pixels
from inspectorate.foundation.documents.readers.bounds import Unread
from inspectorate.foundation.documents.reasons import DocumentReason
from tests.factories.picturing import GPS, chunk, jpeg, png

PNG, JPEG = "image/png", "image/jpeg"
DARK, LIGHT, MIDDLE = 40, 200, 120
# Dark above and left, light right, the middle below: no way to turn it gives the same.
SQUARES = ((DARK, LIGHT, LIGHT), (MIDDLE, MIDDLE, MIDDLE))
# How Exif says that it lies, and the squares of it upright, row by row.
TURNED = {
    2: ((LIGHT, LIGHT, DARK), (MIDDLE,) * 3),
    3: ((MIDDLE,) * 3, (LIGHT, LIGHT, DARK)),
    4: ((MIDDLE,) * 3, (DARK, LIGHT, LIGHT)),
    5: ((DARK, MIDDLE), (LIGHT, MIDDLE), (LIGHT, MIDDLE)),
    6: ((MIDDLE, DARK), (MIDDLE, LIGHT), (MIDDLE, LIGHT)),
    7: ((MIDDLE, LIGHT), (MIDDLE, LIGHT), (MIDDLE, DARK)),
    8: ((LIGHT, MIDDLE), (LIGHT, MIDDLE), (DARK, MIDDLE)),
}


def copied(content: bytes, media_type: str) -> tuple[dict[str, object], bytes]:
    head, _, made = pixels.copy(io.BytesIO(content), media_type).partition(b"\n")
    return json.loads(head), made


def refused(content: bytes, media_type: str) -> DocumentReason:
    with pytest.raises(Unread) as fault:
        copied(content, media_type)
    return fault.value.reason


@pytest.mark.parametrize(("content", "kind"), [(png(), PNG), (jpeg(), JPEG)])
def test_copy_has_the_pixels_and_nothing_that_the_camera_said(content: bytes, kind: str) -> None:
    behind = content + b"a second picture " + GPS
    told, made = copied(behind, kind)
    assert GPS in content
    assert GPS not in made
    assert told["media_type"] == kind
    assert copied(made, kind)[1] == made


def test_copy_is_made_in_a_process_under_limits() -> None:
    with tempfile.TemporaryFile() as stream:
        stream.write(png(9, 7))
        stream.seek(0)
        made = picture_copy(stream, PNG)
        assert (made.media_type, made.width, made.height) == (PNG, 9, 7)
    with tempfile.TemporaryFile() as stream:
        stream.write(png()[:-30])
        stream.seek(0)
        with pytest.raises(Failed) as failure:
            picture_copy(stream, PNG)
    assert failure.value.reason is DocumentReason.DAMAGED


@pytest.mark.parametrize("turned", TURNED)
def test_photograph_that_its_camera_stored_turned_stands_upright(turned: int) -> None:
    told, made = copied(jpeg(SQUARES, turned), JPEG)
    wanted = TURNED[turned]
    assert told == {"media_type": PNG, "width": 8 * len(wanted[0]), "height": 8 * len(wanted)}
    rows = drawn(made, 8 * len(wanted[0]))
    seen = tuple(
        tuple(rows[8 * y + 4][8 * x + 4] for x in range(len(wanted[0]))) for y in range(len(wanted))
    )
    both = zip(sum(seen, ()), sum(wanted, ()), strict=True)
    assert all(abs(one - other) < 12 for one, other in both), seen


def drawn(content: bytes, width: int) -> list[list[int]]:
    """The red of each pixel of one of our PNGs, row by row."""
    packed = content[content.index(b"IDAT") + 4 : content.index(b"IEND") - 8]
    rows = zlib.decompress(packed)
    size = width * 3 + 1
    return [list(rows[at + 1 : at + size : 3]) for at in range(0, len(rows), size)]


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (jpeg()[:-2], JPEG, DocumentReason.DAMAGED),
        (jpeg()[:60], JPEG, DocumentReason.DAMAGED),
        (jpeg().replace(b"\xff\xc0", b"\xff\xc3"), JPEG, DocumentReason.DAMAGED),
        (b"\xff\xd8\xff\xd9", JPEG, DocumentReason.DAMAGED),
        (png()[:-20], PNG, DocumentReason.DAMAGED),
        (png(rows=bytes(40)), PNG, DocumentReason.DAMAGED),
        (png(rows=b"\x09" + bytes(60 * 3 * 40 + 39)), PNG, DocumentReason.DAMAGED),
        (png().replace(GPS, GPS[::-1]), PNG, DocumentReason.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), PNG, DocumentReason.DAMAGED),
        (b"<svg/>", PNG, DocumentReason.DAMAGED),
        (png(more=[(b"acTL", bytes(8))]), PNG, DocumentReason.PICTURE_MOVES),
        (png(6_000, 6_000, rows=b""), PNG, DocumentReason.TOO_MANY_PIXELS),
    ],
)
def test_what_nobody_could_draw_is_refused(content: bytes, kind: str, why: DocumentReason) -> None:
    assert refused(content, kind) is why


def test_each_copy_is_read_by_another_library() -> None:
    document = pypdfium2.PdfDocument.new()
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(copied(jpeg(), JPEG)[1]), inline=True)
    assert image.get_px_size() == (16, 16)
