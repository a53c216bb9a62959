"""The same picture goes into the PDF: Typst takes each one, with our faces only, under PDF/UA-1."""

from pathlib import Path

import typst

from tests.foundation.drawing.test_pictures import DRAWINGS

FACES = Path(__file__).resolve().parents[3] / "src/inspectorate/foundation/typefaces"


def test_every_picture_compiles_into_a_tagged_pdf(tmp_path: Path) -> None:
    lines = [
        '#set document(title: "Pictures")',
        '#set text(font: "Atkinson Hyperlegible Next", lang: "en")',
    ]
    for name, draw in DRAWINGS.items():
        (tmp_path / f"{name}.svg").write_text(draw(name).svg, "utf-8")
        lines.append(f'#image("{name}.svg", width: 100%, alt: "{name}")')
    (tmp_path / "all.typ").write_text("\n".join(lines), "utf-8")
    pdf = typst.compile(
        str(tmp_path / "all.typ"),
        font_paths=[str(FACES)],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    assert pdf.startswith(b"%PDF-")
    assert b"AtkinsonHyperlegibleNext" in pdf
