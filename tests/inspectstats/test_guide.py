"""Every number in the worked pages is what the code beside it prints today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.inspectstats.guide_pages import PAGES, rerun

from inspectstats.cli.main import COMMANDS

pages = sorted(PAGES.glob("*.md"))


@pytest.mark.parametrize("path", pages, ids=lambda path: path.stem)
def test_page_prints_what_it_says(path: Path, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert rerun(page, tmp_path) == page


def test_there_are_pages_and_a_wrong_number_in_one_is_found(tmp_path: Path) -> None:
    assert len(pages) >= 8
    page = (PAGES / "quantity-words.md").read_text(encoding="utf-8")
    assert "35 to 41" in page
    assert rerun(page.replace("35 to 41", "34 to 41"), tmp_path) != page.replace(
        "35 to 41", "34 to 41"
    )


def test_links_between_pages_lead_somewhere() -> None:
    for path in pages:
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), (path.name, target)


def test_every_command_is_worked_somewhere_in_the_guide() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in pages)
    assert [name for name in COMMANDS if f"$ inspectstats {name}" not in text] == []
