"""All files of one inspection's site, as bytes by path."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from inspectorate.domain.publication.schema import (
    BodyInfo,
    Bundle,
    DocumentInfo,
    DocumentKind,
    TableInfo,
    read_edition,
)
from inspectstats.drawing.tokens import custom_properties

from . import wording
from .cells import RULE
from .feeds import address, atom, robots, sitemap
from .missing import missing_page
from .opendata import data_files, dataset
from .reading import Reading, read
from .register import Register, path_of, register
from .rendering import environment

HERE = Path(__file__).parent
FACES = HERE.parents[1] / "foundation" / "typefaces"
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Site:
    """A bundle, the folder it was read from, and its folder among others (empty when alone)."""

    bundle: Bundle
    folder: Path
    under: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A published document: where its page and its PDF stand, and what it reads."""

    info: DocumentInfo
    path: str
    pdf: str
    pdf_bytes: bytes
    reading: Reading


def site_files(site: Site) -> Files:
    """Return every file of the site.

    Raises ValueError naming the file and field when the bundle is not fit to publish.
    """
    bundle = site.bundle
    # Simulated findings must never go out looking like real ones.
    if bundle.rehearsal and not bundle.notice:
        raise ValueError(
            f"{site.folder / 'bundle.json'}: a rehearsal without its notice is not built"
        )
    if (
        site.under
        and bundle.base_url
        and not bundle.base_url.rstrip("/").endswith(f"/{site.under}")
    ):
        bundle = replace(bundle, base_url=f"{bundle.base_url.rstrip('/')}/{site.under}")
    bundle = _named(bundle)
    site = replace(site, bundle=bundle)
    documents, recommendations = _documents(site), register(bundle)
    tables = (*bundle.tables, _sentences(documents))
    files = assets(bundle)
    files |= {path: text.encode() for path, text in data_files(bundle, tables)}
    files |= {document.pdf: document.pdf_bytes for document in documents if document.pdf}
    pages = _pages(site, documents, recommendations, tables)
    files |= {path: html.encode() for path, html in pages.items()}
    listed = sorted(path for path in pages if path != "404.html")
    entries = [
        (one.path, one.reading.edition.title, one.reading.edition.subtitle) for one in documents
    ]
    files["feed.xml"] = atom(bundle, entries).encode()
    files["sitemap.xml"] = sitemap(bundle, listed).encode()
    files["robots.txt"] = robots(bundle).encode()
    return files


def _named(bundle: Bundle) -> Bundle:
    """Put a body's name where an addressee is given by its code."""
    names = {body.code: body.name for body in bundle.bodies}
    return replace(
        bundle,
        recommendations=tuple(
            replace(
                one,
                addressees=tuple(
                    replace(to, body=names.get(to.body, to.body)) for to in one.addressees
                ),
            )
            for one in bundle.recommendations
        ),
    )


def _documents(site: Site) -> list[Document]:
    claims = {claim.key: claim for claim in site.bundle.claims}
    made, taken = [], set[str]()
    for info in site.bundle.documents:
        where = f"{site.folder}/documents/{info.slug}.json"
        edition = read_edition(site.folder, info.slug)
        if edition.edition != "public":
            raise ValueError(
                f"{where}: this is the {edition.edition!r} edition; only a public edition "
                f"is published"
            )
        stem = info.kind.type.stem
        if not stem or stem in taken:
            stem = f"documents/{wording.slug(info.slug)}"
        taken.add(stem)
        content = (site.folder / "documents" / f"{info.slug}.pdf").read_bytes() if info.pdf else b""
        pdf = f"{stem}.pdf" if info.pdf else ""
        made.append(Document(info, f"{stem}.html", pdf, content, read(edition, claims, where)))
    return made


