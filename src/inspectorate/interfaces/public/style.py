"""The style sheet, the mark and the typefaces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inspectstats.drawing.tokens import custom_properties

HERE = Path(__file__).parent
FACES = HERE.parents[1] / "foundation" / "typefaces"


def style(notice: str, type_at: str) -> dict[str, bytes]:
    """Return the style sheet and the mark; ``type_at`` is the way from them to the typefaces."""
    # It stands in a CSS string and a comment, neither of which it may close.
    said = notice.replace("\\", "").replace('"', "'").replace("*/", "")
    sheet = (HERE / "assets" / "site.css").read_text("utf-8")
    css = custom_properties() + sheet.replace('url("type/', f'url("{type_at}')
    if said:
        css = (
            f'/* {said} */\n{css}@media print {{ @page {{ @bottom-left {{ content: "{said}"; '
            f"}} }} }}\n"
        )
    mark = (HERE / "assets" / "mark.svg").read_text("utf-8")
    if said:
        mark = mark.replace(">", f"><!-- {said.replace('--', '- -')} -->", 1)
    return {"assets/site.css": css.encode(), "assets/mark.svg": mark.encode()}


def faces(notice: str) -> Iterator[tuple[str, bytes]]:
    """Yield the typefaces that all releases share, with their licences."""
    for face in sorted(FACES.glob("*.woff2")):
        yield f"assets/type/{face.name}", face.read_bytes()
    note = f"\n\n{notice}\n" if notice else ""
    for licence in sorted(FACES.glob("OFL-*.txt")):
        yield f"assets/type/{licence.name}", (licence.read_text("utf-8") + note).encode()
