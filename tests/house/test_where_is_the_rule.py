"""docs/house.md answers "where is the rule for …": each answer names a file that exists and a name
that is defined in it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "house.md"
ROW = re.compile(r"^\| (?P<question>[^|]+) \| (?P<answer>[^|]+) \|$", re.MULTILINE)
ANSWER = re.compile(r"`(?P<name>[^`]+)` in \[(?P<shown>[^\]]+)\]\((?P<path>[^)]+)\)")


def rows() -> list[tuple[str, str]]:
    """Question and answer of each line of the index."""
    section = PAGE.read_text("utf-8").partition("\n## Where is the rule for …\n")[2]
    found = ROW.findall(section.partition("\n## ")[0])
    return [(question, answer) for question, answer in found if not question.startswith("rule")]


def defined_in(path: Path) -> set[str]:
    """Names a Python file defines, methods as ``Class.method``; for other files their lines."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return set(re.findall(r"[\w.-]+", text))
    names: set[str] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            names.add(node.name)
            names |= {
                f"{node.name}.{inner.name}"
                for inner in node.body
                if isinstance(inner, ast.FunctionDef)
            }
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def test_index_answers_at_least_twenty_questions() -> None:
    assert len(rows()) >= 20
    assert len({question for question, _ in rows()}) == len(rows())


@pytest.mark.parametrize(("question", "answer"), rows(), ids=[question for question, _ in rows()])
def test_rule_is_found_within_two_files_where_the_index_says(question: str, answer: str) -> None:
    links = ANSWER.findall(answer)
    assert 1 <= len({path for _, _, path in links}) <= 2, answer
    for name, shown, path in links:
        target = (PAGE.parent / path).resolve()
        assert target.is_file(), f"{question}: {path} is not there"
        assert path.endswith(shown), f"{question}: {shown} is shown, {path} is linked"
        assert name in defined_in(target), f"{question}: {name} is not defined in {path}"
