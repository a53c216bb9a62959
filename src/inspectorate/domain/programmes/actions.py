"""The only writers of strategies, scales, vocabularies, frameworks and calendars.

Ledger stream: ``register``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.text import slugify

from inspectorate.foundation.due_days.calendars import read_days
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.access import require
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectorate.prose.style.house import HouseStyle as Style
from inspectstats.quantity.shipped import SHIPPED

from . import policies, queries, style_rules
from .definition import written
from .drafting import store
from .loader import parse_framework
from .models import (
    Framework,
    Grade,
    HouseStyle,
    NonWorkingDay,
    Objective,
    Scale,
    ScaleBreak,
    Strand,
    Strategy,
    Vocabulary,
    WorkingCalendar,
)
from .permissions import TABLE
from .verbs import ProgrammeVerb

STREAM = "register"


@action(ProgrammeVerb.REGISTER_STRATEGY, streams=lambda **_: [STREAM])
def register_strategy(
    *,
    by: Person,
    at: datetime,
    key: str,
    code: str,
    name: str,
    co_ordinated_by: str = "",
    strands: Sequence[tuple[str, str, str, Sequence[str]]] = (),
) -> Strategy:
    """Register a strategy with its strands, each (code, name, aim, objectives).

    It never changes and is never taken back: what replaces it is registered under another code.
    """
    require(by, TABLE, ProgrammeVerb.REGISTER_STRATEGY)
    refuse_if(policies.registrable(code, name, strands))
    strategy = Strategy.objects.create(
        code=code, name=name.strip(), co_ordinated_by=co_ordinated_by
    )
    for order, (strand_code, strand_name, aim, objectives) in enumerate(strands, start=1):
        strand = Strand.objects.create(
            strategy=strategy, code=strand_code, name=strand_name, aim=aim, order=order
        )
        Objective.objects.bulk_create(
            [
                Objective(strand=strand, order=place, text=text)
                for place, text in enumerate(objectives, start=1)
            ]
        )
    write(
        of=strategy,
        stream=STREAM,
        detail={"code": code, "strands": [strand[0] for strand in strands]},
    )
    return strategy


@action(ProgrammeVerb.ADD_SCALE, streams=lambda **_: [STREAM])
def add_scale(
    *,
    by: Person,
    at: datetime,
    key: str,
    code: str,
    version: str,
    name: str,
    grades: Sequence[tuple[str, str, bool]],
) -> Scale:
    """Add a version of a scale; ``grades`` are (name, letter, counts as met) from worst to best.

    A version never changes and is never taken back: a change is another version.
    """
    require(by, TABLE, ProgrammeVerb.ADD_SCALE)
    refuse_if(policies.addable(code, version, name, grades))
    scale = Scale.objects.create(code=code, version=version, name=name.strip())
    Grade.objects.bulk_create(
        [
            Grade(scale=scale, order=order, name=grade, letter=letter, meets=meets)
            for order, (grade, letter, meets) in enumerate(grades)
        ]
    )
    write(of=scale, stream=STREAM, detail={"code": code, "grades": len(grades)})
    return scale


@action(ProgrammeVerb.ADOPT_VOCABULARY, streams=lambda **_: [STREAM])
def adopt_vocabulary(
    *, by: Person, at: datetime, key: str, code: str, version: str, name: str
) -> Vocabulary:
    """Adopt a vocabulary that ships, under a version of ours; its bands of that day are stored."""
    require(by, TABLE, ProgrammeVerb.ADOPT_VOCABULARY)
    refuse_if(policies.vocabulary_adoptable(code, version, name))
    vocabulary = Vocabulary.objects.create(
        code=code,
        version=version,
        name=name.strip(),
        # A copy of that day: what reports said must not change when a later version ships other
        # bands.
        definition=written(SHIPPED[code]),
        adopted_at=at,
    )
    write(of=vocabulary, stream=STREAM, detail={"code": code})
    return vocabulary


@action(ProgrammeVerb.LOAD_FRAMEWORK, streams=lambda **_: [STREAM])
def load_framework(
    *,
    by: Person,
    at: datetime,
    key: str,
    content: bytes,
    name: str,
    question: str = "",
    code: str = "",
    version: str = "",
    strand: Strand | None = None,
    leave_out: bool = False,
) -> Framework:
    """Load a framework from the CSV ``content`` of the file ``name``.

    ``version`` chooses one where the file holds several; with ``leave_out`` columns that are not
    known are left out and named. The same content again returns the framework it made before.
    Raises SheetRefused with every fault by row and column.
    """
    require(by, TABLE, ProgrammeVerb.LOAD_FRAMEWORK)
    draft = parse_framework(content, name=name, version=version, leave_out=leave_out)
    code = code or slugify(draft.name)[:80]
    digest = hashlib.sha256(content).hexdigest()
    refuse_if(policies.loadable(code, draft.version, digest))
    # The same content again is no fault: it returns what it made the first time.
    framework = Framework.objects.filter(code=code, version=draft.version).first()
    is_new = framework is None
    if framework is None:
        framework = Framework.objects.create(
            code=code,
            version=draft.version,
            name=draft.name,
            question=question.strip() or draft.question,
            strand=strand,
            loaded_at=at,
            source_digest=digest,
            left_out=", ".join(draft.left_out),
        )
        store(framework, draft)
    write(
        of=framework,
        stream=STREAM,
        detail={"code": code, "new": is_new, "criteria": len(draft.criteria)},
    )
    return framework


@action(ProgrammeVerb.ADOPT_FRAMEWORK, streams=lambda **_: [STREAM])
def adopt_framework(*, by: Person, at: datetime, key: str, framework: Framework) -> Framework:
    """Adopt a framework: from now on it is fixed, and inspections may open on it."""
    require(by, TABLE, ProgrammeVerb.ADOPT_FRAMEWORK)
    refuse_if(policies.framework_adoptable(framework))
    framework.adopted_at = at
    framework.save(update_fields=["adopted_at"])
    write(of=framework, stream=STREAM, detail={"code": framework.code})
    return framework


@action(ProgrammeVerb.MARK_BREAK, streams=lambda **_: [STREAM])
def mark_break(
    *,
    by: Person,
    at: datetime,
    key: str,
    before: Scale,
    after: Scale,
    reason: str,
    changed_on: date,
) -> ScaleBreak:
    """Record that grades of two scales show no trend, and why.

    ``changed_on`` is the first day on which the scale after is graded on.

    A break is never taken back: what was printed under it stands. Grades that may be compared are
    graded on one version of a scale.
    """
    require(by, TABLE, ProgrammeVerb.MARK_BREAK)
    refuse_if(policies.breakable(before, after, reason))
    scale_break = ScaleBreak.objects.create(
        before=before, after=after, reason=reason.strip(), changed_on=changed_on
    )
    write(of=scale_break, stream=STREAM, detail={"before": before.pk, "after": after.pk})
    return scale_break


@action(ProgrammeVerb.LOAD_CALENDAR, streams=lambda **_: [STREAM])
def load_calendar(
    *,
    by: Person,
    at: datetime,
    key: str,
    content: bytes,
    name: str,
    title: str,
    first_on: date,
    last_on: date,
) -> WorkingCalendar:
    """Load a calendar of non-working days from the CSV ``content`` of the file ``name``.

    It is called ``title`` and stands in place of an earlier one called so, for days counted from
    now on. Raises SheetRefused with every fault by row and column.
    """
    require(by, TABLE, ProgrammeVerb.LOAD_CALENDAR)
    refuse_if(policies.calendar_loadable(title, first_on, last_on))
    days = read_days(content, name=name, first=first_on, last=last_on)
    title = title.strip()
    calendar = WorkingCalendar.objects.create(
        name=title,
        version=WorkingCalendar.objects.filter(name=title).count() + 1,
        first_on=first_on,
        last_on=last_on,
        source_digest=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )
    NonWorkingDay.objects.bulk_create(
        [NonWorkingDay(calendar=calendar, on=on, name=days[on]) for on in sorted(days)]
    )
    write(of=calendar, stream=STREAM, detail={"version": calendar.version, "days": len(days)})
    return calendar


@action(ProgrammeVerb.ADOPT_STYLE, streams=lambda **_: [STREAM])
def adopt_style(*, by: Person, at: datetime, key: str, style: Style) -> HouseStyle:
    """Adopt how the house writes, in place of the version before; with no rule on, nothing is told.

    What is frozen stays as it is. Where a swap is gone, what was signed by it is signed anew.
    """
    require(by, TABLE, ProgrammeVerb.ADOPT_STYLE)
    refuse_if(style_rules.adoptable(style, queries.style_in_force(), grades=queries.grade_names()))
    adopted = HouseStyle.objects.create(
        version=HouseStyle.objects.count() + 1, definition=style.stored(), by=by, at=at
    )
    rules = sorted(rule.value for rule in style.rules)
    write(of=adopted, stream=STREAM, detail={"version": adopted.version, "rules": rules})
    return adopted
