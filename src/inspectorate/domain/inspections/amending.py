"""What of an inspection may be amended, and what is fixed, and why.

Whether a release is out is for the room of publication to say: its act of amending asks both.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from . import policies
from .models import Inspection, NotInspected, ScopeBody, Suppression
from .reasons import InspectionReason
from .verbs import InspectionVerb

AMENDABLE = (
    "title",
    "question",
    "basis",
    "basis_text",
    "fieldwork_from",
    "fieldwork_to",
    "noun",
    "noun_plural",
    "names_bodies",
    "small_below",
    "prefix",
    "framework",
)
_ANEW = Mend.by(InspectionVerb.OPEN, "Open a new inspection if it must be another.")
_NEVER = {
    "slug": "The short name stands in every address and names the ledger, so it never changes.",
    "rehearsal": "What was recorded as a rehearsal is never live, nor the reverse: it never "
    "changes.",
}
_IN_USE = {
    "prefix": "Something is recorded here already, and its number begins with the prefix.",
    "framework": "Something is recorded here already, and rests on the criteria.",
}


def fixed(inspection: Inspection) -> dict[str, Reason]:
    """Why a field is fixed, for each that is, whatever is out."""
    found = {name: _fixed(text, _ANEW, name) for name, text in _NEVER.items()}
    if _recorded(inspection):
        return found | {name: _fixed(text, _ANEW, name) for name, text in _IN_USE.items()}
    if NotInspected.standing().filter(scope_body__inspection=inspection).exists():
        text = "Criteria of the framework are left out for some bodies."
        mend = Mend.by(InspectionVerb.TAKE_BACK, "Take them back into the coverage first.")
        found["framework"] = _fixed(text, mend, "framework")
    elif Suppression.standing().filter(inspection=inspection).exclude(criterion=None).exists():
        text = "Published columns of its criteria are suppressed."
        mend = Mend.by(InspectionVerb.UNSUPPRESS, "Publish them again first.")
        found["framework"] = _fixed(text, mend, "framework")
    return found


def _fixed(text: str, mend: Mend, field: str) -> Reason:
    return Reason(InspectionReason.FIXED, text, mend, field)


def _recorded(inspection: Inspection) -> bool:
    """Has any other room recorded something of the inspection, or of a body in its scope?"""
    own, scope = inspection._meta.app_label, inspection.scope.all()
    return any(
        relation.related_model._default_manager.filter(
            **{relation.field.name + "__in": of}
        ).exists()
        for model, of in ((Inspection, [inspection]), (ScopeBody, scope))
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label != own
    )


def differences(inspection: Inspection, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``changes`` that say something else than what stands, in the order of the fields."""
    sent = {
        name: value.strip() if isinstance(value, str) else value for name, value in changes.items()
    }
    return {
        name: sent[name]
        for name in (*AMENDABLE, *_NEVER)
        if name in sent and sent[name] != getattr(inspection, name)
    }


def amended(inspection: Inspection, changed: Mapping[str, Any]) -> Inspection:
    """Return a copy of the inspection, not saved, that says what it would say."""
    copied = copy.copy(inspection)
    for name, value in changed.items():
        setattr(copied, name, value)
    return copied


def reasons_not_to_amend(
    inspection: Inspection, changed: Mapping[str, Any], reason: str
) -> list[Reason]:
    """Require an inspection that is not over, a difference in what is not fixed, and a reason."""
    found = [*policies.workable(inspection), *storable(reason, "reason", needed=True)]
    if not changed:
        text, mend = "Nothing is changed.", Mend.words("Change at least one field.")
        found.append(Reason(InspectionReason.NOTHING_AMENDED, text, mend))
    held = fixed(inspection)
    found += [held[name] for name in changed if name in held]
    return [*found, *policies.openable(amended(inspection, changed))]


def shown(inspection: Inspection, names: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of these names say, as a page shows them."""
    return {name: _shown(inspection, name) for name in names}


def _shown(inspection: Inspection, name: str) -> str:
    value = getattr(inspection, name)
    if name == "basis":
        return inspection.get_basis_display()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value.isoformat() if isinstance(value, date) else str(value)
