"""Names in the code are words of GLOSSARY.md: each module, each package and the noun of each class
has its entry there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import trees, walk

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
# Files a framework asks for by these names, and names of checks, which docs/guide/checks.md lists.
FRAMEWORK = {
    *("__init__", "models", "views", "urls", "forms", "settings", "wsgi", "main", "base"),
    *("management", "commands", "migrate"),
}
FOLDERS = {"templates", "static", "templatetags", "migrations", "data", "content", "assets"}
# Nouns of classes that any reader of Django or of Python knows.
PLAIN = {
    *("choice", "data", "day", "features", "field", "filters", "form", "import", "info", "line"),
    *("listing", "manager", "meta", "name", "note", "operations", "person", "question", "reader"),
    *("set", "status", "step", "style", "totals", "type", "wrapper"),
}
# Classes whose names a framework or an enumeration asks for; each reads as it is used.
AS_USED = {"Anybody", "AppendOnly", "Command", "Permanent", "Recorded", "RoleHeld", "WaitsFor"}


def modules() -> dict[str, str]:
    """Each module's and package's own name, and one path that has it."""
    names = {}
    for path in SRC.rglob("*.py"):
        parts = path.relative_to(SRC).with_suffix("").parts
        if "migrations" in parts:
            continue
        checks = len(parts) > 1 and parts[-2] == "checks"
        own = parts[:-1] if checks else parts
        for name in own:
            if name not in FRAMEWORK | FOLDERS:
                names[name.replace("_", " ")] = path.relative_to(ROOT).as_posix()
    return names


def entries() -> set[str]:
    """Every bold word or phrase of the glossary, the words of a list each for itself."""
    bold = re.findall(r"\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text("utf-8"))
    return {word.strip().casefold() for term in bold for word in term.split(",")}


def test_every_module_name_stands_in_the_glossary() -> None:
    known = entries()
    missing = {
        name: path
        for name, path in modules().items()
        if not {name.casefold(), name.casefold().removesuffix("s")} & known
    }
    assert missing == {}, "add a line to GLOSSARY.md, or take a word that stands there"


def classes() -> Iterator[tuple[str, str]]:
    """Yield the name and path of each public class; an exception is named for what happened."""
    for path, tree in trees().items():
        if not path.is_relative_to(SRC / "inspectorate"):
            continue
        for node in walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                bases = " ".join(map(ast.unparse, node.bases))
                if not re.search("Exception|Error|Refused", bases):
                    yield node.name, path.relative_to(ROOT).as_posix()


def noun(name: str) -> str:
    """Return the last word of a class name, in lower case: ``item`` of ``JudgedItem``."""
    return re.findall("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", name)[-1].casefold()


def forms(word: str) -> set[str]:
    """Return a noun's singular and plural."""
    return {word, f"{word}s", word.removesuffix("s"), re.sub("a$", "on", word)}


def test_noun_of_each_class_stands_in_the_glossary_or_is_plain() -> None:
    known = {word for entry in entries() for word in entry.split()} | PLAIN
    missing = {
        name: path
        for name, path in classes()
        if name not in AS_USED and not forms(noun(name)) & known
    }
    assert missing == {}, "name the class by a noun of GLOSSARY.md, or add a line there"


def test_no_plain_noun_is_kept_that_no_class_has() -> None:
    used = {noun(name) for name, _ in classes()}
    assert (sorted(PLAIN - used), sorted(AS_USED - {name for name, _ in classes()})) == ([], [])


def test_glossary_explains_each_word_once() -> None:
    lines = (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
    heads = [line.split("|")[1].strip().casefold() for line in lines if line.startswith("| **")]
    assert sorted({head for head in heads if heads.count(head) > 1}) == []
