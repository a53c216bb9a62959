"""A kind of document is one file and its lines in the registry; the page of permissions is drawn
again. A kind added in a scratch copy is offered, named, set in print and published.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = "src/inspectorate/domain/reports/documents"
MINUTES = '''\
"""The minutes: what was agreed with a body after the report."""

from __future__ import annotations

from .kind import DocumentType

MINUTES = DocumentType(
    label="Minutes",
    sentence="Says what was agreed with a body after the report.",
    introduction="The minutes.",
    stem="minutes",
)
'''
REGISTRY = {
    "from .letter import LETTER\n": "from .letter import LETTER\nfrom .minutes import MINUTES\n",
    '    LETTER = "letter"\n': '    LETTER = "letter"\n    MINUTES = "minutes"\n',
    "    DocumentKind.LETTER: LETTER,\n": (
        "    DocumentKind.LETTER: LETTER,\n    DocumentKind.MINUTES: MINUTES,\n"
    ),
}
HOUSE = ("test_layout.py", "test_arrows.py", "test_docs.py", "test_guide.py")
USE = '''\
"""What the house does with the kind nobody told it of."""

from dataclasses import replace

from inspectorate.domain.reports import policies
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.models import Document
from inspectorate.domain.publication.schema import DocumentInfo
from inspectorate.interfaces.public.site import Site, site_files
from inspectorate.interfaces.web.reports.forms import OpenForm
from tests.factories.bundle import bundle, write_bundle
from tests.factories.editions import report

KIND = DocumentKind("minutes")


def test_kind_is_offered_allowed_and_named():
    assert ("minutes", "Minutes") in OpenForm.base_fields["kind"].choices
    assert policies.openable(slug_taken=False, title="T", kind="minutes", with_body=False) == []
    assert Document(kind="minutes").get_kind_display() == "Minutes"


def test_kind_is_set_and_published_under_its_own_name(tmp_path):
    minutes = replace(report(), kind=KIND, slug="m")
    assert pdf(minutes).startswith(b"%PDF")
    made = replace(bundle(), documents=(DocumentInfo("m", KIND, minutes.title, 1, False),))
    folder = write_bundle(tmp_path / "bundle", made, (minutes,))
    files = site_files(Site(made, folder))
    assert "minutes.html" in files
    assert "The minutes." in files["index.html"].decode()
'''


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A copy of source, tests and docs with the kind added, in three files: its own, the registry,
    and docs/permissions.md.
    """
    left_out = shutil.ignore_patterns("__pycache__", ".git", ".venv", ".*_cache")
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=left_out, symlinks=True)
    (copy / DOCUMENTS / "minutes.py").write_text(MINUTES, "utf-8")
    registry = copy / DOCUMENTS / "registry.py"
    text = registry.read_text("utf-8")
    for before, after in REGISTRY.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    registry.write_text(text, "utf-8")
    (copy / "tests" / "test_use.py").write_text(USE, "utf-8")
    code, drawn = python(copy, "-m", "inspectorate.interfaces.cli.main", "draw-docs")
    assert (code, [Path(line).name for line in drawn.splitlines()]) == (0, ["permissions.md"])
    return copy


def python(copy: Path, *command: str) -> tuple[int, str]:
    """Run Python in the copy; its code and the last words it said."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": "src:.", "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout[-3000:]


def test_new_kind_of_document_is_one_file_and_its_lines_in_the_registry(scratch: Path) -> None:
    tests = [f"tests/house/{name}" for name in HOUSE]
    code, said = python(scratch, "-m", "pytest", "-q", "-n", "0", "tests/test_use.py", *tests)
    assert code == 0, said
