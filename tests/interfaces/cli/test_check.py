"""``inspectorate check``: what it prints and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from inspectorate.interfaces.cli.check import check
from inspectorate.prose.controls import CLAIM, tag_of
from tests.shared import ROOT, shared

GOOD = "A title\n\n9 March 2020\n\nAll is well.\n"
BAD = "A title\n\n9 March 2020\n\nForces yesterday were:\n"


def call(*words: object) -> Result:
    return CliRunner().invoke(check, [str(word) for word in words])


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return tmp_path / "release.txt"


def test_clean_text_is_quiet_and_ends_with_0(text: Path) -> None:
    text.write_text(GOOD, "utf-8")
    result = call(text)
    assert result.exit_code == 0
    assert "nothing found" in result.output
    assert "Not run, for lack of facts (--facts): number_matches (needs claims)" in result.output


def test_faulty_text_names_check_place_problem_and_mend_and_ends_with_1(text: Path) -> None:
    text.write_text(BAD, "utf-8")
    result = call(text)
    assert result.exit_code == 1
    assert result.output.startswith(
        f"list_stem_has_items\n  {text}:5:1: `Forces yesterday were:` ends in a colon and "
        f"no list follows.\n"
        "  → Put the list back, or finish the sentence.\n"
    )
    assert "2 problems, 0 warnings" in result.output


def test_json_holds_the_same(text: Path) -> None:
    text.write_text(BAD, "utf-8")
    told = json.loads(call(text, "--json").output)
    assert told["blocking"] == 2
    assert [(one["check"], one["line"], one["column"]) for one in told["problems"]] == [
        ("list_stem_has_items", 5, 1),
        ("no_relative_date", 5, 8),
    ]


def test_facts_are_compared(text: Path, tmp_path: Path) -> None:
    text.write_text("We inspect all 43 police forces.", "utf-8")
    facts = tmp_path / "facts.toml"
    facts.write_text('[counts]\n"police forces" = 44\n', "utf-8")
    result = call(text, "--facts", facts)
    assert result.exit_code == 1
    assert "the text says 43 police forces; the register counts 44." in result.output


def a_word_file(path: Path, body: str) -> Path:
    document = Document()
    for one in parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"):
        document.element.body.insert(-1, one)
    document.save(str(path))
    return path


def test_tracked_changes_of_a_word_file_are_said_not_to_be_read(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    put = f'<w:ins w:id="1" w:author="a">{run.format("Put in.")}</w:ins>'
    file = a_word_file(tmp_path / "a.docx", f"<w:p>{run.format('Words.')}{put}</w:p>")
    result = call(file)
    assert "Not read: 1 tracked change. Accept or reject them in Word" in result.output
    assert json.loads(call(file, "--json").output)["changes_unread"] == 1


def test_key_that_a_word_file_had_to_cut_is_found_among_the_facts(tmp_path: Path) -> None:
    key = "k" * 80
    bound = f'<w:sdtPr><w:tag w:val="{tag_of(CLAIM, key)}"/></w:sdtPr>'
    run = "<w:sdtContent><w:r><w:t>Most of the forces</w:t></w:r></w:sdtContent>"
    body = f"<w:p><w:sdt>{bound}{run}</w:sdt><w:r><w:t> train.</w:t></w:r></w:p>"
    (tmp_path / "facts.toml").write_text(f"[claims.{key}]\nmet = 9\ninspected = 12\n", "utf-8")
    file = a_word_file(tmp_path / "a.docx", body)
    result = call(file, "--facts", tmp_path / "facts.toml")
    assert "kkk~" not in result.output
    assert "claim_exists\n" not in result.output


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("missing.txt", None, "is not there. Check the name and the folder."),
        ("a.docx", b"no word file", "This is not a Word file (.docx). Save it again as .docx"),
        ("a.xlsx", b"x", "Files ending in .xlsx are not read."),
        ("a.txt", b"\x00\x01", "This is not a text file."),
        ("a.md", b"[" * 3_000, "Line 1: a paragraph has"),
    ],
)
def test_file_that_cannot_be_read_is_named_with_its_mend_and_ends_with_2(
    tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    result = call(path)
    assert result.exit_code == 2
    assert result.output.startswith(str(path))
    assert words in result.output


def test_folder_is_no_file(tmp_path: Path) -> None:
    result = call(tmp_path)
    assert (result.exit_code, "is a folder" in result.output) == (2, True)


def test_bad_facts_end_with_2_and_name_the_field(text: Path, tmp_path: Path) -> None:
    text.write_text(GOOD, "utf-8")
    facts = tmp_path / "facts.toml"
    facts.write_text("recommendations = 'x'", "utf-8")
    result = call(text, "--facts", facts)
    assert result.exit_code == 2
    assert "recommendations: 'x' does not fit. Write a whole number." in result.output


def test_release_of_2020_ends_with_1_without_a_database_or_django() -> None:
    path = shared("source/press-release-2020-03-09.txt")
    program = """
import sys
from inspectorate.interfaces.cli.check import check
from inspectorate.prose.controls import CLAIM, tag_of
try:
    check.main(sys.argv[1:])
except SystemExit as ended:
    sys.exit(99 if "django" in sys.modules else ended.code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 1
    for name in ("list_stem_has_items", "title_is_one", "no_relative_date", "headline_in_body"):
        assert name in done.stdout


def test_help_teaches_the_facts_file() -> None:
    result = call("--help")
    assert result.exit_code == 0
    assert "[claims.training]" in result.output
