"""The release prepared, approved and out; what became of its recommendations; the public site."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from inspectorate.prose.dates import LONDON

from .story import ADDRESSEES, PREFIX, SLUG, TITLE
from .walker import Walk
from .writing import HEADLINE

ACTION = "It is set down by the spring."
HEADLINE_FIGURE = "of the 3 forces inspected"
# What the public reads at the end, by page.
PUBLIC = {
    "1/report.html": ("2 of the 3 forces inspected see people in custody in time",),
    "1/press-release.html": (HEADLINE, "no force learns lessons"),
    "recommendations.html": (*ADDRESSEES, "Agreed"),
}
CLOCK = "confirms day and hour"


def confirmed(walk: Walk) -> None:
    """The press officer confirms day and hour from a clock on the wall, where it is asked for."""
    press = walk["press"]
    press.go("Inspectorate")
    if press.page.get_by_role("link", name=CLOCK).count():
        press.go(CLOCK)
        press.fill("Day and hour", f"{datetime.now(LONDON):%Y-%m-%dT%H:%M}")
        press.press("Confirm")


def released(walk: Walk) -> None:
    """The press officer prepares both, the approving inspector approves, and it goes out."""
    confirmed(walk)
    embargo = (datetime.now(LONDON) + timedelta(minutes=1, seconds=30)).replace(second=0)
    press = walk["press"]
    press.room("Publication")
    press.go("Prepare a release")
    press.tick(re.compile(f"^{TITLE}"), re.compile(f"^{HEADLINE}"))
    press.fill("Embargo ends at", f"{embargo:%Y-%m-%dT%H:%M}")
    press.press("Prepare")
    one = walk["approving"]
    one.room("Publication")
    one.go("Release 1")
    one.press("Sign what will go out")
    walk.wait_for(f"{SLUG}/1/report.html", HEADLINE_FIGURE)
    # Its publication moved the phase; nobody did.
    one.room("Plan")
    one.reads("Published")


def answered(walk: Walk) -> None:
    """Each addressee answers in the portal, one says what it has done; a person reads the words,
    and the register goes out again.
    """
    for number, word in enumerate(("contact-college", "contact-council"), 1):
        one = walk[word]
        one.to(re.compile(f"^{PREFIX}-R{number}"))
        one.go("Answer")
        one.tick("Agreed")
        one.fill("Action you propose", ACTION)
        one.press("Send the answer")
    one.go("Say what has been done")
    one.tick("Some progress")
    one.fill("What has been done, and how one can see it", "The first year is gathered.")
    one.press("Send")
    press = walk["press"]
    for number in (1, 2):
        press.room("Recommendations")
        press.go(re.compile(f"^{PREFIX}-R{number}"))
        press.go(re.compile("^Read"))
        press.press("Accept")
    press.room("Publication")
    press.press("Publish the register as it is now")
    for number in (1, 2):
        walk.wait_for(f"{SLUG}/recommendations/{PREFIX.lower()}-r{number}.html", ACTION)
