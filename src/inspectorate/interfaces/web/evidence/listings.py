"""Evidence as it is taken out."""

from __future__ import annotations

from inspectorate.domain.evidence.models import Item
from inspectorate.foundation.search import port

from ..lists.listing import Column, Listing, Rows

_ITEMS = (
    Column("Item", lambda item: item.ref),
    Column("Body", lambda item: item.scope_body.label),
    Column("Criteria", lambda item: ", ".join(one.ref for one in item.criteria.all())),
    Column("Kind of source", lambda item: item.get_kind_display()),
    Column("Method", lambda item: item.get_method_display()),
    Column("Heard or seen from", lambda item: item.origin),
    Column("Words", lambda item: item.words or item.stub, wide=True),
    Column("Says", lambda item: item.get_direction_display()),
    Column("Practice", lambda item: "yes" if item.practice else "no"),
    Column("Observed", lambda item: item.observed_at),
    Column("Written down", lambda item: item.written_at),
    Column("Received", lambda item: item.came_at),
    Column("Recorded", lambda item: item.recorded_at),
    Column("Late", lambda item: "yes" if item.late else "no"),
    Column("Rebuilt from memory", lambda item: "yes" if item.rebuilt else "no"),
    Column("After its visit was reopened", lambda item: "yes" if item.after_reopening else "no"),
    Column("Recorded by", lambda item: item.recorded_by.name),
    Column("Marking", lambda item: item.marking),
    Column("State", lambda item: str(item.state).capitalize()),
    Column("Files", lambda item: _files(item)),
)


def items(rows: Rows, said: list[str], *, capped: bool) -> Listing:
    """Items of evidence with their words; ``capped``: those are the newest, and there are more."""
    # Of a phrase fewer are counted on the page than leave.
    some = (
        f"the newest {len(rows):,} of more" if len(rows) >= port.CAP else f"more than {len(rows):,}"
    )
    cut = [some] if capped else []
    return Listing("evidence", "Evidence", _ITEMS, rows, "; ".join([*said, *cut]), capped)


def _files(item: Item) -> str:
    return "; ".join(one.name for one in item.attachments.all())
