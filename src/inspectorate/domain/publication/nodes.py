"""The lines of a trace: how each thing is told in one, and the digests that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.claims.queries import excerpts_of as released_behind
from inspectorate.domain.evidence.models import Attachment, Citation, Item
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.wording.loading import as_printed, signatures_under
from inspectorate.foundation.ledger.acts import label
from inspectorate.foundation.ledger.models import Entry
from inspectorate.prose.excerpts import excerpt

from .models import Bundle

# A line of a terminal or two: the whole words are a command or a page away.
WORDS = 160


@dataclass(frozen=True, slots=True)
class Node:
    """One line: its ``kind``, name, words, who did it and when, and the digest that proves it.

    Kinds are sentence, signature, claim, reference, small number, excerpt, judgment, evidence,
    passage, file, edition, bundle, recommendation and its steps. The digest is that of a file, an
    edition, a bundle, or of the thing's ledger entry. ``place`` is where in a document words stand,
    of a line that says so.
    """

    depth: int
    kind: str
    ref: str
    text: str
    by: str = ""
    at: datetime | None = None
    digest: str = ""
    place: Citation | None = None


def judgment(one: Agreed, digests: Mapping[str, str], depth: int) -> Node:
    """Tell of an agreed judgment: its grade, findings and reasons."""
    findings = ", ".join(
        f"{code}: {'yes' if value else 'no'}" for code, value in sorted(one.findings.items())
    )
    text = "; ".join(
        part
        for part in (str(one.grade) if one.grade else "", findings, excerpt(one.reasons, WORDS))
        if part
    )
    ref = f"{one.scope_body.label}, criterion {one.criterion.ref}, agreed {one.number}"
    return Node(depth, "judgment", ref, text, one.by.name, one.at, digests.get(label(one), ""))


def evidence(
    item: Item,
    digests: Mapping[str, str],
    files: Mapping[int, list[Attachment]],
    depth: int,
    stance: str = "",
) -> Iterator[Node]:
    """Yield an item of evidence, with what it says of the claim that names it, then its files."""
    words = excerpt(item.words, WORDS) if item.words else "held elsewhere (SECRET)"
    says = f"{stance.replace('-', ' ')}: " if stance else ""
    text = f"{says}{item.get_kind_display()}, {item.scope_body.label}: {words}"
    if item.after_reopening:
        text = f"recorded after its visit was reopened; {text}"
    if item.rebuilt:
        text = f"written again from memory; {text}"
    if item.late:
        text = f"late; {text}"
    yield Node(
        depth,
        "evidence",
        item.ref,
        text,
        item.recorded_by.name,
        item.recorded_at,
        digests.get(label(item), ""),
    )
    if citation := getattr(item, "citation", None):
        yield passage(citation, item, depth + 1)
    for one in files.get(item.pk, []):
        yield Node(depth + 1, "file", one.name, item.ref, "", one.at, one.blob_id)


def passage(citation: Citation, item: Item, depth: int) -> Node:
    """Tell where in a document the words of an item stand; the digest is the file's."""
    read = ", read by a program off a picture" if citation.machine_read else ""
    text = (
        f"{item.ref} stands there{read}; its text {citation.text_digest[:12]} by {citation.method}"
    )
    ref = f"{citation.said} of {citation.name}"
    return Node(depth, "passage", ref, text, "", item.recorded_at, citation.digest, citation)


def printed(edition: Edition, title: str, depth: int) -> Node:
    """Tell of an edition, under the title it has here."""
    ref = f"{edition.document.slug} {edition.number}"
    return Node(depth, "edition", ref, title, edition.by.name, edition.at, edition.digest)


NOT_SIGNED = "claim referenced, wording not signed"


def signatures(edition: Edition, key: str, depth: int) -> Iterator[Node]:
    """Tell who signed the words that carry a claim in an edition, by the words as printed.

    Of an edition frozen before wording was signed, that nobody did.
    """
    if edition.signed is None:
        yield Node(depth, "signature", edition.document.slug, NOT_SIGNED)
        return
    rows = signatures_under(edition, edition.signed["singly"]).filter(withdrawal=None)
    carrying = [
        one
        for one in rows.select_related("by").order_by("at", "pk")
        if any(mark[0] == "claim" and mark[1] == key for mark in one.content["marks"])
    ]
    digests = digests_of(carrying)
    for one in carrying:
        text = excerpt(as_printed(edition, one), WORDS)
        proof = digests.get(label(one), "")
        yield Node(depth, "signature", one.identity[:12], text, one.by.name, one.at, proof)


def bundles(edition: Edition, depth: int) -> Iterator[Node]:
    """Yield the newest bundle of each release that holds the edition."""
    rows = Bundle.objects.filter(release__editions=edition).order_by("number")
    newest = {one.release_id: one for one in rows.select_related("release__inspection", "by")}
    for one in newest.values():
        release, by = str(one.release), one.by.name
        yield Node(depth, "bundle", one.folder, release, by, one.at, one.digest)


def digests_of(things: Iterable[Model]) -> dict[str, str]:
    """Return the digest of the newest ledger entry about each thing, a query for every 500."""
    labels = [label(one) for one in things]
    found: dict[str, str] = {}
    for start in range(0, len(labels), 500):
        rows = (
            Entry.objects.filter(of__in=labels[start : start + 500])
            .order_by("number")
            .values_list("of", "digest")
        )
        found |= dict(rows)
    return found


def small_number(claim: Claim, depth: int) -> Iterator[Node]:
    """Tell what was decided on a number that may point at a body, and below which it is small."""
    if claim.small_number_decision:
        text = f"small below {claim.inspection.small_below}: {claim.small_number_decision}"
        yield Node(depth, "small number", claim.key, text)


def excerpts(claim: Claim, depth: int) -> Iterator[Node]:
    """Tell of each excerpt released behind a claim, and of those withdrawn why."""
    rows = list(released_behind(claim))
    digests = digests_of(rows)
    for one in rows:
        gone = getattr(one, "withdrawal", None)
        whose = one.rendering if gone is None else f"{one.rendering}, withdrawn: {gone.reason}"
        text = f"{whose}: {excerpt(one.text, WORDS)}"
        proof = digests.get(label(one), "")
        yield Node(depth, "excerpt", one.item.ref, text, one.by.name, one.at, proof)


def files_of(items: Iterable[int]) -> dict[int, list[Attachment]]:
    """Return the files of each item, by the item's key, a query for every 500."""
    found: dict[int, list[Attachment]] = {}
    pks = list(items)
    for start in range(0, len(pks), 500):
        for one in Attachment.objects.filter(item__in=pks[start : start + 500]).order_by("pk"):
            found.setdefault(one.item_id, []).append(one)
    return found
