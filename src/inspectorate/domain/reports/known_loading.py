"""Reads from the records what a text may state of them: see ``known_facts``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.conf import settings

from inspectorate.domain.bodies import kinds
from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.prose.manuscript import Manuscript

from .addressed import Addressed
from .known_facts import KnownFacts, KnownRecommendation
from .models import Document

_FIGURE = "figure"


def load_known(
    inspection: Inspection,
    document: Document | None,
    scope: Sequence[ScopeBody],
    register: Sequence[Body],
    criteria: Sequence[Criterion],
    texts: Mapping[str, Manuscript],
    claims: Mapping[str, ClaimFacts],
    addressable: Addressed,
) -> KnownFacts:
    """Return what is known. Two queries, however much there is."""
    visits = fieldwork.days_of_visits(inspection)
    strategy = programmes.strategy_of(inspection.framework_id)
    to = document.scope_body_id if document else None
    ordered = sorted(scope, key=lambda one: one.pk != to)
    names = [_names(one, rehearsal=inspection.rehearsal) for one in ordered]
    text = texts.get(document.slug) if document else None
    return KnownFacts(
        addressee=names[0] if to and names else (),
        others=tuple(name for one in names[bool(to) :] for name in one),
        visits=tuple(one for body, one in visits if to and body == to),
        visited=_period([one for _, one in visits]),
        asked=_asked(texts.values(), addressable.names),
        names=(*_official(inspection, register, strategy.name), *addressable.hidden.values()),
        numbers=_numbers(criteria, strategy) | _findings(text, claims),
        listed=_listed(scope, criteria, strategy),
        inspected=_inspected(inspection, scope),
        contacts=tuple(filter(None, [str(getattr(settings, "PUBLISHER_CONTACT", ""))])),
        comment_days=_comment_days(register),
        question=inspection.question,
        labels={one.pk: one.label for one in scope},
        strategy=strategy.name,
        co_ordinated_by=strategy.co_ordinated_by.removeprefix("the "),
        aims=strategy.aims,
        phrases=_phrases(inspection, criteria, strategy),
    )


def _listed(
    scope: Sequence[ScopeBody], criteria: Sequence[Criterion], strategy: programmes.StrategyOf
) -> dict[str, tuple[str, ...]]:
    return {
        "strands": strategy.strands,
        "strand": (strategy.strand,) if strategy.strand else (),
        "nations": tuple(sorted({one.body.nation for one in scope} - {""})),
        "areas": tuple(dict.fromkeys(one.area.name for one in criteria)),
    }


def _phrases(
    inspection: Inspection, criteria: Sequence[Criterion], strategy: programmes.StrategyOf
) -> tuple[str, ...]:
    """The framework's own words, each once."""
    found = [inspection.question, *strategy.aims.values()]
    for one in criteria:
        found += [one.area.name, one.name, one.text, *(f.text for f in one.findings.all())]
    return tuple(dict.fromkeys(filter(None, found)))


def _period(days: Sequence[tuple[date, date]]) -> tuple[date, date] | None:
    """The first and the last day of all."""
    if not days:
        return None
    return min(first for first, _ in days), max(last for _, last in days)


def _names(one: ScopeBody, *, rehearsal: bool) -> tuple[str, ...]:
    """Every name under which a text may write to a body, the printed one first."""
    real = () if rehearsal else (one.body.name, one.body.short_name)
    return tuple(dict.fromkeys(filter(None, (one.label, *real))))


def _asked(texts: Iterable[Manuscript], names: Mapping[str, str]) -> dict[int, KnownRecommendation]:
    found = {}
    for block in (block for text in texts for block in text.blocks):
        number = block.fields.get("number", "").strip()
        if block.kind != "recommendation" or not number.isdigit():
            continue
        codes = [part.partition("(")[0].strip() for part in block.fields.get("to", "").split(",")]
        to = tuple(names.get(code, code) for code in codes if code)
        found[int(number)] = KnownRecommendation(int(number), to, _day(block.fields.get("due", "")))
    return found


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _official(inspection: Inspection, register: Sequence[Body], strategy: str) -> tuple[str, ...]:
    """The names among which a slip is looked for; in a rehearsal none of a body of a place."""
    open_to = (one for one in register if not (inspection.rehearsal and one.kind in kinds.LOCAL))
    names = [name for one in open_to for name in (one.name, one.short_name)]
    publisher = str(getattr(settings, "PUBLISHER_NAME", ""))
    return tuple(dict.fromkeys(filter(None, [*names, publisher, strategy])))


def _numbers(criteria: Sequence[Criterion], strategy: programmes.StrategyOf) -> dict[str, int]:
    found = {
        "criteria": len(criteria),
        "areas": len({one.area_id for one in criteria}),
        "strands": len(strategy.strands),
        "objectives": strategy.objectives,
    }
    return {noun: count for noun, count in found.items() if count}


def _findings(text: Manuscript | None, claims: Mapping[str, ClaimFacts]) -> dict[str, int]:
    """How many claims the text carries that say what was found: a figure of the record is none."""
    keys = text.keys() if text else ()
    found = sum(key in claims and claims[key].kind.code != _FIGURE for key in keys)
    return {"findings": found} if found else {}


def _inspected(inspection: Inspection, scope: Sequence[ScopeBody]) -> dict[str, int]:
    """How many bodies in scope each phrase of the registers means, and each noun."""
    counted = bodies.counted([one.body for one in scope])
    found = {phrase: count for phrase, count in counted.items() if count}
    return {**found, inspection.noun_plural: len(scope)}


def _comment_days(register: Sequence[Body]) -> int | None:
    obliged = any(one.kind in kinds.MUST_COMMENT for one in register)
    return kinds.COMMENT_DAYS if obliged else None


def scale_changes(criteria: Sequence[Criterion]) -> tuple[date, ...]:
    """The days on which a scale that these criteria are graded on took another's place."""
    scales = {one.scale_id for one in criteria if one.scale_id is not None}
    return programmes.days_of_breaks(scales)
