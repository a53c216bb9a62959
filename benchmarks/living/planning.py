"""The inspection opened, its scope, team and terms; approved; and moved from phase to phase."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from inspectorate.prose.dates import LONDON

from .setting_up import WORDS
from .story import FORCES, FRAMEWORK, PREFIX, QUESTION, SLUG, TITLE
from .walker import Walk

# As a person at work reads it off the wall.
TODAY = datetime.now(LONDON).date()
# Visits lie behind, a week apart: what was heard there is written today.
FROM, TO = TODAY - timedelta(days=21), TODAY - timedelta(days=1)
VISITS = {force: FROM + timedelta(days=7 * number) for number, force in enumerate(FORCES)}
FIELD_TEAM = "A"


def opened(walk: Walk) -> None:
    """The lead opens it, sets its scope and terms and brings the team; it is approved."""
    lead = walk["lead"]
    lead.go("Open an inspection")
    lead.fill("Title", TITLE)
    lead.fill("Address word", SLUG)
    lead.fill("Letters before numbers", PREFIX)
    lead.fill("The one question", QUESTION)
    lead.choose("Framework", f"{FRAMEWORK}, 2026")
    lead.choose("Quantity vocabulary", f"{WORDS} (1)")
    lead.tick("Live")
    lead.fill("Fieldwork from", f"{FROM}")
    lead.fill("Fieldwork to", f"{TO}")
    lead.press("Open")
    lead.go("Set scope")
    lead.tick(*walk.story.forces)
    lead.press("Set scope")
    lead.go("Set terms of reference")
    lead.fill("Text", "What is asked, of whom and by when; who reads it before it is printed.")
    lead.press("Set terms")
    for role in dict.fromkeys(role for _, role in walk.story.staff.values()):
        if role != "Lead inspector":  # whoever opens it leads it
            _join(walk, role)
    one = walk["approving"]
    one.to(TITLE)
    one.go("Approve")
    one.fill("Text", "Approved under this year's programme.")
    one.press("Approve")
    move(walk, "Fieldwork")


def _join(walk: Walk, role: str) -> None:
    """Everybody of a role joins at once; inspectors travel together."""
    lead = walk["lead"]
    lead.room("Plan")
    lead.go("Put people on the team")
    for name, held in walk.story.staff.values():
        if held == role:
            lead.tick(re.compile(rf"^{name}:"))
    lead.choose("Role on this inspection", role)
    if role == "Inspector":
        lead.fill("Field team", FIELD_TEAM)
    lead.press("Put on team")


def move(walk: Walk, phase: str) -> None:
    """The lead moves the inspection to another phase."""
    lead = walk["lead"]
    lead.room("Plan")
    lead.go("Move to another phase")
    lead.choose("Phase to move to", phase)
    lead.press("Move")
    lead.reads("The phase is changed.")
