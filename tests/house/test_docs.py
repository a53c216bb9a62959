"""The generated pages of docs/ are current, and every word the domain stores has its line in the
glossary.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.claims.kinds.registry import KINDS as CLAIMS
from inspectorate.domain.evidence.kinds import SourceKind
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.reports.documents.registry import DOCUMENT_TYPES
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.codes import ReasonCode
from inspectorate.interfaces.cli import draw_docs, permissions_page

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
    page = permissions_page.permissions_page()
    assert "| judgments |" not in page
    for title, room in permissions_page.rooms():
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


def test_permissions_page_explains_every_role_kind_method_and_reason() -> None:
    page = permissions_page.permissions_page()
    lines = page.splitlines()
    for role in Role:
        assert any(line.startswith(f"* **{role.label}**: ") for line in lines), role
    for label in (
        *(one.label for one in (*Kind, *Method, *SourceKind)),
        *(one.label for one in CLAIMS.values()),
        *(one.label for one in DOCUMENT_TYPES.values()),
    ):
        assert any(line.startswith(f"| {label} | ") for line in lines), label
    reasons = {code for enumeration in ReasonCode.__subclasses__() for code in enumeration}
    missing = {code for code in reasons if f"* `{code.value}` {code.sentence}" not in lines}
    assert (len(reasons) > 200, missing) == (True, set())


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
