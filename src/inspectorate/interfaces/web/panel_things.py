"""What entries on consistency panels and overrides are of."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.verbs import JudgmentVerb

if TYPE_CHECKING:
    from .things import Kind, Named, Place  # which read this module for their table


def of_panels(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""
    verb, panel = JudgmentVerb.SEE_PANELS, place("judgments-panel", ("number",))

    def of_panel(at: str) -> Kind:
        """What happened to the panel that lies at ``at``."""
        to, found = at.replace(".", "__"), attrgetter(at)
        return kind(
            verb,
            "a consistency panel",
            lambda row: str(found(row)),
            place("judgments-panel", (f"{at}.number",)),
            whose=f"{to}__inspection",
            with_=(to,),
        )

    def of_cell(named: Named, to: str, at: str, panel_at: str = "") -> Kind:
        """A judgment whose body and criterion lie at ``to``; ``panel_at`` leads to its panel."""
        under, path = f"{to}__" if to else "", f"{at}." if at else ""
        also = (place("judgments-panel", (f"{panel_at}.number",)),) if panel_at else ()
        return kind(
            JudgmentVerb.SEE_DESK,
            "a judgment",
            named,
            place("judgments-cell", (f"{path}scope_body.code", f"{path}criterion.pk")),
            whose=f"{under}scope_body__inspection",
            body=f"{under}scope_body__body",
            with_=(
                f"{under}scope_body",
                f"{under}criterion",
                *([panel_at.replace(".", "__")] if panel_at else []),
            ),
            also=also,
        )

    return {
        "judgments.consistencypanel": kind(verb, "a consistency panel", str, panel),
        "judgments.panelmove": of_panel("panel"),
        "judgments.panelattendance": of_panel("seat.panel"),
        "judgments.steppingaside": kind(
            JudgmentVerb.SEE_PANELS,
            "a consistency panel",
            lambda row: f"{row.scope_body.label} before {row.seat.panel}",
            place("judgments-panel", ("seat.panel.number",)),
            whose="seat__panel__inspection",
            body="scope_body__body",
            with_=("seat__panel", "scope_body"),
        ),
        "judgments.panelcell": of_cell(_judgment, "", "", "panel"),
        "judgments.panelcellremoval": of_cell(
            lambda row: _judgment(row.cell), "cell", "cell", "cell.panel"
        ),
        "judgments.paneldecision": of_cell(
            lambda row: _judgment(row.cell), "cell", "cell", "cell.panel"
        ),
        "judgments.override": of_cell(lambda row: _judgment(row.agreed), "agreed", "agreed"),
        "judgments.overridewithdrawal": of_cell(
            lambda row: _judgment(row.agreed), "agreed", "agreed"
        ),
    }


def _judgment(row: Any) -> str:
    return f"the judgment of {row.scope_body.label} on {row.criterion.ref}"
