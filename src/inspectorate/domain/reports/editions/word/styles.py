"""The styles of a Word file, by the names that Word and our own reader know, in our colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspectstats.drawing.tokens import COLOUR

from .markup import value
from .package import NAMES

# What every machine has: typefaces of ours are in no file that others go on writing in.
READING, FACE = "Georgia", "Arial"
BULLETS, NUMBERS = 1, 2


@dataclass(frozen=True, slots=True)
class Style:
    """One style of paragraphs, or of runs where ``of`` is ``character``.

    ``name`` as Word shows it; ``lines`` are properties of its paragraphs, ``letters`` of its words;
    ``based`` and ``after`` are the ids of the style it builds on and of the paragraph that follows.
    """

    name: str
    lines: str = ""
    letters: str = ""
    based: str = "Normal"
    after: str = ""
    of: str = "paragraph"

    @property
    def id(self) -> str:
        """The name as the text of a file gives it."""
        return "".join(part[:1].upper() + part[1:] for part in self.name.split())


def _hex(name: str) -> str:
    return COLOUR[name].removeprefix("#").upper()


def _colour(name: str) -> str:
    return f'<w:color w:val="{_hex(name)}"/>'


def _face(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _space(above: int, below: int) -> str:
    return f'<w:spacing w:before="{above * 20}" w:after="{below * 20}"/>'


def _shade(name: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(name)}"/>'


def _beside(name: str, size: int = 16) -> str:
    colour = _hex(name)
    line = f'<w:left w:val="single" w:sz="{size}" w:space="8" w:color="{colour}"/>'
    return f"<w:pBdr>{line}</w:pBdr>"


def _headings() -> Iterator[Style]:
    for level, (points, above) in enumerate(
        ((19, 26), (14, 20), (11.5, 15), (10.5, 12), (10.5, 12)), 1
    ):
        ink = _colour("accent" if level == 1 else "ink")
        yield Style(
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/>{_space(above, 8)}<w:outlineLvl w:val="{level - 1}"/>',
            f"{_face(FACE)}<w:b/>{ink}{_size(points)}",
            after="Normal",
        )


def _listed(name: str, number: int) -> Style:
    numbered = f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'
    return Style(name, f"{numbered}{_space(0, 4)}")


_SANS = _face(FACE)
_ASKED = f"{_beside('accent', 24)}{_shade('quiet')}"
_HEAD = f"{_SANS}{_colour('soft')}{_size(8)}"
STYLES = (
    *_headings(),
    Style("Title", f"<w:keepNext/>{_space(0, 8)}", f"{_SANS}<w:b/>{_size(26)}", after="Normal"),
    Style("Subtitle", _space(0, 8), f"{_SANS}{_colour('soft')}{_size(14)}", after="Normal"),
    Style("Front Matter", _space(0, 6), f"{_SANS}{_size(10)}"),
    Style("Notice", f"{_beside('ink')}{_space(8, 8)}", f"{_SANS}<w:b/>{_size(10)}"),
    Style("TOC Heading", f"<w:keepNext/>{_space(0, 10)}", f"{_SANS}<w:b/>{_size(14)}"),
    Style("toc 1", _space(8, 2), f"{_SANS}<w:b/>{_size(10)}"),
    Style("toc 2", f'{_space(0, 2)}<w:ind w:left="240"/>', f"{_SANS}{_size(10)}"),
    _listed("List Bullet", BULLETS),
    _listed("List Number", NUMBERS),
    Style("Quote", f'{_space(6, 6)}<w:ind w:left="480" w:right="480"/>', "<w:i/>"),
    Style("Attribution", f'{_space(0, 10)}<w:ind w:left="480"/>', f"{_SANS}{_size(9)}"),
    Style("Note", f"{_beside('rule')}{_space(4, 8)}", _size(9.5)),
    Style(
        "Recommendation Number",
        f"<w:keepNext/>{_ASKED}{_space(14, 0)}",
        f"{_SANS}<w:b/>{_colour('accent')}",
        after="Recommendation",
    ),
    Style("Recommendation", f"<w:keepLines/>{_ASKED}{_space(0, 0)}"),
    Style("caption", f"<w:keepNext/>{_space(12, 6)}", f"{_SANS}<w:b/>{_size(9)}"),
    Style("Picture", f"<w:keepLines/>{_space(0, 8)}"),
    Style("Table Text", _space(2, 2), f"{_SANS}{_size(9)}"),
    Style("Table Head", f"<w:keepNext/>{_space(2, 2)}", f"{_SANS}<w:b/>{_size(9)}"),
    Style("After Table", _space(0, 0), _size(6)),
    Style("header", _space(0, 2), _HEAD),
    Style("footer", _space(0, 0), _HEAD),
    Style("footnote text", _space(0, 2), f"{_SANS}{_size(8.5)}"),
    Style("annotation text", _space(0, 0), f"{_SANS}{_size(9)}"),
    Style("Strong", letters="<w:b/>", of="character", based=""),
    Style(
        "footnote reference",
        letters=f'{_colour("accent")}<w:vertAlign w:val="superscript"/>',
        of="character",
        based="",
    ),
    Style("annotation reference", letters=_size(8), of="character", based=""),
    Style(
        "Hyperlink", letters=f'{_colour("accent")}<w:u w:val="single"/>', of="character", based=""
    ),
    Style("Removed", letters=f"{_colour('soft')}{_shade('quiet')}", of="character", based=""),
    Style("Redactable", letters=_shade("mark"), of="character", based=""),
)


def styles(language: str) -> str:
    """Return the part with every style; the text is in ``language`` (``en-GB``)."""
    spoken = f'<w:lang w:val="{value(language)}" w:eastAsia="{value(language)}"/>'
    letters = f"{_face(READING)}{_colour('ink')}{_size(10.5)}{spoken}"
    rule = _hex("rule")
    return (
        f"<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{letters}</w:rPr></w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="288" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Facts"><w:name w:val="Facts"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{rule}"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        f"{''.join(map(_markup, STYLES))}</w:styles>"
    )


def _markup(style: Style) -> str:
    based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    after = f'<w:next w:val="{style.after}"/>' if style.after else ""
    lines = f"<w:pPr>{style.lines}</w:pPr>" if style.lines else ""
    letters = f"<w:rPr>{style.letters}</w:rPr>" if style.letters else ""
    return (
        f'<w:style w:type="{style.of}" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f"{based}{after}<w:qFormat/>{lines}{letters}</w:style>"
    )


def numbering(lists: int) -> str:
    """Return the part that numbers lists: bullets, numbers, and each ordered list from 1."""
    levels = (
        (BULLETS, "bullet", "•"),
        (NUMBERS, "decimal", "%1."),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/><w:pPr>'
        '<w:ind w:left="480" w:hanging="280"/></w:pPr></w:lvl>'
        "</w:abstractNum>"
        for number, form, sign in levels
    )
    named = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number, _, _ in levels
    )
    each = "".join(
        f'<w:num w:numId="{NUMBERS + place}"><w:abstractNumId w:val="{NUMBERS}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for place in range(1, lists + 1)
    )
    return f"<w:numbering {NAMES}>{abstract}{named}{each}</w:numbering>"


def settings(language: str) -> str:
    """Return the part that says how the file is read: no track of who changed what when."""
    return (
        f'<w:settings {NAMES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{value(language)}"/></w:settings>'
    )
