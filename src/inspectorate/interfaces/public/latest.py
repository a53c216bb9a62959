"""What is put into signed pages once a newer release is out, and the newest release again.

Nothing here changes a signed byte: words go into the two empty slots of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from . import slots
from .about import up
from .given import EarlierPage, given
from .rendering import environment
from .served import Served
from .unnamed import unnamed
from .wording import day, sentences

Make = Callable[[], bytes]
LATEST = "latest"
_IDS = re.compile(rb' id="([^"]*)"')


def own(one: Served, releases: Sequence[Served]) -> Iterator[tuple[str, Make]]:
    """Yield the files of a release in the folder of its number, the signed bytes.

    On each page of an earlier one it is said that a newer is out.
    """
    for path, make in one.files.items():
        if one is releases[-1] or not path.endswith(".html"):
            yield path, make
        else:
            yield path, partial(_superseded, path, one, releases)


def latest(releases: Sequence[Served]) -> Iterator[tuple[str, Make]]:
    """Yield the newest release again, and from earlier ones each file that it has no longer.

    On each page the ids that earlier ones had go on showing the words they were given for.
    """
    newest_first = list(reversed(releases))
    newest = newest_first[0]
    answers = unnamed(newest, newest_first[1:])
    for path in dict.fromkeys(path for one in newest_first for path in one.files):
        having = [one for one in newest_first if path in one.files]
        if having[0] is not newest and path in answers:
            yield path, answers[path]
            continue
        if path.endswith(".html"):
            yield path, partial(_latest, path, having, newest)
        else:
            yield path, having[0].files[path]


def said(one: Served) -> str:
    """Name the release in which something was said."""
    return f"Said in release {one.number}, {day(one.bundle.published_on)}"


def standing(
    page: bytes, head: str, words: str, links: Sequence[tuple[str, str]], where: str
) -> bytes:
    """Return a page with a banner at its top; ``links`` are ways with their words."""
    banner = environment().get_template("standing.html")
    told = banner.render(head=head, words=words, links=links)
    return slots.filled(page, slots.STANDING, told, where)


def with_given(page: bytes, earlier: Sequence[tuple[str, str, Make]], where: str) -> bytes:
    """Return a page that keeps the ids of ``earlier`` ones: where said, the way there, content."""
    known = set(_IDS.findall(page))
    lacking: list[EarlierPage] = []
    for where_said, href, make in earlier:
        content = make()
        # Read whole only where an id is missing: most pages of two releases have the same.
        if ids := set(_IDS.findall(content)) - known:
            known |= ids
            lacking.append(EarlierPage(where_said, href, content))
    told = given(page, lacking)
    return slots.filled(page, slots.GIVEN, told, where) if told else page


def _superseded(path: str, one: Served, releases: Sequence[Served]) -> bytes:
    newest = releases[-1]
    words = f"This is release {one.number}, {day(one.bundle.published_on)}."
    for each in releases:
        if each.out.corrects == one.number:
            on = day(each.bundle.published_on)
            words = sentences(words, f"It was corrected on {on}: {each.out.reason}")
    to, there = (
        ("The same page in", path) if path in newest.files else ("Overview of", "index.html")
    )
    link = f"{to} release {newest.number}, {day(newest.bundle.published_on)}"
    links = [(f"{up(path)}../{LATEST}/{there}", link)]
    return standing(one.files[path](), "A newer edition is out.", words, links, path)


def _latest(path: str, having: Sequence[Served], newest: Served) -> bytes:
    one, *others = having
    earlier = [
        (said(each), f"{up(path)}../{each.number}/{path}", each.files[path]) for each in others
    ]
    page = with_given(one.files[path](), earlier, path)
    if one is newest:
        return page
    words = (
        f"Release {newest.number}, {day(newest.bundle.published_on)}, has no such page. This is "
        f"the one of release {one.number}, {day(one.bundle.published_on)}."
    )
    links = [(f"{up(path)}index.html", f"Overview of release {newest.number}")]
    return standing(page, "A newer edition is out.", words, links, path)
