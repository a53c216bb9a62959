"""The parts of a Word file as one package: no author, no time of this machine, the same bytes
twice.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import quote, urlsplit

from .markup import literal, value

_OPEN = "http://schemas.openxmlformats.org"
RELATED = f"{_OPEN}/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{_OPEN}/wordprocessingml/2006/main" xmlns:r="{RELATED}" '
    f'xmlns:wp="{_OPEN}/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{_OPEN}/drawingml/2006/main" xmlns:pic="{_OPEN}/drawingml/2006/picture"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
# The format that Word asks a property of somebody's own to name.
_OWN_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
# The earliest moment that a package can name: it says nothing of when it was made.
_MOMENT = (1980, 1, 1, 0, 0, 0)
# What an address may hold beside letters and digits; anything else is written by its number.
_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"


@dataclass(slots=True)
class Relations:
    """What the text of a Word file leads to, each thing once: its parts, pictures, addresses."""

    rows: dict[tuple[str, str, bool], str] = field(default_factory=dict)
    pictures: dict[bytes, str] = field(default_factory=dict)

    def part(self, kind: str, target: str) -> str:
        """Return the id under which a part of the package is reached."""
        return self._id(kind, target, outside=False)

    def picture(self, content: bytes, ending: str = "png") -> str:
        """Return the id of a picture, which is kept once."""
        name = self.pictures.setdefault(content, f"media/picture-{len(self.pictures) + 1}.{ending}")
        return self.part("image", name)

    def address(self, link: str) -> str:
        """Return the id of an address; empty for one that Word would call the file broken for."""
        try:
            split = urlsplit(link)
            host = split.netloc
            if split.scheme in ("http", "https") and not split.hostname:
                return ""
            # A port that is none is refused when it is asked for.
            if split.port == 0 or quote(host, safe=_ADDRESS) != host:
                return ""
        except ValueError:
            return ""
        return self._id("hyperlink", quote(link, safe=_ADDRESS), outside=True)

    def markup(self) -> str:
        """Return the part that lists them."""
        rows = "".join(
            f'<Relationship Id="{name}" Type="{RELATED}/{kind}" Target="{value(target)}"'
            f"{' TargetMode="External"' if outside else ''}/>"
            for (kind, target, outside), name in self.rows.items()
        )
        return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{rows}</Relationships>'

    def _id(self, kind: str, target: str, *, outside: bool) -> str:
        return self.rows.setdefault((kind, target, outside), f"r{len(self.rows) + 1}")


def core(title: str, publisher: str, subject: str, language: str) -> str:
    """Return the properties of the file: the inspectorate made it, and nobody changed it."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{value(title)}</dc:title><dc:subject>{value(subject)}</dc:subject>"
        f"<dc:creator>{value(publisher)}</dc:creator><dc:language>{value(language)}</dc:language>"
        "</cp:coreProperties>"
    )


def own(name: str, said: str) -> str:
    """Return a property of our own, which whoever changes the file keeps."""
    return (
        f'<Properties xmlns="{_OPEN}/officeDocument/2006/custom-properties" '
        f'xmlns:vt="{_OPEN}/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{_OWN_FORMAT}" pid="2" name="{value(name)}">'
        f"<vt:lpwstr>{literal(said)}</vt:lpwstr></property></Properties>"
    )


def packed(
    parts: Mapping[str, str], properties: str, relations: Relations, origin: str = ""
) -> bytes:
    """Return the package; ``parts`` are those of the text, by the name of their kind, ``origin`` is
    the part with a property of our own, or empty.
    """
    files = {
        "[Content_Types].xml": _types(parts, relations, own=bool(origin)),
        "_rels/.rels": _first(own=bool(origin)),
        "docProps/core.xml": properties,
        **({"docProps/custom.xml": origin} if origin else {}),
        **{f"word/{name}.xml": content for name, content in parts.items()},
        "word/_rels/document.xml.rels": relations.markup(),
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in files.items():
            package.writestr(_entry(name), (_HEAD + content).encode("utf-8"))
        for picture, name in relations.pictures.items():
            package.writestr(_entry(f"word/{name}"), picture)
    return made.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Whatever machine made it.
    entry.create_system = 0
    return entry


def _types(parts: Mapping[str, str], relations: Relations, *, own: bool) -> str:
    kinds = {name: f"{_WORD}.{name.rstrip('1')}+xml" for name in parts}
    kinds["document"] = f"{_WORD}.document.main+xml"
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in kinds.items()
    )
    custom = f'<Override PartName="/docProps/custom.xml" ContentType="{_CUSTOM}"/>' if own else ""
    photographs = any(name.endswith(".jpg") for name in relations.pictures.values())
    jpeg = '<Default Extension="jpg" ContentType="image/jpeg"/>' if photographs else ""
    rows = f"{jpeg}{rows}"
    return (
        f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'{rows}<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>{custom}</Types>'
    )


def _first(*, own: bool) -> str:
    package = f"{_OPEN}/package/2006/relationships"
    custom = (
        f'<Relationship Id="r3" Type="{RELATED}/custom-properties" Target="docProps/custom.xml"/>'
        if own
        else ""
    )
    return (
        f'<Relationships xmlns="{package}">'
        f'<Relationship Id="r1" Type="{RELATED}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{package}/metadata/core-properties" '
        f'Target="docProps/core.xml"/>{custom}</Relationships>'
    )
