"""Whom a page is of, and where it stands relative to what it links to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspectorate.domain.publication.schema import BodyInfo, Bundle
from inspectorate.domain.reports.documents.registry import DocumentKind

from . import wording


@dataclass(frozen=True, slots=True)
class About:
    """What every page says of its inspection, or of the whole site.

    ``base_url`` is the address of the site; ``notice`` the rehearsal sentence, empty when live.
    """

    publisher: str
    contact: str
    base_url: str
    rehearsal: bool
    notice: str
    inspection: str
    slug: str
    question: str

    def address(self, path: str) -> str:
        """Return the absolute address of a path of the site; empty without a base address."""
        base = self.base_url.rstrip("/")
        return f"{base}/{path.removesuffix('index.html')}" if base else ""


def about(bundle: Bundle, base_url: str = "") -> About:
    """Return what the pages of a release say of themselves."""
    # Simulated findings must never go out looking like real ones.
    if bundle.rehearsal and not bundle.notice:
        raise ValueError(
            f"{bundle.slug}, release {bundle.release}, bundle.json: a rehearsal without its notice "
            f"is not built"
        )
    return About(
        bundle.publisher,
        bundle.contact,
        base_url or bundle.base_url,
        bundle.rehearsal,
        bundle.notice,
        bundle.inspection,
        wording.slug(bundle.slug),
        bundle.question,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """The way from a page to what it links to.

    ``root`` leads to the pages of a release, ``living`` to those of the inspection, ``top`` to the
    home above all, ``assets`` to the folder of the style sheet, and ``own`` to the page itself.
    """

    root: str
    living: str
    top: str
    assets: str
    own: str


def up(path: str) -> str:
    """Return the way from a path to the folder it is counted from."""
    return "../" * path.count("/")


def in_release(path: str) -> Place:
    """Where a page of a release stands, in the folder of its number and in ``latest`` alike."""
    root = up(path)
    return Place(root, f"{root}../", f"{root}../../", f"{root}assets/", root + path)


def living(path: str) -> Place:
    """Where a page stands that goes on changing, by its path in the inspection's folder."""
    here = up(path)
    return Place(f"{here}latest/", here, f"{here}../", f"{here}../assets/", here + path)


def at_top(path: str) -> Place:
    """Where a page stands that is of no single inspection."""
    top = up(path)
    return Place("", "", top, f"{top}assets/", top + path)


def kept_at(path: str, slug: str, number: int) -> Place:
    """Where a page stands at an address that was given before releases had their folders.

    It links to the pages of today, with the style sheet of its own release.
    """
    top = up(path)
    root = f"{top}{slug}/{number}/"
    return Place(root, f"{top}{slug}/", top, f"{root}assets/", top + path)


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of the main navigation; ``current`` is ``page``, ``true`` within it, or empty."""

    to: str
    words: str
    current: str


PSEUDONYM = (
    "In a rehearsal whoever was asked something stands under a pseudonym. This address was given "
    "by an earlier release, and nothing of a body stands here any more."
)
NOT_NAMED = (
    "The terms of this inspection name and grade no single body, and a pseudonym counts as a name: "
    "nothing is published of each body inspected. This address was given by an earlier release."
)


def shown_bodies(bundle: Bundle) -> tuple[BodyInfo, ...]:
    """Return the bodies that have a page.

    Where the scope names nobody, those alone that were asked something, and without a grade: a
    pseudonym counts as a name.
    """
    if bundle.name_bodies:
        return bundle.bodies
    asked = {to.body for one in bundle.recommendations for to in one.to}
    return tuple(
        replace(one, grades={})
        for one in bundle.bodies
        if not one.inspected or asked & {one.code, one.name}
    )


def unshown_bodies(bundle: Bundle) -> tuple[BodyInfo, ...]:
    """Return the bodies inspected that have none, though in a rehearsal each once had."""
    shown = {one.code for one in shown_bodies(bundle)}
    return tuple(one for one in bundle.bodies if bundle.rehearsal and one.code not in shown)


def stems(bundle: Bundle) -> dict[str, str]:
    """Return the path of each document's page without its ending, by the document's slug."""
    found: dict[str, str] = {}
    for info in bundle.documents:
        stem = info.kind.type.stem
        if not stem or stem in found.values():
            stem = f"documents/{wording.slug(info.slug)}"
        found[info.slug] = stem
    return found


def tabs(bundle: Bundle, place: Place) -> tuple[Tab, ...]:
    """Return the main navigation of an inspection as its pages show it."""
    paths = stems(bundle)
    first = {info.kind: f"{paths[info.slug]}.html" for info in reversed(bundle.documents)}
    root, living_ = place.root, place.living
    wanted = [
        (f"{place.top}index.html", "All inspections", ""),
        (f"{living_}index.html", "Releases", ""),
        (f"{root}index.html", "Overview", ""),
        (f"{root}{first.get(DocumentKind.REPORT, '')}", "Report", ""),
        (f"{living_}recommendations.html", "Recommendations", f"{living_}recommendations/"),
        (f"{root}bodies.html" if shown_bodies(bundle) else root, "Bodies", f"{root}bodies/"),
        (f"{root}method.html", "Method", ""),
        (f"{root}data/index.html", "Data", ""),
        (f"{root}{first.get(DocumentKind.RELEASE, '')}", "Press release", ""),
    ]
    return tuple(
        Tab(to, words, _current(place.own, to, under)) for to, words, under in wanted if to != root
    )


def _current(own: str, to: str, under: str) -> str:
    if own == to:
        return "page"
    return "true" if under and own.startswith(under) else ""
