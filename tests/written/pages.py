"""The pages of a public site as a reader and a link have them: words, links, anchors. Needs nothing
of the house, since old commits run it too.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path


class Page(HTMLParser):
    """Collects the words of a page, the addresses of its links, its pictures' text and its anchors.

    Style, script and white space are no part of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.skipping = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag says of itself."""
        self.skipping = tag in ("style", "script")
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if "id" in given:
            self.anchors.append(given["id"])
        self.words += [given[name] for name in ("alt", "aria-label", "title") if name in given]

    def handle_data(self, data: str) -> None:
        """Keep the words between tags."""
        if not self.skipping:
            self.words.append(data)


def read_page(html: str) -> dict[str, object]:
    """Return what one page holds."""
    page = Page()
    page.feed(html)
    return {
        "words": " ".join(" ".join(page.words).split()),
        "links": page.links,
        "anchors": page.anchors,
    }


def read_site(folder: Path) -> dict[str, dict[str, object]]:
    """Return what each page of a site holds, by its path; of other files the name alone."""
    return {
        path.relative_to(folder).as_posix(): read_page(path.read_text("utf-8"))
        if path.suffix == ".html"
        else {}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
