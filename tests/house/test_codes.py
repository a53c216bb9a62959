"""Codes cannot be misspelt: verbs, reasons, kinds and methods are members of enumerations.

mypy refuses a member that does not exist; it is run here over a scratch copy in which one of each
is misspelt. What mypy cannot see is read from the source: a code compared with or passed as a
string, a verb or reason spelt out, and the names by which templates ask what a person may do.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.apps import apps

from inspectorate.foundation.reasons.codes import ReasonCode, Verb
from inspectorate.interfaces.cli import permissions_page
from tests.house.source import SRC, trees, walk

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    path.relative_to(SRC).as_posix(): path.read_text("utf-8")
    for path in sorted(SRC.rglob("*"))
    if path.suffix in {".py", ".html"} and "migrations" not in path.parts
}
TEMPLATES = {name: text for name, text in FILES.items() if name.endswith(".html")}
WEB = "inspectorate/interfaces/web/"
ENUMERATIONS = {"StrEnum", "TextChoices", "Verb", "ReasonCode"}
# What is compared or passed under these names is a code.
CODES = {"kind", "method", "direction", "verb", "code", "role", "outcome"}
# Spellings that belong to no enumeration, each with its reason. This list may only shrink.
OTHER_CODES = {
    "GET": "a method of HTTP",
    "HEAD": "a method of HTTP",
    "POST": "a method of HTTP",
    "PUT": "a method of HTTP",
    "tick": "a form field's widget, in field.html",
    "choices": "a form field's widget, in field.html",
    "": "no kind chosen",
    "edition": "what a message calls an edition",
    "contest": "the code of the demo's strategy",
    "proposed_default": "the code of a shipped vocabulary",
}
# Another's codes: the kinds of tokens of the Markdown reader.
NOT_OURS = ("inspectstats/", "inspectorate/prose/reading/")
# Where a word is spelt like a verb or a reason and means something else. May only shrink.
SPELT_ALIKE = {
    "inspectorate/domain/publication/binder/tables.py": "names of models, as the binder's tables",
    "inspectorate/domain/publication/binder/writing.py": "names of models, as the binder's tables",
    "inspectorate/interfaces/web/house_things.py": "names of models, as entries have them",
    "inspectorate/interfaces/web/remark_things.py": "names of models, as entries have them",
    "inspectorate/domain/inspections/models.py": "the name of a relation: not_inspected",
    "inspectorate/domain/publication/tables.py": "a cell of the open data: not_inspected",
    "inspectorate/domain/fieldwork/planning/policies.py": "the name of a field: outside_window",
    "inspectorate/interfaces/web/fieldwork/planning/views.py": "the name of a field",
    **dict.fromkeys(
        (
            "inspectorate/domain/reports/accuracy/own.py",
            "inspectorate/domain/reports/accuracy/rounds.py",
            "inspectorate/domain/reports/accuracy/sides.py",
        ),
        "the side of a count on which a body stands: not_inspected",
    ),
    "inspectorate/demo/truth.py": "a column of the simulated truth: not_inspected",
}
# The library cannot name our codes, and calls one function as a check of ours is called.
LIBRARY_NAME = ("inspectstats/quantity/__init__.py", "number_matches")


def _code() -> dict[str, ast.Module]:
    return {path.relative_to(SRC).as_posix(): tree for path, tree in trees().items()}


def _enumerations(bases: set[str]) -> Iterator[tuple[str, ast.ClassDef]]:
    for name, tree in _code().items():
        for node in walk(tree):
            if isinstance(node, ast.ClassDef):
                of = {
                    base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
                    for base in node.bases
                }
                if of & bases:
                    yield name, node


def _spellings(bases: set[str]) -> dict[str, str]:
    """Map each spelling of the enumerations derived from ``bases`` onto the file that holds it."""
    found = {}
    for name, node in _enumerations(bases):
        for one in node.body:
            if isinstance(one, ast.Assign):
                value = one.value.elts[0] if isinstance(one.value, ast.Tuple) else one.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[value.value] = name
    return found


def _known() -> set[str]:
    """Every spelling a code may have: enumerations, ``Literal`` types, choices of columns."""
    literals = {
        constant.value
        for tree in trees().values()
        for node in walk(tree)
        if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal"
        for constant in walk(node.slice)
        if isinstance(constant, ast.Constant)
    }
    columns = {
        value
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for value, _ in field.flatchoices
    }
    return {*_spellings(ENUMERATIONS), *literals, *columns, *OTHER_CODES}


def _named(node: ast.expr) -> str:
    """Return the last name of an expression: ``kind`` of ``item.kind`` and of ``row["kind"]``."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return str(getattr(node, "attr", getattr(node, "id", "")))


