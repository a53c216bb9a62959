"""One grammar of rules: what may be done now is named by the verb, as in ``registrable``.

``may`` asks about a person, ``require`` refuses one; a rule of ``policies.py`` asks neither.
"""

from __future__ import annotations

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "inspectorate"
POLICIES = sorted(SRC.rglob("policies.py"))
ENDINGS = ("able", "ible")


def rules(tree: ast.Module) -> list[str]:
    """The public functions of a ``policies.py`` that return reasons."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.returns is not None
        and ast.unparse(node.returns) == "list[Reason]"
    ]


def wrongly_named(tree: ast.Module) -> list[str]:
    """The rules that are not named ``<verb>able``."""
    return [name for name in rules(tree) if not name.endswith(ENDINGS)]


def test_every_rule_on_what_may_be_done_now_is_named_by_its_verb() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in POLICIES}
    assert sum(len(rules(tree)) for tree in trees.values()) > 50
    assert {
        path.relative_to(SRC).as_posix(): wrong
        for path, tree in trees.items()
        if (wrong := wrongly_named(tree))
    } == {}


def test_rule_named_by_a_noun_or_by_the_question_about_a_person_is_found() -> None:
    seeded = ast.parse(
        "def may_open() -> list[Reason]: ...\n"
        "def scale() -> list[Reason]: ...\n"
        "def openable() -> list[Reason]: ...\n"
        "def _scale() -> list[Reason]: ...\n"
        "def count() -> int: ...\n"
    )
    assert wrongly_named(seeded) == ["may_open", "scale"]
