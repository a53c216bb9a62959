"""The shape of the house, read from its source: sizes, names, what the domain may not touch, whose
rules are whose.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.source import FILES, SRC, trees, walk

ROOMS = [
    "bodies",
    "programmes",
    "inspections",
    "fieldwork",
    "evidence",
    "judgments",
    "claims",
    "reports",
    "recommendations",
    "publication",
]
SAYS_NOTHING = {"utils", "helpers", "services", "managers", "common", "core", "base", "misc"}
# Names a framework asks for. This list may only shrink.
ASKED_FOR = {"inspectorate/config/sqlite/base.py"}
# Functions past 60 lines, each with its reason. This list may only shrink.
LONG: dict[str, str] = {}


def _name(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def _imports(tree: ast.Module) -> list[str]:
    found: list[str] = []
    for node in walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def test_no_file_is_longer_than_500_lines() -> None:
    assert {
        _name(path): size
        for path in FILES
        if (size := len(path.read_text("utf-8").splitlines())) > 500
    } == {}


def test_no_file_of_the_statistics_is_longer_than_300_lines() -> None:
    stats = [path for path in FILES if "inspectstats" in path.parts]
    assert {
        _name(path): size
        for path in stats
        if (size := len(path.read_text("utf-8").splitlines())) > 300
    } == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{_name(path)}:{node.name}"
        for path, tree in trees().items()
        for node in walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno - _docstring_lines(node) >= 60
    }
    assert long == set(LONG)


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_doc = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    return (first.end_lineno or 0) - first.lineno + 1 if is_doc else 0


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {_name(path): set(path.relative_to(SRC).with_suffix("").parts) for path in FILES}
    assert {name for name, words in parts.items() if words & SAYS_NOTHING} == ASKED_FOR


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name == "__init__.py" and "inspectorate" in p.parts], ids=_name
)
def test_package_holds_its_docstring_only(path: Path) -> None:
    tree = trees()[path]
    assert all(
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in tree.body
    )


def test_every_room_says_what_it_owns_and_what_it_may_use() -> None:
    said = {
        room: ast.get_docstring(trees()[SRC / "inspectorate/domain" / room / "__init__.py"]) or ""
        for room in ROOMS
    }
    assert [room for room, words in said.items() if "May use" not in words] == []


FORBIDDEN_IN_DOMAIN = (
    "os.environ",
    "os.getenv",
    "datetime.now",
    "timezone.now",
    "date.today",
    "time.time",
    "random.random",
    "uuid.uuid4",
)
NETWORK = {"socket", "urllib.request", "http.client", "requests", "httpx", "smtplib"}


def test_domain_has_no_clock_environment_or_network() -> None:
    found = []
    for path, tree in trees().items():
        if "domain" not in path.parts:
            continue
        calls = {ast.unparse(node) for node in walk(tree) if isinstance(node, ast.Attribute)}
        found += [
            f"{_name(path)}: {word}"
            for word in FORBIDDEN_IN_DOMAIN
            if any(call.endswith(word) for call in calls)
        ]
        found += [
            f"{_name(path)}: {one}"
            for one in _imports(tree)
            if one in NETWORK or one.rsplit(".", 1)[0] in NETWORK
        ]
    assert found == []


def test_there_is_no_signal_receiver() -> None:
    found = [
        _name(path)
        for path, tree in trees().items()
        if any("signals" in one or one.endswith(".receiver") for one in _imports(tree))
        and "inspectorate" in path.parts
    ]
    assert found == []


def test_policies_permissions_and_checks_are_a_rooms_own() -> None:
    found = []
    for path, tree in trees().items():
        own = next(
            (room for room in ROOMS if f"inspectorate/domain/{room}/" in path.as_posix()), None
        )
        if own is None:
            continue
        for one in _imports(tree):
            for room in ROOMS:
                where = f"inspectorate.domain.{room}."
                if (
                    room != own
                    and one.startswith(where)
                    and one[len(where) :].split(".")[0] in {"policies", "permissions", "checks"}
                ):
                    found.append(f"{_name(path)} imports {one}")
    assert found == []


WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_update",
}


def test_rows_are_written_in_actions_only() -> None:
    """Doors, queries, policies and checks never write; a thing named for itself writes only when an
    action calls it.
    """
    found = []
    for path, tree in trees().items():
        if not (
            (
                "domain" in path.parts
                and path.stem in {"queries", "policies", "permissions", "states", "models"}
            )
            or "interfaces" in path.parts
        ):
            continue
        for node in walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
            ):
                target = ast.unparse(node.func.value)
                if "objects" in target or node.func.attr in {
                    "bulk_create",
                    "get_or_create",
                    "update_or_create",
                    "bulk_update",
                }:
                    found.append(f"{_name(path)}:{node.lineno} {ast.unparse(node.func)}")
    assert found == []


# Who reads a row that was left out once, whether it stands or not, each with its reason.
LEFT_OUT_ONCE = {
    "inspectorate/domain/inspections/models.py: objects": "says which of them stand",
    "inspectorate/domain/inspections/actions.py: objects": "writes the row",
    "inspectorate/domain/inspections/actions.py: not_inspected": "counts the times, drops the row",
    "inspectorate/domain/inspections/policies.py: not_inspected": "what was taken back keeps a row",
    "inspectorate/domain/inspections/policies.py: objects": "tells what was taken back already",
    "inspectorate/domain/inspections/queries.py: objects": "shows the history",
    "inspectorate/interfaces/web/inspections/forms.py: objects": "offers none of them at first",
}
LEFT_OUT_IN = ("inspections", "models.py")


def test_whoever_reads_what_is_left_out_reads_what_stands() -> None:
    """A reader of the bare table would go on leaving out a cell that was taken back."""
    found = set()
    for path, tree in trees().items():
        models = {"NotInspected"} | ({"cls"} if path.parts[-2:] == LEFT_OUT_IN else set())
        for node in walk(tree):
            if not isinstance(node, ast.Attribute):
                continue
            of = node.value
            if node.attr in {"objects", "_default_manager", "_base_manager"}:
                if isinstance(of, ast.Name) and of.id in models:
                    found.add(f"{_name(path)}: {node.attr}")
            # Figures and plans have a list of this name too, and the rows are theirs no more.
            elif node.attr == "not_inspected" and "inspections" in path.parts:
                found.add(f"{_name(path)}: {node.attr}")
    assert found == set(LEFT_OUT_ONCE)
