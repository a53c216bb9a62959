"""The generated pages of docs/ are current, and every word the domain stores has its line in the
glossary.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli import draw_docs

ROOT = Path(__file__).resolve().parents[2]
# Links between two words that stand in the glossary, and how many hands it takes to say so: not
# words of the field.
NOT_WORDS = {
    "item criterion",
    "submission citation",
    "agreed citation",
    "register import",
    "change",
}


def glossary() -> set[str]:
    """Every bold word or phrase of GLOSSARY.md, in small letters; the words of a list each for
    itself.
    """
    bold = re.findall(r"\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text("utf-8"))
    return {word.strip().casefold() for term in bold for word in term.split(",")}


def test_generated_pages_are_current() -> None:
    stale = [
        name
        for name, text in draw_docs.pages().items()
        if not (ROOT / "docs" / name).exists() or (ROOT / "docs" / name).read_text("utf-8") != text
    ]
    assert stale == [], "run ./run docs and commit what it drew"


def test_every_lifecycle_is_drawn_and_no_drawing_is_left_over() -> None:
    assert {path.name for path in (ROOT / "docs" / "states").glob("*.md")} == set(
        draw_docs.state_pages()
    )


def test_permissions_page_names_every_verb_of_every_table() -> None:
    page = draw_docs.permissions_page()
    assert "| judgments |" not in page
    for title, room in draw_docs._rooms():
        section = page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        table = __import__(f"{room}.permissions", fromlist=["TABLE"]).TABLE
        assert len(re.findall(r"(?m)^\| [a-z]", section)) == len(table) + 1, (
            title
        )  # the head is one
        for verb, who in table.items():
            line = next(
                one
                for one in section.splitlines()
                if one.startswith(f"| {verb.partition('.')[2].replace('_', ' ')} |")
            )
            assert line.count(" yes ") == len(who - {Role.BODY, Role.OVERSEER}), verb


def test_every_model_of_the_domain_stands_in_the_glossary() -> None:
    words = glossary()
    models = {
        str(model._meta.verbose_name).casefold()
        for config in apps.get_app_configs()
        if config.name in settings.ROOMS
        for model in config.get_models()
        if not model._meta.auto_created
    }
    unknown = {
        name
        for name in models - NOT_WORDS
        if not any(name == word or name in word.split() for word in words)
    }
    assert sorted(unknown) == [], "add a line for each to GLOSSARY.md"
    assert models >= NOT_WORDS, "NOT_WORDS names models that are gone"