def _sentences(documents: list[Document]) -> TableInfo:
    """Return the table of bound sentences with their permanent addresses.

    It is made here because only the builder knows the addresses.
    """
    columns = (
        ("sentence", "Sentence", "string", "Permanent address of the sentence within this site."),
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


def assets(bundle: Bundle) -> Files:
    # It stands in a CSS string and a comment, neither of which it may close.
    said = bundle.notice.replace("\\", "").replace('"', "'").replace("*/", "")
    css = custom_properties() + (HERE / "assets" / "site.css").read_text("utf-8")
    if said:
        css = (
            f'/* {said} */\n{css}@media print {{ @page {{ @bottom-left {{ content: "{said}"; '
            f"}} }} }}\n"
        )
    mark = (HERE / "assets" / "mark.svg").read_text("utf-8")
    if said:
        mark = mark.replace(">", f"><!-- {said.replace('--', '- -')} -->", 1)
    files = {"assets/site.css": css.encode(), "assets/mark.svg": mark.encode()}
    for face in sorted(FACES.glob("*.woff2")):
        files[f"assets/type/{face.name}"] = face.read_bytes()
    for licence in sorted(FACES.glob("OFL-*.txt")):
        note = f"\n\n{bundle.notice}\n" if bundle.notice else ""
        files[f"assets/type/{licence.name}"] = (licence.read_text("utf-8") + note).encode()
    return files


def _pages(
    site: Site, documents: list[Document], recommendations: Register, tables: tuple[TableInfo, ...]
) -> dict[str, str]:
    bundle, shared = site.bundle, _shared(site, documents, recommendations, tables)
    pages: dict[str, str] = {}

    def page(path: str, template: str, title: str, **context: Any) -> None:
        # Two bodies or recommendations may make the same slug; the second would silently replace
        # the first.
        if path in pages:
            raise ValueError(
                f"two pages share the address {path}: names in the bundle are too alike"
            )
        root = "../" * path.count("/")
        canonical = address(bundle, "" if path == "index.html" else path) if bundle.base_url else ""
        made = environment().get_template(template)
        pages[path] = made.render(
            **shared, path=path, title=title, root=root, canonical=canonical, **context
        )

    page("index.html", "home.html", bundle.inspection)
    for document in documents:
        page(
            document.path,
            "document.html",
            document.reading.edition.title,
            document=document,
            reading=document.reading,
        )
    for listing in recommendations.listings:
        page(listing.path, "register.html", listing.heading, listing=listing)
    for one in bundle.recommendations:
        page(path_of(one), "recommendation.html", f"Recommendation {one.number}", one=one)
    if shared["bodies"]:
        page("bodies.html", "bodies.html", "Bodies")
        for body in bundle.bodies:
            page(_body_path(body), "body.html", body.name, body=body)
    page("method.html", "method.html", "How we inspected")
    page("data/index.html", "data.html", "Open data", dataset=dataset(bundle, tables))
    pages["404.html"] = missing_page(bundle)
    return pages


def _shared(
    site: Site, documents: list[Document], recommendations: Register, tables: tuple[TableInfo, ...]
) -> dict[str, Any]:
    """What the templates of every page may use."""
    bundle = site.bundle
    bodies = bundle.bodies if bundle.name_bodies or bundle.rehearsal else ()
    first = {document.info.kind: document for document in reversed(documents)}
    has_claims = any(wording.slug(table.slug) == "claims" for table in tables)
    return {
        "bundle": bundle,
        "documents": documents,
        "report": first.get(DocumentKind.REPORT),
        "release": first.get(DocumentKind.RELEASE),
        "register": recommendations,
        "tables": tables,
        "bodies": bodies,
        "body_path": {body.name: _body_path(body) for body in bodies},
        "areas": _areas(bundle),
        "criteria": {ref: text for _, ref, text in bundle.framework},
        "names": {body.code: body.name for body in bundle.bodies},
        "rule": RULE,
        "behind": "#table-claims" if has_claims else "",
        "several": bool(site.under),
    }


def _body_path(body: BodyInfo) -> str:
    return f"bodies/{wording.slug(body.code)}.html"


def _areas(bundle: Bundle) -> list[tuple[str, list[tuple[str, str]]]]:
    areas: dict[str, list[tuple[str, str]]] = {}
    for area, ref, text in bundle.framework:
        areas.setdefault(area, []).append((ref, text))
    return list(areas.items())
