"""A correction of the sample release: other words, fewer pages, another inspection beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspectorate.domain.publication.published import OutInspection
from inspectorate.domain.publication.schema import Bundle, DocumentInfo, EditionData, Run
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.interfaces.public.builder import build_site
from tests.factories.bundle import ADDRESSEES, BODIES, CLAIMS, TABLES, bundle
from tests.factories.editions import edition, h, p, report
from tests.factories.out import out_register, out_release, published, register

SLUG = "prevent-2018-19"


def corrected_report() -> EditionData:
    """The report with a sentence, a heading and a recommendation in other words, and a known
    sentence twice before all others.
    """
    blocks = list(report().blocks)
    first = p(Run("Most forces have made training mandatory", claim="mandatory-training"), ".")
    for place, block in enumerate(blocks):
        if block.kind == "heading" and block.runs[0].text == "Training":
            blocks[place] = h(3, "Training of officers")
        if block.kind == "recommendation" and block.number == 1:
            blocks[place] = replace(block, runs=(Run("The college should set a high standard."),))
        if any("majority" in run.text for run in block.runs):
            blocks[place] = p(Run("Most could say who had completed it", claim="completion-known"))
    return edition(number=2, blocks=(first, first, *blocks))


def corrected() -> Bundle:
    """The release with a corrected report: a claim counted anew, a body, a table and a document
    fewer.
    """
    claims = tuple(
        replace(one, met=38) if one.key == "threat-understood" else one for one in CLAIMS
    )
    return bundle(
        release=2,
        published_on="2020-05-04",
        correction="A figure was wrong.",
        claims=tuple(
            replace(one, met=36) if one.key == "regional-rules" else one for one in claims
        ),
        bodies=(*BODIES[:-1], *ADDRESSEES),
        tables=TABLES[:1],
        documents=(DocumentInfo("report", DocumentKind.REPORT, report().title, 2, True),),
    )


def before_and_after(root: Path) -> tuple[Path, Path]:
    """Build the site with one release, and the same site with a correction and another
    inspection.
    """
    first = out_release(root)
    build_site(published(OutInspection(SLUG, (first,), out_register(root))), root, root / "before")
    second = out_release(
        root, corrected(), (corrected_report(),), corrects=1, reason="A figure was wrong."
    )
    fire = bundle(slug="fire", inspection="Fire and rescue")
    build_site(
        published(
            OutInspection(
                "fire", (out_release(root, fire),), out_register(root, register(slug="fire"))
            ),
            OutInspection(SLUG, (first, second), out_register(root)),
        ),
        root,
        root / "after",
    )
    return root / "before", root / "after"
