"""Every public file of a release, as two people sign it: it stands in a folder of its number.

The pages know neither the moment of the switch nor what became of a recommendation since, and link
by relative addresses only, so that the same bytes stand under ``latest``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from inspectorate.domain.publication.schema import (
    BodyInfo,
    Bundle,
    DocumentInfo,
    DocumentKind,
    EditionData,
    TableInfo,
)
from inspectorate.domain.reports.variants.languages import Language

from ..cells import RULE
from . import wording
from .about import (
    NOT_NAMED,
    Place,
    about,
    in_release,
    shown_bodies,
    stems,
    tabs,
    unshown_bodies,
)
from .opendata import Made, Source, data_files, dataset
from .reading import Reading, read
from .rendering import page
from .style import style


@dataclass(frozen=True, slots=True)
class Document:
    """A published document: where its page and its PDF stand, and what it reads."""

    info: DocumentInfo
    path: str
    pdf: str
    pdf_size: int
    reading: Reading


def release_files(
    bundle: Bundle,
    documents: Mapping[str, EditionData],
    pdfs: Mapping[str, bytes],
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> dict[str, bytes]:
    """Return every file of a release by its path in the release's folder.

    ``documents`` and ``pdfs`` are by the document's slug, ``pictures`` of editors' own by their
    digests. Raises ValueError naming the file and field when the bundle is not fit to publish.
    """
    pages = Pages(bundle, documents, pdfs, pictures)
    return {path: make() for path, make in pages.files()}


class Pages:
    """The files of a release, each made when it is asked for.

    ``numbered`` gives sentences the anchors of the first format, ``base_url`` the address of a site
    that has moved since. Of the ``first`` format, every body of a rehearsal had an address.
    """

    def __init__(
        self,
        bundle: Bundle,
        documents: Mapping[str, EditionData],
        pdfs: Mapping[str, bytes],
        pictures: Mapping[str, bytes] = MappingProxyType({}),
        *,
        numbered: bool = False,
        base_url: str = "",
        first: bool = False,
    ) -> None:
        self.bundle = _named(bundle)
        self._first = first
        self.about = about(bundle, base_url)
        self.folder = f"{self.about.slug}/{bundle.release}"
        self._pdfs, self._pictures = pdfs, pictures
        self._documents = _read(self.bundle, documents, pdfs, numbered)
        self.tables = (*bundle.tables, _sentences(self._documents))
        bodies = shown_bodies(bundle)
        self._shared: dict[str, Any] = {
            "bundle": self.bundle,
            "documents": self._documents,
            "tables": self.tables,
            "bodies": bodies,
            "body_path": {body.name: body_path(body) for body in bodies},
            "areas": _areas(bundle),
            # What is withheld, and what is not graded, is in no body's grades.
            "graded": {ref for body in bundle.bodies for ref in body.grades},
            "criteria": {ref: text for _, ref, text in bundle.framework},
            "names": {body.code: body.name for body in bundle.bodies},
            "rule": RULE,
            "behind": "#table-claims" if _has_claims(self.tables) else "",
        }
        # Of each page, by its path: template, title, and what it shows beside what all show.
        self.templates = self._templates()

    def files(self) -> Iterator[Made]:
        """Yield each file: its path in the release's folder, and how its content is made."""
        for path in self.templates:
            yield path, partial(self.page, path, in_release(path))
        for path, content in style(self.about.notice, "../../../assets/type/").items():
            yield path, partial(bytes, content)
        yield from self.downloads()

    def downloads(self) -> Iterator[Made]:
        """Yield what is no page: PDFs, pictures of editors' own, and data."""
        for document in self._documents:
            if document.pdf:
                yield document.pdf, partial(self._pdfs.__getitem__, document.info.slug)
        parts = (part for document in self._documents for part in document.reading.parts)
        shown = {part.file: part.block.file for part in parts if part.file}
        for path, digest in sorted(shown.items()):
            yield path, partial(self._pictures.__getitem__, digest)
        yield from data_files(self.source, self.tables)

    @property
    def source(self) -> Source:
        """Whose tables they are."""
        bundle = self.bundle
        return Source(
            self.about,
            f"{self.folder}/data",
            bundle.published_on,
            str(bundle.release),
            {"published": bundle.published_on, "release": bundle.release},
            bundle.summary,
            f"{bundle.fieldwork_from}/{bundle.fieldwork_to}",
        )

    def _templates(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        found: dict[str, tuple[str, str, dict[str, Any]]] = {}

        def add(path: str, template: str, title: str, **context: Any) -> None:
            # Two bodies may make the same slug; the second would silently replace the first.
            if path in found:
                raise ValueError(
                    f"two pages share the address {path}: names in the bundle are too alike"
                )
            found[path] = template, title, context

        add("index.html", "overview.html", self.bundle.inspection)
        reports = [one for one in self._documents if one.info.kind is DocumentKind.REPORT]
        newest = reports[0].path if reports else ""
        for one in self._documents:
            title = one.reading.edition.title
            read = {"document": one, "reading": one.reading, "report_page": newest}
            read |= _in_languages(one, self._documents)
            add(one.path, "document.html", title, **read)
        if self._shared["bodies"]:
            add("bodies.html", "bodies.html", "Bodies")
        for body in self._shared["bodies"]:
            add(body_path(body), "body.html", body.name, body=body)
        for body in unshown_bodies(self.bundle) if self._first else ():
            add(body_path(body), "not_named.html", body.name, body=body, reason=NOT_NAMED)
        add("method.html", "method.html", "How we inspected")
        described = dataset(self.source, self.tables)
        add("data/index.html", "data.html", "Open data", dataset=described)
        return found

    def page(self, path: str, place: Place) -> bytes:
        """Return a page as it reads from ``place``; it stands for good in the release's folder."""
        template, title, context = self.templates[path]
        return page(
            template,
            self.about,
            place,
            title=title,
            canonical=f"{self.folder}/{path}",
            tabs=tabs(self.bundle, place),
            **self._shared,
            **context,
        )


def _in_languages(one: Document, documents: Sequence[Document]) -> dict[str, Any]:
    """Of a document its original, where it is a translation, and its own translations."""
    edition = one.reading.edition
    originals = (other for other in documents if other.info.slug == edition.original)
    return {
        "original": next(originals, None) if edition.original else None,
        "translations": [
            other for other in documents if other.reading.edition.original == one.info.slug
        ],
        "called": {code: (Language(code).label, Language(code).own_name) for code in Language},
    }


def body_path(body: BodyInfo) -> str:
    """Return the path of a body's page."""
    return f"bodies/{wording.slug(body.code)}.html"


def _named(bundle: Bundle) -> Bundle:
    """Put a body's name where an addressee is given by its code."""
    names = {body.code: body.name for body in bundle.bodies}
    made = tuple(
        replace(one, to=tuple(replace(to, body=names.get(to.body, to.body)) for to in one.to))
        for one in bundle.recommendations
    )
    return replace(bundle, recommendations=made)


def _read(
    bundle: Bundle,
    documents: Mapping[str, EditionData],
    pdfs: Mapping[str, bytes],
    numbered: bool,
) -> list[Document]:
    claims = {claim.key: claim for claim in bundle.claims}
    made, paths = [], stems(bundle)
    for info in bundle.documents:
        where = f"{bundle.slug}, release {bundle.release}, documents/{info.slug}.json"
        edition = documents[info.slug]
        if edition.edition != "public":
            raise ValueError(
                f"{where}: this is the {edition.edition!r} edition; only a public edition "
                f"is published"
            )
        stem = paths[info.slug]
        reading = read(edition, claims, where, numbered=numbered)
        pdf, size = (f"{stem}.pdf", len(pdfs[info.slug])) if info.pdf else ("", 0)
        made.append(Document(info, f"{stem}.html", pdf, size, reading))
    return made


def _sentences(documents: list[Document]) -> TableInfo:
    """Return the table of bound sentences with their permanent addresses.

    It is made here because only the pages know the addresses.
    """
    columns = (
        ("sentence", "Sentence", "string", "Address of the sentence, from the release's folder."),
        ("document", "Document", "string", "Title of the document that says it."),
        (
            "claim",
            "Claim",
            "string",
            "Key of the claim the sentence rests on, as in the table of claims.",
        ),
        ("text", "Text", "string", "The words as published."),
    )
    rows = tuple(
        (f"{one.path}#{bound.anchor}", one.reading.edition.title, bound.claim.key, bound.text)
        for one in documents
        for bound in one.reading.bound
    )
    description = (
        "Every published sentence that states a finding, with its address and the claim behind it."
    )
    return TableInfo(
        "sentences", "Sentences and their claims", description, columns, rows, ("sentence",)
    )


def _has_claims(tables: tuple[TableInfo, ...]) -> bool:
    return any(wording.slug(table.slug) == "claims" for table in tables)


def _areas(bundle: Bundle) -> list[tuple[str, list[tuple[str, str]]]]:
    areas: dict[str, list[tuple[str, str]]] = {}
    for area, ref, text in bundle.framework:
        areas.setdefault(area, []).append((ref, text))
    return list(areas.items())
