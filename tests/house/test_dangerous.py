"""What the application never does: run text as code, load objects, guess at chance, reach out.

Each rule is a list of calls and imports, looked for in every module; each is proven able to fail.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import trees, walk

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
APP = SRC / "inspectorate"

# Text that would run as code, or become an object of whoever wrote it.
RUNS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
LOADS = {"pickle", "marshal", "shelve", "yaml", "dill", "jsonpickle"}
# Parsers that resolve what a document names elsewhere, unless told not to.
PARSES = {
    "xml.dom.minidom.parseString",
    "xml.dom.minidom.parse",
    "xml.sax.parse",
    "xml.sax.parseString",
}
# A module that may reach another machine or start a program, and why.
REACHES = {
    "inspectorate.foundation.single_sign_on.client": "asks the identity provider of the settings",
    "inspectorate.foundation.clocks.host": "asks this host's kernel what it says of its clock",
    "inspectorate.interfaces.public.placing": "lets the kernel change two folders in one step",
    "inspectorate.foundation.clocks.source": "asks the time source that the settings name",
    "inspectorate.foundation.documents.child": "asks the kernel to end it with its parent",
    "inspectorate.foundation.documents.limited": "starts the reader of one document, under limits",
    "inspectorate.foundation.documents.scanner": "asks the virus scanner of this machine",
    "inspectorate.interfaces.cli.serve": "starts the servers of the rehearsal on loopback",
}
NETWORK = {
    "http.client",
    "urllib.request",
    "socket",
    "ssl",
    "smtplib",
    "ftplib",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "subprocess",
    "multiprocessing",
    "ctypes",
    "cffi",
    "telnetlib",
    "ldap3",
    "websockets",
    "graphene",
}
# Chance that a reader could foretell; the rehearsal is drawn again by its seed, and says so.
GUESSABLE = {"random"}
BROKEN = {"md5", "sha1"}


def modules(under: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(under.rglob("*.py")):
        name = ".".join(path.relative_to(SRC).with_suffix("").parts)
        yield name, trees()[path] if path in trees() else ast.parse(path.read_text("utf-8"))


def called(tree: ast.AST) -> set[str]:
    """The dotted names that are called."""
    return {ast.unparse(one.func) for one in walk(tree) if isinstance(one, ast.Call)}


def imported(tree: ast.AST) -> set[str]:
    found = set()
    for one in walk(tree):
        if isinstance(one, ast.Import):
            found |= {name.name for name in one.names}
        elif isinstance(one, ast.ImportFrom) and one.module and not one.level:
            found |= {one.module} | {f"{one.module}.{name.name}" for name in one.names}
    return found


def reached(tree: ast.AST) -> set[str]:
    return {name for name in imported(tree) if name in NETWORK or name.partition(".")[0] in NETWORK}


def told(rule: str, tree: ast.AST) -> set[str]:
    """What of ``tree`` breaks a rule."""
    if rule == "runs":
        return called(tree) & RUNS
    if rule == "loads":
        return {name for name in imported(tree) if name.partition(".")[0] in LOADS}
    if rule == "parses":
        return {name for name in imported(tree) if name in PARSES or name.startswith("lxml")}
    if rule == "guessable":
        return imported(tree) & GUESSABLE
    if rule == "broken":
        calls = {name.rpartition(".")[2] for name in called(tree)}
        return calls & BROKEN
    if rule == "mass":
        bases = {
            ast.unparse(base)
            for one in walk(tree)
            if isinstance(one, ast.ClassDef)
            for base in one.bases
        }
        return {name for name in bases if name.endswith("ModelForm")} | {
            name for name in imported(tree) if name.endswith("modelform_factory")
        }
    if rule == "formats":
        # A text that becomes a format: ``given.format(...)`` where ``given`` is no literal of ours.
        return {
            ast.unparse(one.func)
            for one in walk(tree)
            if isinstance(one, ast.Call)
            and isinstance(one.func, ast.Attribute)
            and one.func.attr in {"format_map", "vformat"}
        }
    if rule == "templates":
        return {
            name
            for name in called(tree)
            if name.endswith(("from_string", "template.Template")) or name == "Template"
        }
    raise AssertionError(rule)


FAULTS = {
    "runs": "value = eval(sent)",
    "loads": "import pickle",
    "parses": "from lxml import etree",
    "guessable": "import random",
    "broken": "import hashlib\nhashlib.md5(b'')",
    "mass": "class F(forms.ModelForm): ...",
    "formats": "sent.format_map(everything)",
    "templates": "engine.from_string(sent)",
}


@pytest.mark.parametrize("rule", FAULTS)
def test_module_of_the_application_breaks_no_rule(rule: str) -> None:
    under = [one for one in modules(APP) if not one[0].startswith("inspectorate.demo")]
    assert len(under) > 300
    found = {name: told(rule, tree) for name, tree in under}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_of_each_rule_is_found(rule: str) -> None:
    assert told(rule, ast.parse(FAULTS[rule]))


def test_network_is_reached_and_programs_are_started_where_it_is_listed_and_nowhere_else() -> None:
    found = {name for name, tree in modules(APP) if reached(tree)}
    assert sorted(found) == sorted(REACHES)
    assert reached(ast.parse("import requests"))


def test_listed_outward_connections_stand_in_the_guide() -> None:
    guide = (ROOT / "docs/guide/security-decisions.md").read_text("utf-8")
    for setting in ("INSPECTORATE_TIME_SOURCE", "INSPECTORATE_SMTP_HOST", "DATABASE_URL"):
        assert f"`{setting}`" in guide


def test_program_is_started_with_a_list_of_words_and_no_shell() -> None:
    for _, tree in modules(APP):
        for one in walk(tree):
            if isinstance(one, ast.Call) and ast.unparse(one.func).startswith("subprocess."):
                assert not any(word.arg == "shell" for word in one.keywords)
                assert isinstance(one.args[0], ast.List | ast.Name)


def test_script_of_ours_writes_text_as_text_and_keeps_nothing_in_the_browser() -> None:
    scripts = [
        path
        for path in (*APP.rglob("*.js"), *APP.rglob("*.html"))
        if "vendor" not in path.parts and "node_modules" not in path.parts
    ]
    assert len(scripts) > 50
    # Capture keeps what is sealed or encrypted (ADR 74): by these modules and no other.
    allowed = {
        "indexedDB": ["store.js", "worker.js"],
        "postMessage": ["announce.js"],
    }
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "postMessage",
        "WebSocket",
        "eval(",
        "__proto__",
        "Object.assign",
    ):
        found = [path.name for path in scripts if word in path.read_text("utf-8")]
        assert sorted(found) == allowed.get(word, []), word


LOADS_FROM_ELSEWHERE = (
    'src="http',
    'src="//',
    '<link rel="stylesheet" href="http',
    "<iframe",
    "<object",
    "<embed",
    "<applet",
)


def test_no_page_loads_anything_from_another_host() -> None:
    for path in APP.rglob("*.html"):
        text = path.read_text("utf-8")
        for mark in LOADS_FROM_ELSEWHERE:
            assert mark not in text, path
