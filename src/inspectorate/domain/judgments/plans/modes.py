"""How the cells of an inspection are judged now."""

from __future__ import annotations

from inspectorate.domain.inspections.models import Inspection

from ..models import USUAL_MODE, Mode, ModeChoice, Submission


def mode_of(inspection: Inspection) -> Mode:
    """The mode that was chosen last; blind double where nobody chose one. A query."""
    newest = ModeChoice.objects.filter(inspection=inspection).order_by("-number")
    chosen = newest.values_list("mode", flat=True).first()
    return Mode(chosen) if chosen else USUAL_MODE


def begun(inspection: Inspection) -> bool:
    """Was anything ever submitted, so that the mode is fixed?"""
    return Submission.objects.filter(assignment__scope_body__inspection=inspection).exists()
