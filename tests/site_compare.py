"""Two built public sites side by side: letters, addresses and attributes of every page with white
space taken out, style sheets by rules, PDFs by the text of each page, data by value, sizes.

    python -m tests.site_compare BEFORE AFTER [--bytes]

Prints every difference on a line of its own and returns 1 when there is one. ``--bytes`` asks for
the same bytes instead, for two runs of one commit.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2

GROWTH = 1.05  # no page may be more than 5 % larger
SHOWN = 12  # differences printed of one file; the rest are counted
# Where a browser puts no space between two elements unless the page holds one.
INLINE = re.compile("a|abbr|b|bdi|cite|code|data|em|i|img|mark|q|s|small|span|strong|sub|sup|time")


class _Page(HTMLParser):
    """The tags of a page in order, the letters between them, and the words a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes in the order of their names, white space in their values collapsed."""
        named = sorted((name, " ".join((value or "").split())) for name, value in attrs)
        self.parts.append(f"<{tag}{''.join(f' {name}={value!r}' for name, value in named)}>")
        self._edge(tag)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")
        self._edge(tag)

    def handle_data(self, data: str) -> None:
        """Runs of letters beside each other are one run: a comment may have parted them."""
        letters = "".join(data.split())
        if letters and self.parts and not self.parts[-1].startswith("<"):
            self.parts[-1] += letters
        elif letters:
            self.parts.append(letters.replace("<", "&lt;"))
        self.words.append(data)

    def _edge(self, tag: str) -> None:
        if not INLINE.fullmatch(tag):
            self.words.append(" ")


def page(path: Path) -> list[str]:
    """Parts of an HTML, SVG or XML file: its tags and the letters between, without white space.

    Last come the words as a browser parts them, since letters alone would miss a space that a
    formatter put between a link and the full stop behind it.
    """
    reader = _Page()
    reader.feed(path.read_text("utf-8"))
    reader.close()
    return reader.parts + [f"word {word}" for word in "".join(reader.words).split()]


def rules(path: Path) -> list[str]:
    """Rules of a style sheet in order, each with the at-rules round it and one declaration."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    return list(_rules(text, ""))


def _rules(text: str, around: str) -> Iterator[str]:
    position = 0
    while match := re.compile(r"[{;]").search(text, position):
        head = _tight(text[position : match.start()])
        if match.group() == ";":  # @import and the like
            yield f"{around}{head};"
            position = match.end()
            continue
        end = _closing(text, match.end())
        body = text[match.end() : end - 1]
        if "{" in body:
            yield from _rules(body, f"{around}{head} > ")
        else:
            # Split outside brackets and quotes: a data address holds semicolons.
            for found in re.findall(r"(?:\([^)]*\)|\"[^\"]*\"|'[^']*'|[^;])+", body):
                if declaration := _tight(found):
                    yield f"{around}{head} {{ {declaration} }}"
        position = end


def _closing(text: str, position: int) -> int:
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        position += 1
    return position


def _tight(text: str) -> str:
    return re.sub(r"\s*([:,>~+()])\s*", r"\1", " ".join(text.split()))


def printed(path: Path) -> list[str]:
    """Words of a PDF, page by page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [
            f"page {number} {word}"
            for number, sheet in enumerate(document, 1)
            for word in sheet.get_textpage().get_text_range().split()
        ]
    finally:
        document.close()


def values(path: Path) -> list[str]:
    """Leaves of a JSON file, each with the way to it."""
    data = json.loads(path.read_text("utf-8"))
    if path.name == "manifest.json":
        # The manifest holds a digest of each page, of each release and of the builder: any white
        # space would be counted there again.
        data["files"], data["signed"] = sorted(data["files"]), sorted(data.get("signed", ()))
        data.pop("state", None)
    if path.name == "contents.json":
        data["files"] = sorted(data["files"])
    return list(_leaves(data, "$"))


def _leaves(value: Any, way: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key in sorted(value):
            yield from _leaves(value[key], f"{way}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{way}[{number}]")
    else:
        yield f"{way} = {json.dumps(value, ensure_ascii=False)}"


def lines(path: Path) -> list[str]:
    """Lines of a text file."""
    return path.read_text("utf-8").splitlines()


READERS: dict[str, Callable[[Path], list[str]]] = {
    ".html": page,
    ".xml": page,
    ".svg": page,
    ".css": rules,
    ".pdf": printed,
    ".json": values,
    ".jsonld": values,
    ".csv": lines,
    ".txt": lines,
    ".map": lines,
}


def differences(before: Path, after: Path, *, same_bytes: bool = False) -> list[str]:
    """Every difference of two sites, a line each: files, contents, growth past 5 %."""
    old, new = _files(before), _files(after)
    report = [f"{name}: only before" for name in sorted(old - new)]
    report += [f"{name}: only after" for name in sorted(new - old)]
    for name in sorted(old & new):
        was, now = before / name, after / name
        if was.read_bytes() == now.read_bytes():
            continue
        reader = READERS.get(was.suffix)
        apart = _apart(reader(was), reader(now)) if reader else ["other bytes"]
        if same_bytes and not apart:
            apart = ["other bytes, the same once read"]
        report += [f"{name}: {line}" for line in apart[:SHOWN]]
        if len(apart) > SHOWN:
            report.append(f"{name}: and {len(apart) - SHOWN} more")
        sizes = was.stat().st_size, now.stat().st_size
        if sizes[1] > sizes[0] * GROWTH:
            report.append(f"{name}: {sizes[0]} bytes before, {sizes[1]} after")
    return report


def _files(site: Path) -> set[str]:
    # A checkpoint is signed anew each time; nothing else of the site depends on it.
    return {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and not path.relative_to(site).as_posix().startswith("checkpoint")
    }


def _apart(was: list[str], now: list[str]) -> list[str]:
    if was == now:
        return []
    changes = difflib.unified_diff(was, now, lineterm="", n=0)
    return [line for line in changes if not line.startswith(("---", "+++", "@@"))]


def main(arguments: list[str]) -> int:
    """Print the differences of two sites; return 1 when there is one."""
    folders = [Path(word) for word in arguments if word != "--bytes"]
    if len(folders) != 2 or not all(folder.is_dir() for folder in folders):
        print("usage: python -m tests.site_compare BEFORE AFTER [--bytes]")
        return 2
    before, after = folders
    report = differences(before, after, same_bytes="--bytes" in arguments)
    print("\n".join(report))
    total = [sum(path.stat().st_size for path in site.rglob("*")) for site in folders]
    print(
        f"{len(_files(before))} files before, {len(_files(after))} after; "
        f"{total[0] / 1e6:.2f} MB before, {total[1] / 1e6:.2f} MB after; "
        f"{len(report)} differences"
    )
    return 1 if report else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
