"""A kind of document is one file and its lines in the registry; the page of permissions is drawn
again. A kind added in a scratch copy is offered, named, set in print and published.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.scratch import passes_the_house, replaced, run_python, scratch_copy

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
USE = '''\
"""What the house does with the kind nobody told it of."""

from dataclasses import replace

from inspectorate.domain.reports import policies
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.models import Document
from inspectorate.domain.publication.schema import DocumentInfo
from inspectorate.interfaces.public.release_pages import release_files
from inspectorate.interfaces.web.reports.forms import OpenForm
from tests.factories.bundle import bundle
from tests.factories.editions import report

KIND = DocumentKind("minutes")


def test_kind_is_offered_allowed_and_named():
    assert ("minutes", "Minutes") in OpenForm.base_fields["kind"].choices
    assert policies.openable(slug_taken=False, title="T", kind="minutes", with_body=False) == []
    assert Document(kind="minutes").get_kind_display() == "Minutes"


def test_kind_is_set_and_published_under_its_own_name():
    minutes = replace(report(), kind=KIND, slug="m")
    assert pdf(minutes).startswith(b"%PDF")
    made = replace(bundle(), documents=(DocumentInfo("m", KIND, minutes.title, 1, False),))
    files = release_files(made, {"m": minutes}, {})
    assert "minutes.html" in files
    assert "The minutes." in files["index.html"].decode()
'''


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A copy of source, tests and docs with the kind added, in three files: its own, the registry,
    and docs/permissions.md.
    """
    copy = scratch_copy(tmp_path / "copy")
    (copy / DOCUMENTS / "minutes.py").write_text(MINUTES, "utf-8")
    replaced(copy / DOCUMENTS / "registry.py", REGISTRY)
    (copy / "tests" / "test_use.py").write_text(USE, "utf-8")
    drawn = run_python(copy, "-m", "inspectorate.interfaces.cli.main", "draw-docs")
    assert [Path(line).name for line in drawn.splitlines()] == ["permissions.md"]
    return copy


def test_new_kind_of_document_is_offered_named_set_and_published(scratch: Path) -> None:
    run_python(scratch, "-m", "pytest", "-q", "-n", "0", "tests/test_use.py")


@pytest.mark.drill
def test_new_kind_of_document_is_one_file_and_its_lines_in_the_registry(scratch: Path) -> None:
    passes_the_house(scratch, "tests/test_use.py", "tests/house/test_guide.py")
