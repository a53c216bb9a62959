"""Reads built pages: ids, links and visible text, with the standard library's parser."""

from html.parser import HTMLParser
from pathlib import Path

BLOCKS = {"dt", "dd", "td", "th", "li", "p", "div", "h1", "h2", "h3", "caption", "summary"}
VOID = {"meta", "link", "img", "br", "input", "hr"}


class Page(HTMLParser):
    """What a test asks of a page: its ids, the addresses it names, its words, and whether its tags
    close in order.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
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
            self.words.append(" ")
        if tag not in VOID:
            self.open.append(tag)
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

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.disorder.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """The words of the page, spaces made single."""
        return " ".join("".join(self.words).split())
