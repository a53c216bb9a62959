"""Reads built pages: ids, links and visible text, with the standard library's parser."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

BLOCKS = {"dt", "dd", "td", "th", "li", "p", "div", "h1", "h2", "h3", "caption", "summary"}
VOID = {"meta", "link", "img", "br", "input", "hr"}


class Page(HTMLParser):
    """What a test asks of a page: its ids, the addresses it names, its words, and whether its tags
    close in order. ``said`` holds, by id, the words within its element.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.named: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.disorder: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(path.read_text("utf-8"))
        self.disorder += [f"<{tag}> never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.handle_data(" ")
        if tag not in VOID:
            self.open.append(tag)
            self.named.append(dict(attrs).get("id") or "")
            self.said.setdefault(self.named[-1], "")
        for name, value in attrs:
            self.attributes.append((tag, name, value))
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.addresses.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()
            self.named.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.disorder.append(f"</{tag}> at {self.getpos()}")
        if self.named:
            self.named.pop()
        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for name in self.named:
            self.said[name] += data

    @property
    def text(self) -> str:
        """The words of the page, spaces made single."""
        return " ".join("".join(self.words).split())


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def broken_links(site: Path) -> list[str]:
    """Every link of a page or a style sheet that leads to no file, or to an id that is not there.

    Each page is read once.
    """
    broken, read = [], {path: Page(path) for path in site.rglob("*.html")}
    there = {path.resolve(): page for path, page in read.items()} | read
    for path, page in read.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (path.parent / parts.path).resolve() if parts.path else path
            if not target.is_relative_to(site.resolve()) or not target.is_file():
                broken.append(f"{path.relative_to(site)}: {address}")
            elif parts.fragment and parts.fragment not in there[target].ids:
                broken.append(f"{path.relative_to(site)}: {address} has no such id")
    for sheet in site.rglob("*.css"):
        addresses = re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8"))
        missing = [name for name in addresses if not (sheet.parent / name).is_file()]
        broken += [f"{sheet.relative_to(site)}: {name}" for name in missing]
    return broken


def single(text: str) -> str:
    """Words with single spaces."""
    return " ".join(text.split())
