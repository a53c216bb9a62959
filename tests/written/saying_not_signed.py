"""Opens the set 0006 as an installation would after an upgrade, in a process of its own: what was
written before wording was signed says so, what waits goes out as it is, and what changes is asked.

``python -m tests.written.saying_not_signed FOLDER`` prints what it found as JSON. The environment
names the data folder and the database; FOLDER is where the set was unpacked.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.written.going_on import codes
from tests.written.opening import faults, migrated

KEPT, TIDIED = "as their records show", "as what they wrote down shows"


def told(waits: dict[str, Any]) -> dict[str, Any]:
    """Everything found, in the order in which the people of the installation would go on."""
    from inspectorate.domain.inspections.models import Inspection

    first, second = (Inspection.objects.get(slug=waits[one]) for one in ("first", "slug"))
    found = {"faults": faults(), "before": [as_it_stands(one) for one in (first, second)]}
    found["waits"] = waiting(second, waits["release"])
    found["corrected"] = corrected(first)
    found["never_out"] = asked_of(first, "press-release")
    return found | {"faults after": faults()}


def as_it_stands(inspection: Any) -> dict[str, Any]:
    """What each edition, its pages and the trace of its claim say of signed wording."""
    from django.test import Client

    from inspectorate.domain.publication.trace import trace
    from inspectorate.domain.reports.models import Edition, ReferenceDraft, Signature
    from inspectorate.foundation.people.roles import Role
    from tests.factories.rooms import member

    client = Client()
    client.force_login(member(inspection, Role.SIGNING))
    within = {"document__inspection": inspection}
    editions = Edition.objects.filter(**within).select_related("document")
    pages = [
        client.get(
            f"/i/{inspection.slug}/documents/{one.document.slug}/editions/{one.number}/{one.kind}/"
        )
        for one in editions
    ]
    lists = [
        client.get(f"/i/{inspection.slug}/documents/{slug}/")
        for slug in ("report", "press-release")
    ]
    nodes = trace("mandatory-training", inspection=inspection)
    return {
        "signed": [one.signed for one in editions],
        "pages": [said(one) for one in pages],
        "lists": [said(one).count("claims referenced, wording not signed") for one in lists],
        "trace": sorted({one.text for one in nodes if one.kind == "signature"}),
        "signatures": Signature.objects.filter(**within).count(),
        "drafts": ReferenceDraft.objects.filter(**within).count(),
    }


def said(answer: Any) -> str:
    """The words of a page, which must have been given."""
    assert answer.status_code == 200, answer.request["PATH_INFO"]
    return " ".join(answer.content.decode().split())


def waiting(inspection: Any, number: int) -> dict[str, Any]:
    """Its report is changed and cannot be frozen unsigned; its release goes out as it is; only
    then is the report's next edition a correction.
    """
    from inspectorate.domain.publication import actions as publication
    from inspectorate.foundation.people.roles import Role
    from tests.factories import publishing
    from tests.factories.rooms import a_key, member

    release = inspection.releases.get(number=number)
    changed(inspection, release.prepared_at)
    found: dict[str, Any] = {
        "asked": asked_of(inspection, "report"),
        "refused": frozen(inspection, release.prepared_at),
    }
    publishing.approved(release)
    bundle = publication.release(
        by=member(inspection, Role.PRESS), at=release.embargo_until, key=a_key(), release=release
    )
    inspection.refresh_from_db()
    return found | {
        "as prepared": bundle.digest == release.contents.digest,
        "signed": [one.signed for one in release.editions.all()],
        "phase": inspection.phase,
        "asked then": asked_of(inspection, "report"),
    }


def corrected(inspection: Any) -> dict[str, Any]:
    """The report that is out is changed in a sentence, refused, signed in that, and goes on."""
    from inspectorate.foundation.people.roles import Role
    from tests.factories import publishing
    from tests.factories.rooms import a_key, member
    from tests.factories.wording import signed

    release = inspection.releases.get(number=1)
    moment = release.embargo_until + timedelta(days=40)
    unchanged = asked_of(inspection, "report")
    document = changed(inspection, moment)
    found = {
        "unchanged": unchanged,
        "asked": asked_of(inspection, "report"),
        "refused": frozen(inspection, moment),
    }
    checker = member(inspection, Role.REFERENCER)
    signed(document, at=moment, by=checker)
    edition = publishing.freeze_now(document, at=moment)
    correction = publishing.prepared(
        publishing.Story(inspection, document, inspection.documents.get(slug="press-release")),
        [edition],
        at=moment,
        embargo_until=moment + timedelta(days=1),
        corrects=release,
        correction_reason="A phrase was wrong",
    )
    publishing.approved(correction)
    withdraw(document, checker, moment, a_key())
    return found | {
        "signed": {name: len(held) for name, held in edition.signed.items()},
        "after": asked_of(inspection, "report"),
    }


def withdraw(document: Any, by: Any, at: Any, key: str) -> None:
    """Take back what was signed of the correction."""
    from inspectorate.domain.reports.wording import actions

    (signature,) = [
        one for one in document.signatures.filter(kind="singly") if TIDIED in one.words["full"]
    ]
    actions.withdraw_signature(by=by, at=at, key=key, signature=signature, reason="Too fast")


def changed(inspection: Any, at: Any) -> Any:
    """The report with another phrase in one of its sentences."""
    from inspectorate.domain.reports import actions as reports
    from inspectorate.domain.reports import queries
    from inspectorate.foundation.people.roles import Role
    from tests.factories.rooms import a_key, member

    document = inspection.documents.get(slug="report")
    assert KEPT in document.text
    saved = reports.save(
        by=member(inspection, Role.EDITOR),
        at=at,
        key=a_key(),
        document=document,
        text=document.text.replace(KEPT, TIDIED),
        version=document.version,
    )
    named = "no_real_body_beside_simulation"
    for one in queries.problems(saved).problems:
        # What it recommends was out before a rehearsal kept real names from it.
        if one.check == named and (named, one.place.excerpt) not in queries.waived(saved):
            reports.waive(
                by=member(inspection, Role.LEAD),
                at=at,
                key=a_key(),
                document=saved,
                check=named,
                excerpt=one.place.excerpt,
                reason="These words were asked before, and stay as they were asked",
            )
    return saved


def asked_of(inspection: Any, slug: str) -> list[list[str]]:
    """What an evidence checker would still be asked of a document: how, and which words."""
    from tests.factories.wording import signed_text

    text = signed_text(inspection.documents.get(slug=slug))
    return [[one.kind.value, one.words["full"]] for one in text.left()]


def frozen(inspection: Any, at: Any) -> list[str]:
    """The codes of the reasons for which the report is not frozen."""
    from tests.factories import publishing

    document = inspection.documents.get(slug="report")
    return codes(lambda: publishing.freeze_now(document, at=at))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
