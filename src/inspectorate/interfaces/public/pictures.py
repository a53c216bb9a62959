"""A picture from the bundle is printed into a page as it stands.

So only the elements a drawing needs are let through.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

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
