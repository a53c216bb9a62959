"""From an empty installation to what an inspection needs: people, bodies, framework, words."""

from __future__ import annotations

import re

from .story import FRAMEWORK, GRADES, QUESTION, Story
from .walker import PASSWORD, Walk, email

PROGRAMMES = re.compile("^Programmes")
WORDS = "What our words of quantity mean"


def framework(story: Story) -> str:
    """The framework as a file: each criterion with its grades and its finding."""
    head = "framework,version,area,criterion_ref,criterion,grade_scale,grades,graded,findings"
    rows = [
        f"{FRAMEWORK},2026,{one.area},{one.ref},{one.asked},Four grades,{GRADES},yes,"
        f"{one.code}={one.holds}"
        for one in story.criteria
    ]
    return "\n".join([head, *rows, ""])


def people(walk: Walk) -> None:
    """The administrator registers everybody and gives each a role."""
    contacts = {
        word: (f"Contact of {body}", "Body contact") for word, body in walk.story.contacts.items()
    }
    one = walk["administrator"]
    for word, (name, role) in {**walk.story.staff, **contacts}.items():
        one.to("People")
        one.go("Register a person")
        one.fill("Name", name)
        one.fill("E-mail address", email(word))
        one.fill("First password", PASSWORD)
        one.press("Register")
        one.go("Give a role")
        one.choose("Role", role)
        one.press("Give role")


def bodies(walk: Walk) -> None:
    """The administrator registers the bodies and names who speaks for each."""
    one = walk["administrator"]
    kinds = {
        **dict.fromkeys(walk.story.forces, "Territorial police force"),
        **dict.fromkeys(walk.story.addressees, "National body"),
    }
    for name, kind in kinds.items():
        one.to("Bodies")
        one.go("Register a body")
        one.fill("Code", code_of(name))
        one.fill("Name", name)
        one.choose("Kind", kind)
        one.press("Register")
    for name in walk.story.contacts.values():
        one.to("Bodies")
        one.go(name, "Name a contact")
        one.choose("Person", f"Contact of {name}")
        one.press("Name contact")


def code_of(name: str) -> str:
    """The code of a body, as the drill gives it."""
    return name.lower().replace(" ", "-")


def programme(walk: Walk) -> None:
    """The administrator loads the framework; the approving inspector adopts it and the words."""
    file = walk.folder / "custody-care.csv"
    file.write_text(framework(walk.story), "utf-8")
    one = walk["administrator"]
    one.to(PROGRAMMES)
    one.go("Load a framework")
    one.attach("CSV file", file)
    one.fill("The one question", QUESTION)
    one.press("Load")
    one = walk["approving"]
    one.to(PROGRAMMES)
    one.go(re.compile(FRAMEWORK))
    one.press("Adopt this framework")
    one.to(PROGRAMMES)
    one.go("Adopt a vocabulary")
    one.fill("Name in print", WORDS)
    one.press("Adopt")
