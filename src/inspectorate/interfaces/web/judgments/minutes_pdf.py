"""The minutes of a consistency panel as a PDF, by the template that sets the house's documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from inspectorate.domain.judgments.panels.loading import SeatComings
from inspectorate.domain.judgments.panels.models import SteppingAside
from inspectorate.domain.judgments.panels.queries import MinutedDecision, Minutes
from inspectorate.domain.judgments.states import PanelState
from inspectorate.domain.reports.copies import printed
from inspectorate.prose.dates import iso_in_words


def minutes_pdf(told: Minutes, marking: str) -> bytes:
    """Set the minutes as one reader has them, in a process of its own; ``marking`` stands on each
    page. Raises Refused where they cannot be set.
    """
    panel = told.loaded.panel
    inspection = panel.inspection
    fixed = told.loaded.state is PanelState.CLOSED
    data = {
        "title": f"Minutes of consistency panel {panel.number}",
        "subtitle": panel.title,
        "long": False,
        "kind_word": inspection.title,
        "edition": f"Digest {told.digest}" if told.digest else "Not fixed",
        "marking": marking,
        "publisher": "",
        "inspection": inspection.title,
        "published": _day(panel.sits_on),
        "notice": inspection.notice,
        "contact": "",
        "report_at": "",
        "language": "en",
        "region": "GB",
        "contents": False,
        "blocks": [*_standing(told, fixed=fixed), *_blocks(told)],
        "notes": [],
    }
    return printed(data, f"{inspection.slug}, panel {panel.number}")


def _standing(told: Minutes, *, fixed: bool) -> Iterator[dict[str, Any]]:
    if not fixed:
        yield _paragraph("These minutes are not fixed: the sitting is not closed.")
    elif not told.same:
        yield _paragraph(
            "What these minutes are told from is no longer what it was when the sitting was closed."
        )


def _blocks(told: Minutes) -> Iterator[dict[str, Any]]:
    loaded = told.loaded
    panel = loaded.panel
    yield _heading("The sitting", 1)
    yield _list(
        [
            f"Chair: {panel.chair.name}",
            f"Quorum: {panel.quorum} of {len(loaded.seats)} members",
            *(
                f"{one.get_step_display()}: {one.by.name}, {_moment(one.at)}. {one.reason}".strip()
                for one in loaded.moves
            ),
        ]
    )
    yield _heading("Members", 1)
    yield _list([_comings(one) for one in loaded.comings])
    if told.steps_aside:
        yield _heading("Who withdrew, from what, and why", 1)
        yield _list([_aside(one) for one in told.steps_aside])
    yield _heading("Decisions", 1)
    for number, one in enumerate(told.decisions, 1):
        yield from _decision(number, one)
    if told.left:
        yield _heading("On the agenda and not decided", 1)
        yield _list([str(one) for one in told.left])
    if told.removals:
        yield _heading("Taken off the agenda", 1)
        yield _list([f"{one.cell}: {one.reason} ({one.by.name})" for one in told.removals])


def _decision(number: int, one: MinutedDecision) -> Iterator[dict[str, Any]]:
    cell, agreed = one.decision.cell, one.agreed
    yield _heading(f"{number}. {cell.scope_body.label}, {cell.criterion}", 2)
    outcome = f"; {agreed.get_outcome_display()}" if agreed.outcome else ""
    yield _paragraph(f"{agreed.grade or 'Not graded'}{outcome}", strong=True)
    if one.findings:
        yield _list([f"{text}: {'yes' if met else 'no'}" for text, met in one.findings])
    yield _paragraph(agreed.reasons)
    recorded = f"Recorded by {agreed.by.name}, {_moment(agreed.at)}."
    yield _paragraph(f"Decided by {one.names}. {recorded}")
    for each in one.aside:
        why = each.get_not_deciding_display()
        yield _paragraph(f"Did not decide: {each.seat.person.name}. {why}.")
    for each in one.dissents:
        yield _paragraph(f"Dissent of {each.seat.person.name}: {each.dissent}")
    if one.papers is not None:
        yield _note(one.papers_in_words)


def _comings(one: SeatComings) -> str:
    """Whether a member was there when the sitting was opened, and how they came and left."""
    found = f"{one.seat.person.name}: {'present' if one.at_opening else 'absent'}"
    if one.attendance:
        found += " at the opening"
    for each in one.attendance:
        when = _moment(each.happened_at)
        found += f", {each.get_kind_display().lower()} {when} (recorded by {each.by.name})"
    return found


def _aside(one: SteppingAside) -> str:
    what = str(one.criterion) if one.criterion else "every criterion"
    return f"{one.seat.person.name} from {one.scope_body.label}, {what}: {one.reason}"


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{_day(local.date())}, {local:%H:%M}"


def _day(day: Any) -> str:
    return iso_in_words(day.isoformat())


def _heading(words: str, level: int) -> dict[str, Any]:
    return _block("heading", words, level=level)


def _paragraph(words: str, *, strong: bool = False) -> dict[str, Any]:
    return _block("paragraph", words, strong=strong)


def _note(words: str) -> dict[str, Any]:
    return _block("note", words)


def _list(items: Sequence[str]) -> dict[str, Any]:
    return {**_block("list", ""), "items": [[_run(one)] for one in items]}


def _block(kind: str, words: str, *, level: int = 0, strong: bool = False) -> dict[str, Any]:
    return {
        "kind": kind,
        "level": level,
        "runs": [_run(words, strong=strong)],
        "ordered": False,
        "items": [],
    }


def _run(words: str, *, strong: bool = False) -> dict[str, Any]:
    return {
        "text": words,
        "after": "",
        "strong": strong,
        "emphasis": False,
        "link": "",
        "redacted": False,
        "note": 0,
    }
