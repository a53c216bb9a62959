"""A release that is out, as its files are read: signed and kept, or of the first format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from inspectorate.domain.publication import schema_one
from inspectorate.domain.publication.published import OutRelease
from inspectorate.domain.publication.register_schema import RegisterData
from inspectorate.domain.publication.schema import (
    FIRST_MANIFEST,
    MANIFEST,
    SCHEMA,
    Bundle,
    EditionData,
    bundle_of,
)

from .about import About, about, stems
from .kept import Kept
from .release_pages import Pages


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document as a feed tells of it."""

    slug: str
    edition: int
    path: str
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class FirstFormat:
    """What a release of the first format has beside its files: its register, and its texts."""

    register: RegisterData
    as_of: str
    pages: Pages
    kept: Kept

    def numbered(self, bundle: Bundle, base_url: str) -> Pages:
        """Return its pages with the anchors that sentences had then."""
        texts, pdfs = _texts(self.kept, bundle)
        return Pages(bundle, texts, pdfs, numbered=True, base_url=base_url, first=True)


@dataclass(frozen=True, slots=True)
class Served:
    """A release with what lies in its folder, each file read or made when it is asked for."""

    out: OutRelease
    about: About
    bundle: Bundle
    files: Mapping[str, Callable[[], bytes]]
    kept: Kept
    first: FirstFormat | None

    @property
    def number(self) -> int:
        """Return its number within its inspection."""
        return self.out.number

    def papers(self) -> Iterator[PublishedDocument]:
        """Yield its documents."""
        paths = stems(self.bundle)
        for info in self.bundle.documents:
            subtitle = self.kept.json(f"documents/{info.slug}.json")["subtitle"]
            path = f"{paths[info.slug]}.html"
            yield PublishedDocument(info.slug, info.edition_number, path, info.title, subtitle)


def served(release: OutRelease, root: Path, base_url: str) -> Served:
    """Read a release that is out; raise ValueError naming a file that is not what it was."""
    folder = root / release.folder
    if release.signed:
        kept = Kept(folder, release.digest)
        data = kept.json("bundle.json")
        if data.get("schema") != SCHEMA:
            raise ValueError(
                f"{folder / 'bundle.json'}: schema is {data.get('schema')!r}, this builder reads "
                f"{SCHEMA!r}"
            )
        bundle = bundle_of(data)
        files = {path: partial(kept.read, path) for path in (*kept.digests, MANIFEST)}
        return Served(release, about(bundle, base_url), bundle, files, kept, None)
    kept = Kept(folder, release.digest, FIRST_MANIFEST)
    # Read for its digest: the reader below opens the file by itself.
    kept.read("bundle.json")
    read = schema_one.read(folder)
    texts, pdfs = _texts(kept, read.bundle)
    pages = Pages(read.bundle, texts, pdfs, base_url=base_url, first=True)
    first = FirstFormat(read.register, _as_of(read), pages, kept)
    return Served(release, pages.about, read.bundle, dict(pages.files()), kept, first)


def _as_of(read: schema_one.FirstBundle) -> str:
    """Return the day that a register of the first format is as of, which nobody wrote down.

    It is the first on which all that it says was so.
    """
    to = [one for made in read.register.recommendations for one in made.addressees]
    days = [read.published_at[:10], *(one.responded_on[:10] for one in to)]
    days += [line.on[:10] for one in to for line in one.history]
    days += [_after(one.due_on) for one in to if one.state == "overdue"]
    days += [_after(one.reply_by) for one in to if one.state == "reply overdue"]
    return max(days)


def _after(day: str) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=1)).isoformat() if day else ""


class _Pdfs(Mapping[str, bytes]):
    """The PDFs of a release, each read when it is asked for."""

    def __init__(self, kept: Kept, bundle: Bundle) -> None:
        self._kept = kept
        self._slugs = [info.slug for info in bundle.documents if info.pdf]

    def __getitem__(self, slug: str) -> bytes:
        return self._kept.read(f"documents/{slug}.pdf")

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)


def _texts(kept: Kept, bundle: Bundle) -> tuple[dict[str, EditionData], Mapping[str, bytes]]:
    texts = {
        info.slug: EditionData.from_json(kept.json(f"documents/{info.slug}.json"))
        for info in bundle.documents
    }
    return texts, _Pdfs(kept, bundle)