def _strings(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return [text for one in node.elts for text in _strings(one)]
    return []


def _loose(tree: ast.Module) -> Iterator[str]:
    """Yield each string that the code compares with a code or passes as one."""
    for node in walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if CODES & {_named(side) for side in sides}:
                yield from (text for side in sides for text in _strings(side))
        elif isinstance(node, ast.Call):
            for word in node.keywords:
                if word.arg and re.sub("__(in|exact)$", "", word.arg) in CODES:
                    yield from _strings(word.value)


def _loose_in(name: str, text: str) -> set[str]:
    if name.endswith(".py"):
        # A changed text is a control's.
        return set(_loose(trees()[SRC / name] if text == FILES.get(name) else ast.parse(text)))
    asked = rf"\b(?:{'|'.join(sorted(CODES))}) *[!=]= *[\"']([^\"']*)[\"']"
    return set(re.findall(asked, text))


def _misspelt(files: Mapping[str, str]) -> dict[str, list[str]]:
    known = _known()
    return {
        name: sorted(strange)
        for name, text in files.items()
        if not name.startswith(NOT_OURS) and (strange := _loose_in(name, text) - known)
    }


def test_every_code_written_as_a_string_is_spelt_as_some_enumeration_spells_it() -> None:
    assert _misspelt(FILES) == {}


def test_code_misspelt_in_a_string_is_found_in_python_and_in_templates() -> None:
    page = "inspectorate/interfaces/public/templates/document.html"
    loading = "inspectorate/domain/publication/trace.py"
    scratch = {
        loading: FILES[loading].replace('kind="public"', 'kind="pubilc"'),
        page: FILES[page].replace('block.kind == "chart"', 'block.kind == "chrat"'),
    }
    assert _misspelt(scratch) == {loading: ["pubilc"], page: ["chrat"]}


def test_no_verb_and_no_reason_is_spelt_out_in_the_code() -> None:
    spellings = {
        text: home
        for text, home in _spellings({"Verb", "ReasonCode"}).items()
        if "." in text or "_" in text  # a spelling that is one plain word means other things too
    }
    spelt = {
        name
        for name, tree in _code().items()
        for node in walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in spellings
        and Path(name).name not in {"verbs.py", "reasons.py", "texts.py"}
        and (name, node.value) != LIBRARY_NAME
    }
    assert (spelt, len(spellings) > 250) == (set(SPELT_ALIKE), True)


def test_every_verb_and_reason_has_a_sentence_that_says_more_than_its_code() -> None:
    permissions_page.permissions_page()  # loads every enumeration
    poor = []
    for enumeration in (*Verb.__subclasses__(), *ReasonCode.__subclasses__()):
        for code in enumeration:
            words = code.sentence.rstrip(".").casefold()
            if not code.sentence.endswith(".") or words == code.value.replace("_", " "):
                poor.append(f"{enumeration.__name__}.{code.name}: {code.sentence}")
    assert poor == []


MISSPELT = {
    "inspectorate/domain/claims/permissions.py": ("ClaimVerb.REFERENCE", "ClaimVerb.REFRENCE"),
    "inspectorate/foundation/ledger/acts.py": (
        "LedgerReason.KEY_REUSED",
        "LedgerReason.KEY_RESUED",
    ),
    "inspectorate/domain/bodies/kinds.py": ("OVERSEER = Kind.LOCAL", "OVERSEER = Kind.LOACL"),
    "inspectorate/domain/evidence/kinds.py": ("    SourceKind.SURVEY:", "    SourceKind.SURVYE:"),
    "inspectorate/domain/fieldwork/methods.py": ("    Method.SURVEY:", "    Method.SURVYE:"),
    "inspectorate/domain/reports/documents/registry.py": (
        "    DocumentKind.LETTER:",
        "    DocumentKind.LETTRE:",
    ),
    "inspectorate/foundation/files/kinds.py": ("FileReason.FILE_EMPTY", '"file_emtpy"'),
}


@pytest.mark.drill
def test_verb_reason_kind_method_and_document_kind_misspelt_fail_the_types(
    tmp_path: Path,
) -> None:
    shutil.copytree(
        SRC, tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.woff2", "*.html")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    # What `./run check` found out of the rest, which is the same here, need not be found again.
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", tmp_path / ".mypy_cache")
    expected = set()
    for name, (right, wrong) in MISSPELT.items():
        text = FILES[name]
        assert right in text, name
        (tmp_path / "src" / name).write_text(text.replace(right, wrong, 1), "utf-8")
        expected.add((name, text[: text.index(right.strip())].count("\n") + 1))
    found = subprocess.run(
        [sys.executable, "-m", "mypy", *(f"src/{name}" for name in MISSPELT)],
        cwd=tmp_path,
        # The plugin loads Django's models from the right source; mypy reads the scratch copy.
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=False,
    )
    errors = re.findall(r"(?m)^src/(.+?):(\d+): error:", found.stdout)
    assert {(name, int(line)) for name, line in errors} == expected, found.stdout + found.stderr


def _renderers() -> dict[str, str]:
    """Map each template of the staff pages onto the source of the views that render it, itself or
    by way of a template that includes it.
    """
    folder = f"{WEB}templates/"
    by: dict[str, set[str]] = {
        name.removeprefix(folder): set() for name in TEMPLATES if name.startswith(folder)
    }
    for name in (one for one in _code() if one.startswith(WEB)):
        for template in by.keys() & set(re.findall(r'"([^"\n]+)"', FILES[name])):
            by[template].add(name)
    for _ in range(3):  # a partial within a partial within a page
        for template, views in by.items():
            for included in re.findall(
                r"{% (?:include|extends) \"([^\"]+)\"", FILES[folder + template]
            ):
                by.get(included, set()).update(views)
    return {template: "".join(FILES[name] for name in sorted(by[template])) for template in by}


def test_what_a_template_asks_whether_one_may_is_an_act_that_its_view_names() -> None:
    acts = {text.partition(".")[2] for text in _spellings({"Verb"})}
    unknown: dict[str, list[str]] = {}
    asked = 0
    for template, views in _renderers().items():
        text = FILES[f"{WEB}templates/{template}"]
        for act in set(re.findall(r"\bmay\.(\w+)", text)):
            asked += 1
            if act not in acts or not re.search(rf"Verb\.{act.upper()}\b", views):
                unknown.setdefault(template, []).append(f"may.{act}")
        for name in set(re.findall(r"\bmay_\w+", text)):
            asked += 1
            if not re.search(rf"\b{name}\b", views):
                unknown.setdefault(template, []).append(name)
    assert (unknown, asked > 50) == ({}, True)
