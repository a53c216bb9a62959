"""What a page remembers holds while the newest entries are the same: so whatever it was computed
from must be written in the streams of which the newest are asked.
"""

from __future__ import annotations

import ast
from pathlib import Path

from inspectorate.domain.bodies.actions import STREAM as REGISTER
from inspectorate.foundation.ledger.actions import STREAM as LEDGER
from inspectorate.foundation.people.actions import STREAM as PEOPLE
from tests.house.source import SRC, trees, walk

# The rooms at and below the claims, and what they stand on.
BELOW = ("bodies", "programmes", "inspections", "fieldwork", "evidence", "judgments", "claims")
ASKED = {REGISTER, PEOPLE, LEDGER}


def _written(tree: ast.Module) -> list[str]:
    """How each act of a module says in which stream its entry stands."""
    calls = (node for node in walk(tree) if isinstance(node, ast.Call))
    named = (one for one in calls if isinstance(one.func, ast.Name) and one.func.id == "write")
    return [
        ast.unparse(word.value) for one in named for word in one.keywords if word.arg == "stream"
    ]


def _own(tree: ast.Module) -> str | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STREAM":
            return str(ast.literal_eval(node.value))
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name == "STREAM" and alias.asname is None:
                    return str(REGISTER)
    return None


def _elsewhere(found: dict[Path, ast.Module]) -> dict[str, str]:
    """Every act whose entry stands in no stream that is asked."""
    wrong = {}
    for path, tree in found.items():
        for stream in _written(tree):
            inspection = stream == "inspection.stream" or stream.endswith(".inspection.stream")
            if not inspection and not (stream == "STREAM" and _own(tree) in ASKED):
                wrong[f"{path.relative_to(SRC).as_posix()}: {stream}"] = str(_own(tree))
    return wrong


def _below() -> dict[Path, ast.Module]:
    folders = [SRC / "inspectorate" / "domain" / room for room in BELOW]
    folders.append(SRC / "inspectorate" / "foundation" / "people")
    return {
        path: tree
        for path, tree in trees().items()
        if any(folder in path.parents for folder in folders)
    }


def test_every_act_below_the_texts_is_written_where_the_newest_entries_are_asked() -> None:
    below = _below()
    assert sum(len(_written(tree)) for tree in below.values()) > 60
    assert _elsewhere(below) == {}


def test_act_written_in_another_stream_is_named() -> None:
    made = ast.parse('STREAM = "visits"\nwrite(of=visit, stream=STREAM, detail={})')
    assert list(_elsewhere({SRC / "inspectorate" / "made.py": made}).values()) == ["visits"]
