"""The look comes from one file of tokens, and the templates can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from inspectorate.interfaces.cli.draw_docs import look
from inspectorate.interfaces.public.rendering import environment
from inspectstats.drawing.tokens import TOKENS

SOURCE = Path(__file__).resolve().parents[2] / "src"
DOORS = SOURCE / "inspectorate/interfaces"
SHOWN = (".py", ".css", ".html", ".svg", ".typ", ".js")
COLOUR = re.compile(r"""#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![\w-])|\b(?:rgb|hsl)a?\([ \d]""", re.I)
DRAWN = set(look())
LONGEST, MEAN = 140, 50


def ours(path: Path) -> bool:
    """Whether we wrote the file: neither vendored nor drawn from the tokens."""
    return path.suffix in SHOWN and "vendor" not in path.parts and path not in DRAWN


def templates() -> list[Path]:
    return sorted(path for path in DOORS.glob("*/templates/**/*") if path.is_file())


def colours(text: str) -> list[str]:
    """The colours a text writes out; an address ("#main") and an entity ("&#39;") are none."""
    without = re.sub(r"""(?:href|action)=["'][^"']*["']|&#\w+;""", "", text)
    return COLOUR.findall(without)


def test_no_file_but_the_tokens_writes_out_a_colour() -> None:
    found = {
        str(path.relative_to(SOURCE)): written
        for path in SOURCE.rglob("*")
        if ours(path) and (written := colours(path.read_text("utf-8")))
    }
    assert found == {}


def test_a_colour_written_out_is_seen() -> None:
    assert len(colours("a { color: #0b5563; border: 1px solid #FFF; background: rgb(1 2 3) }")) == 3
    assert colours('<a href="#abc">&#39; {#claim} rgb(tokens.colour.ink)</a>') == []


@pytest.mark.parametrize("path", sorted(DRAWN), ids=lambda path: path.name)
def test_generated_file_of_the_look_is_current(path: Path) -> None:
    assert path.read_text("utf-8") == look()[path], "run ./run docs"


def test_every_token_of_colour_is_used() -> None:
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*") if ours(path))
    unused = [
        name
        for name in TOKENS["colour"]
        if not re.search(rf"""--{name}\)|["'.]{name}\b|colour\.{name}\b""", text)
        and not re.fullmatch(r"g[1-6]", name)
    ]
    assert unused == []


def test_templates_are_no_wider_than_a_reader_can_see() -> None:
    lines = [
        (path, place, line)
        for path in templates()
        for place, line in enumerate(path.read_text("utf-8").splitlines(), 1)
    ]
    assert [
        f"{path.relative_to(DOORS)}:{place}" for path, place, line in lines if len(line) > LONGEST
    ] == []
    assert sum(len(line) for *_, line in lines) / len(lines) <= MEAN


def test_no_template_breaks_a_line_inside_text_that_keeps_its_white_space() -> None:
    kept = re.compile(r"<(pre|textarea)\b[^>]*>(.*?)</\1>", re.S)
    assert [
        path.name
        for path in templates()
        if any("\n" in match[2] for match in kept.finditer(path.read_text("utf-8")))
    ] == []


def test_template_keeps_its_lines_and_loses_its_indentation() -> None:
    template = "<ul>\n    <li>one</li>\n\n  <li>\n    two</li>\n</ul>"
    bare = "<ul>\n<li>one</li>\n<li>\ntwo</li>\n</ul>"
    assert environment().from_string(template).render() == bare
    page = get_template("inspectorate/components/crumbs.html").template.source
    assert "<li>" in page
    assert [line for line in page.splitlines() if line.startswith(" ")] == []
