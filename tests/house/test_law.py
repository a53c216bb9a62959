"""The software says nothing of law of its own: a page speaks of a legal basis as it is recorded.

Every string of the doors' templates and of the code that a reader may be shown is walked; what is
left stands in a list with its reason.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import trees, walk

SRC = Path(__file__).resolve().parents[2] / "src" / "inspectorate"
LAW = re.compile(
    r"\b(?:laws?|legal(?:ly)?|statut\w*|dut(?:y|ies)|oblig\w+|unlawful\w*|"
    r"must\s+(?:repl|answer|comment|publish|respond)\w*|required\s+(?:by|under))\b",
    re.I,
)
# A file, words of its string, and why they may stand. Code that reads or stores such words says
# nothing to a reader.
MAY_STAND = (
    ("domain/reports/checks/", "", "patterns by which a rule finds law in an author's words"),
    (
        "domain/reports/naming/reasons.py",
        "A sentence that states law",
        "names the rule for authors",
    ),
    ("domain/reports/editions/recommendations.py", "duty", "the code a manuscript writes"),
    ("domain/reports/editions/recommendations.py", "no legal basis is on record", "asks for it"),
    ("domain/recommendations/", "duty", "the code of the basis, stored"),
    ("domain/recommendations/models.py", "Duty to reply", "names a stored code; no page shows it"),
    ("prose/checks/", "law enforcement", "a pattern that finds markings"),
    ("domain/inspections/models.py", "Required by the minister", "the basis an inspection records"),
    ("domain/publication/", "Legal basis", "names the column of the open data"),
    ("interfaces/public/register_tables.py", "Legal basis", "names the column of the open data"),
    ("domain/publication/", "duty: asked under a legal basis", "explains a code of the data"),
    ("interfaces/public/register_tables.py", "duty: asked under", "explains a code of the data"),
    ("interfaces/web/inspections/forms.py", "The statute, letter or decision.", "asks for words"),
    ("prose/", "", "words by which texts are read"),
    ("demo/", "", "the texts of the rehearsal, held to the rule for authors"),
)
_TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[^>]*>", re.S)


@functools.cache
def said() -> list[tuple[str, str]]:
    """Yield (file, words) of every text that a template or a line of code may show."""
    found = []
    for path in sorted(SRC.rglob("*")):
        name = path.relative_to(SRC).as_posix()
        if "migrations" in path.parts:
            continue
        if path.suffix in (".html", ".txt", ".typ", ".svg"):
            lines = _TAG.sub("\n", path.read_text("utf-8")).split("\n")
            found += [(name, line.strip()) for line in lines]
        elif path.suffix == ".py":
            found += [(name, words) for words in _strings(trees()[path])]
    return found


def _strings(tree: ast.Module) -> Iterator[str]:
    """Yield the strings of a module but its docstrings."""
    told = set()
    for node in walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.add(id(node.value))
    for node in walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_no_text_of_the_software_speaks_of_law() -> None:
    found = [
        (name, words)
        for name, words in said()
        if LAW.search(words)
        and not any(name.startswith(file) and part in words for file, part, _ in MAY_STAND)
    ]
    assert found == []


def test_every_line_of_the_list_is_used() -> None:
    hits = [(name, words) for name, words in said() if LAW.search(words)]
    unused = [
        (file, part)
        for file, part, _ in MAY_STAND
        if not any(name.startswith(file) and part in words for name, words in hits)
    ]
    assert unused == []


def test_walk_finds_a_sentence_on_law_in_a_template_and_in_code() -> None:
    assert LAW.search("You are asked to reply; no statute obliges you")
    tree = ast.parse('"""A duty."""\nSAID = "has a duty to reply"\n')
    assert [words for words in _strings(tree) if LAW.search(words)] == ["has a duty to reply"]
