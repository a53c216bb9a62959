"""Everything of a clean document signed, as its evidence checker would; and what of a changed one
is then unsigned. The standing is the product's own; only the signatures are made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.wording.changes import editorial_changes
from inspectorate.domain.reports.wording.rules import rules_of
from inspectorate.domain.reports.wording.standing import (
    Records,
    Signed,
    TextStanding,
    standing_of,
)
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.passages import Passage, Signing, identity, passages

AT = datetime(2020, 2, 1, tzinfo=UTC)


def signed(manuscript: Manuscript, facts: Facts) -> Records:
    """Signatures under a whole text: each finding by itself, each source once, each section."""
    found = passages(manuscript, rules_of(facts))
    made = [(Signing.SINGLY, one.identity, one.content) for one in found if _singly(one)]
    made += _by_source([one for one in found if one.signing is Signing.SOURCE])
    for section in standing_of(found, Records(), lambda _old, _new: False).sections:
        made.append((Signing.SECTION, section.identity, section.content))
    return Records(
        tuple(
            Signed(pk, kind, known, content, AT) for pk, (kind, known, content) in enumerate(made)
        )
    )


def _singly(one: Passage) -> bool:
    return one.signing is Signing.SINGLY


def _by_source(found: Sequence[Passage]) -> list[tuple[Signing, str, dict[str, Any]]]:
    made = []
    for source in dict.fromkeys(one.source for one in found):
        held = {one.identity: one.content for one in found if one.source == source}
        known = identity({"source": source, "passages": sorted(held)})
        made.append((Signing.SOURCE, known, {"source": source, "passages": held}))
    return made


def unsigned(manuscript: Manuscript, facts: Facts, records: Records) -> tuple[str, ...]:
    """The words that keep a text from being frozen: of unsigned passages, and the headings of
    sections that nobody read as they stand. What is only drawn for a look keeps nothing back here.
    """
    found = passages(manuscript, rules_of(facts))
    names = (*facts.body_names, *facts.printable_names)
    bands = facts.vocabulary.bands if facts.vocabulary else ()
    quantities = [word for band in bands for word in (band.word, *band.aliases)]
    rule = editorial_changes(names, _words(facts), quantities)
    standing: TextStanding = standing_of(found, records, rule)
    words = [one.passage.words for one in standing.unsigned]
    return (*words, *(f"section: {one.heading}" for one in standing.unread))


def _words(facts: Facts) -> frozenset[str]:
    """Words that no dictionary holds: of names, titles and claims."""
    names = " ".join((*facts.body_names, *facts.titles.values()))
    told = " ".join(one.statement for one in (facts.claims or {}).values())
    return frozenset(f"{names} {told} {facts.population}".casefold().split())
