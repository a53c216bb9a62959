"""A picture from the bundle is printed into a page as it stands, so only the elements a drawing
needs are let through; an editor's own stands beside the page as a file.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from inspectorate.domain.publication.schema import Block

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {
    "svg",
    "g",
    "title",
    "desc",
    "rect",
    "path",
    "circle",
    "line",
    "text",
    "tspan",
    "defs",
    "pattern",
    "polyline",
}


def file_of(block: Block, where: str) -> str:
    """Return where an editor's own picture stands in the release's folder, by its digest.

    Raises ValueError, which names ``where``, for what is none that we make.
    """
    if not _DIGEST.fullmatch(block.file) or block.media_type not in _ENDINGS:
        raise ValueError(f"{where}: the picture {block.anchor!r} is no PNG or JPEG of ours")
    return f"pictures/{block.file}.{_ENDINGS[block.media_type]}"


def safe_svg(svg: str, where: str) -> str:
    """Return the SVG unchanged; raise ValueError for what could run, load or style.

    The error names ``where``.
    """
    # Entities, which could grow without end or read files, need a declaration.
    if "<!" in svg or "<?" in svg:
        raise ValueError(f"{where}: a picture may hold no declaration, comment or instruction")
    try:
        # Declarations, and so entities, were refused above.
        root = ET.fromstring(svg)  # nosec B314
    except ET.ParseError as error:
        raise ValueError(f"{where}: the picture is not well formed ({error})") from error
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _ELEMENTS:
            raise ValueError(f"{where}: a picture may not hold <{name}>")
        for key, value in element.attrib.items():
            # A fill may point at a pattern of the same picture, and nowhere else.
            loads = "url(" in value.lower() and not value.startswith("url(#")
            if (
                key.lower().startswith("on")
                or key.lower() in ("style", "class")
                or key.endswith("href")
                or loads
            ):
                raise ValueError(f"{where}: a picture may not hold the attribute {key}={value!r}")
    return svg
