"""Requests and what bodies hand in, visits, sessions, notes."""

from __future__ import annotations

import re
from datetime import timedelta

from .planning import FIELD_TEAM, TODAY, VISITS
from .walker import Walk

DUE = TODAY + timedelta(days=14)
ASKED = "Records of care for the last month"


def requests(walk: Walk) -> None:
    """The analyst asks each force; its contact hands a file in, in the portal; one is read."""
    analyst = walk["analyst"]
    analyst.room("Fieldwork")
    analyst.go("Requests for documents and data")
    for force in walk.story.forces:
        analyst.go("Ask for documents or data")
        analyst.choose("Body", force)
        analyst.fill("What is asked for", ASKED)
        analyst.fill("Due on", f"{DUE}")
        analyst.press("Ask")
    for word, body in walk.story.contacts.items():
        if body in walk.story.forces:
            file = walk.folder / f"records-{word}.csv"
            file.write_text(f"force,seen in time\n{body},yes\n", "utf-8")
            one = walk[word]
            one.go(ASKED, "Send a note or a document")
            one.attach("File", file)
            one.press("Send")
    inspector = walk["inspector-a"]
    inspector.room("Fieldwork")
    inspector.go("Requests for documents and data", ASKED)
    with inspector.page.expect_download() as given:
        inspector.go(re.compile("^records-"))
    assert "seen in time" in given.value.path().read_text("utf-8")


def visits(walk: Walk) -> None:
    """The lead plans a visit to each force; an inspector of each records the session."""
    lead = walk["lead"]
    lead.room("Fieldwork")
    for force in walk.story.forces:
        lead.go("Plan a visit")
        lead.choose("Body", force)
        lead.fill("Field team", FIELD_TEAM)
        lead.fill("First day", f"{VISITS[force]}")
        lead.fill("Last day", f"{VISITS[force]}")
        lead.press("Plan visit")
    for word, force in walk.story.inspectors.items():
        one = walk[word]
        one.room("Fieldwork")
        one.go(force, "Record a session")
        one.choose("Method", "Interview")
        one.fill("Title", f"Custody suite of {force}")
        one.fill("With whom or on what, by role", "Custody sergeant")
        one.fill("From", f"{VISITS[force]}T09:00")
        one.fill("To", f"{VISITS[force]}T16:00")
        one.tick(walk.story.staff[word][0])
        one.press("Record session")


def notes(walk: Walk) -> None:
    """Each inspector records a note on each criterion from the session of their force, and ends
    the visit.
    """
    for word, force in walk.story.inspectors.items():
        one = walk[word]
        for asked in walk.story.criteria:
            one.go(f"Record evidence from Custody suite of {force}")
            words = f"On “{asked.asked}” the sergeant showed us the records of the month."
            one.fill("What was seen, heard or read", words)
            one.tick(asked.name, "Describes")
            one.press("Record evidence")
            one.reads("Saved. The item cannot be changed")
        one.go("End the visit")
        one.fill("Hot debrief", "Thanks; what we saw, and that nothing is judged yet.")
        one.fill("Who of the body heard it, by role", "Chief officer")
        one.press("End the visit")
