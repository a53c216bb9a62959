"""Whom a recommendation may be put to, and the one name and code under which each is printed.

A live inspection prints real names. In a rehearsal replies, agreement and lateness are simulated,
so every addressee is under a pseudonym: a body in scope under its label, whoever oversees one by
that label, and any other body under the name of its kind and a letter ("National body B"), given in
the order in which bodies were first addressed. A letter given in an edition is kept with it
(``Edition.addressees``) and stands for good; nothing here tells which body is behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inspectorate.domain.bodies import kinds
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.pseudonyms import code_of

from .documents.registry import DocumentKind
from .editions.model import EditionData
from .models import Document, Edition

OVERSEER = "overseer-of-"
# What a body is called whose kind has no other body: the kind would name it.
ANY = "Body"
_BLOCK = re.compile(r"^(?P<fence>`{3,}|~{3,})\s*recommendation\b.*?^(?P=fence)", re.M | re.S)
_TO = re.compile(r"^to:(?P<codes>.*)$", re.M)
_CODE = re.compile(r"[a-z0-9-]+(?=\s*\()")
# What old editions name, by their digest: an edition never changes.
_read: dict[str, tuple[str, ...]] = {}
_MOST_READ = 4_096


@dataclass(frozen=True, slots=True)
class Addressed:
    """Those who may be addressed.

    By every code that an author may write: ``names`` holds the name printed, ``codes`` the code
    printed, ``kinds`` what kind of body it is said to be. ``bodies`` maps each pseudonymous code to
    the body's own, ``hidden`` the own code of each such body to its pseudonym.
    """

    names: Mapping[str, str]
    codes: Mapping[str, str]
    kinds: Mapping[str, str]
    bodies: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)

    def given(self, edition: EditionData) -> dict[str, list[str]]:
        """Return what an edition keeps of the pseudonyms that it prints: body and name, by code."""
        asking = (block for block in edition.blocks if block.kind == "recommendation")
        printed = [row[0] for block in asking for row in block.rows]
        return {
            code: [self.bodies[code], self.names[code]]
            for code in sorted(set(printed))
            if code in self.bodies
        }


def addressed(
    inspection: Inspection,
    scope: Sequence[ScopeBody],
    all_: Sequence[Body],
    *,
    before: bool = False,
    texts: Iterable[Document] | None = None,
) -> Addressed:
    """Return whom a recommendation of ``inspection`` may be put to; ``all_`` is the register.

    A body in scope is addressed by its scope code and shown under its label, whoever oversees it as
    ``overseer-of-CODE``; every other body by its own code. In a rehearsal no body of a place is
    among those others, nor one that oversees a body in scope. ``before`` asks for the names that an
    edition prints which was frozen before those others had pseudonyms; ``texts`` are the documents
    of the inspection, where they have been read already.
    """
    others, own = _others(inspection, scope, all_), _of_scope(scope)
    if inspection.rehearsal and not before:
        return _under_pseudonyms(inspection, others, Counter(one.kind for one in all_), own, texts)
    named = {one.code: (one.name, str(kinds.Kind(one.kind).label)) for one in others} | own
    return Addressed(
        {code: name for code, (name, _) in named.items()},
        {code: code for code in named},
        {code: kind for code, (_, kind) in named.items()},
    )


def _others(inspection: Inspection, scope: Sequence[ScopeBody], all_: Sequence[Body]) -> list[Body]:
    """The bodies that are addressed for themselves."""
    hidden = {one.body_id for one in scope}
    if not inspection.rehearsal:
        return [one for one in all_ if one.pk not in hidden]
    hidden |= set(Body.objects.filter(oversees__body__in=hidden).values_list("pk", flat=True))
    return [one for one in all_ if one.pk not in hidden and one.kind not in kinds.LOCAL]


def _of_scope(scope: Sequence[ScopeBody]) -> dict[str, tuple[str, str]]:
    """The bodies in scope and who oversees each: the name printed and the kind, by code."""
    over = str(kinds.OVERSEER.label)
    own = {one.code: (one.label, str(kinds.Kind(one.body.kind).label)) for one in scope}
    return own | {f"{OVERSEER}{one.code}": (f"{over} for {one.label}", over) for one in scope}


def _under_pseudonyms(
    inspection: Inspection,
    others: Sequence[Body],
    many: Mapping[str, int],
    own: Mapping[str, tuple[str, str]],
    texts: Iterable[Document] | None,
) -> Addressed:
    """Give every other body a pseudonym: what stands in an edition, else the next free letter."""
    by_code = {one.code: one for one in others}
    given, first = _first_addressed(inspection, by_code, texts)
    taken = {*own, *(code_of(label) for _, label in given.values())}
    names = {code: name for code, (name, _) in own.items()}
    said = {code: kind for code, (_, kind) in own.items()}
    printed = {code: code for code in own}
    found: dict[str, str] = {}
    labels = dict(given.values())
    for body in dict.fromkeys([*first, *sorted(by_code)]):
        one = by_code[body]
        kind = str(kinds.Kind(one.kind).label) if many[one.kind] > 1 else ANY
        word = ANY if one.kind == kinds.Kind.OTHER else kind
        label = labels.get(body) or _next(word, taken)
        code = code_of(label)
        taken.add(code)
        found[code] = body
        for key in (body, code):
            names[key], printed[key] = label, code
            said[key] = ANY if label.startswith(f"{ANY} ") else kind
    return Addressed(
        names, printed, said, found, {body: names[code] for code, body in found.items()}
    )


def _next(word: str, taken: set[str]) -> str:
    number = 1
    while code_of(label := f"{word} {_letters(number)}") in taken:
        number += 1
    return label


def _letters(number: int) -> str:
    """Return A to Z, then AA and on."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _first_addressed(
    inspection: Inspection, by_code: Mapping[str, Body], texts: Iterable[Document] | None
) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Return the pseudonyms that editions gave, and every body in the order of first address.

    Editions in the order in which they were frozen come first, since what they say never changes;
    then the texts as they stand.
    """
    given: dict[str, tuple[str, str]] = {}
    order: dict[str, None] = {}
    rows = Edition.objects.filter(document__inspection=inspection, kind="public").order_by("pk")
    unkept = []
    for pk, digest, kept in rows.values_list("pk", "digest", "addressees"):
        for code, (body, label) in (kept or {}).items():
            given.setdefault(code, (body, label))
        if kept is None:
            unkept.append((pk, digest))
    for code in _in_old_editions(unkept):
        order[code] = None
    asking = inspection.documents.all() if texts is None else texts
    ordered = sorted(asking, key=lambda one: (DocumentKind(one.kind).place, one.slug))
    for text in (one.text for one in ordered):
        for code in _asked(text):
            order[given[code][0] if code in given else code] = None
    given = {code: pair for code, pair in given.items() if pair[0] in by_code}
    return given, [code for code in order if code in by_code]


def _in_old_editions(editions: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The codes in editions frozen before they kept pseudonyms, which print real ones."""
    for pk, digest in editions:
        if digest not in _read:
            while len(_read) >= _MOST_READ:
                del _read[next(iter(_read))]
            data = Edition.objects.values_list("data", flat=True).get(pk=pk)
            blocks = (one for one in data["blocks"] if one["kind"] == "recommendation")
            _read[digest] = tuple(row[0] for one in blocks for row in one["rows"])
        yield from _read[digest]


def _asked(text: str) -> Iterator[str]:
    """The codes that the recommendations of a text name, in their order."""
    for block in _BLOCK.finditer(text):
        for line in _TO.finditer(block[0]):
            yield from _CODE.findall(line["codes"])
