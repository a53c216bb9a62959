"""Names in the code are words of GLOSSARY.md: every module and package has its entry there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
# Files a framework asks for by these names, and names of checks, which docs/guide/checks.md lists.
FRAMEWORK = {"__init__", "models", "views", "urls", "forms", "settings", "wsgi", "main", "base"}
FOLDERS = {"templates", "static", "templatetags", "migrations", "data", "content", "assets"}


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


def test_glossary_explains_each_word_once() -> None:
    lines = (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
    heads = [line.split("|")[1].strip().casefold() for line in lines if line.startswith("| **")]
    assert sorted({head for head in heads if heads.count(head) > 1}) == []
