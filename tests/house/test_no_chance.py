"""The chance that a quantity word holds is made in one place, which the shipped result of its
calibration shuts; no other page, print, public data or record of a claim speaks of one.
"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.reports.editions.model import ClaimInfo
from tests.house.scratch import ROOT

SPEAKS = re.compile(
    r"\bchances? (?:that|of)\b|[\"']chance[\"']\s*:|\bchance\s*=|with_chance|\bprobabilit"
    r"|(?:^|,)\"?chance\"?(?:,|$)",
    re.IGNORECASE | re.MULTILINE,
)
SHOWN = ("interfaces/web", "interfaces/public", "interfaces/portal", "domain/claims")
SHOWN += ("domain/reports", "domain/publication")


def speaking(folder: Path, kinds: tuple[str, ...]) -> list[str]:
    """Each place under a folder that tells a chance, as ``file: words``."""
    return [
        f"{path.relative_to(folder)}: {found.group()}"
        for path in sorted(folder.rglob("*"))
        if path.suffix in kinds and path.is_file()
        for found in SPEAKS.finditer(path.read_text("utf-8", "replace"))
    ]


# Where a chance is asked for behind the gate, and told as it came from there.
TELLING = {
    "domain/claims/figures.py",
    "domain/claims/kinds/chance_of_word.py",
    "domain/claims/kinds/counted.py",
    "interfaces/web/claims/figures.py",
    "interfaces/web/templates/judgments/joint.html",
    "interfaces/web/templates/reports/_passage.html",
}


@pytest.mark.parametrize("room", SHOWN)
def test_no_room_that_shows_claims_tells_a_chance_but_where_it_came_through_the_gate(
    room: str,
) -> None:
    folder = ROOT / "src/inspectorate" / room
    telling = {
        f"{room}/{one.partition(': ')[0]}"
        for one in speaking(folder, (".py", ".html", ".typ", ".txt"))
    }
    assert telling - TELLING == set()


def test_chance_of_a_word_is_made_behind_its_gate_alone() -> None:
    made = {
        path.relative_to(ROOT / "src/inspectorate").as_posix()
        for path in sorted((ROOT / "src/inspectorate").rglob("*.py"))
        if re.search(r"\bWordChance\(", path.read_text("utf-8"))
    }
    assert made == {"domain/claims/kinds/chance_of_word.py"}


@pytest.mark.parametrize("record", [ClaimFacts, ClaimInfo])
def test_no_record_that_leaves_holds_a_chance_as_a_number(record: type) -> None:
    assert [one.name for one in fields(record) if "chance" in one.name] == []


def test_a_chance_told_is_seen(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<dt>Chance that the word holds</dt>", "utf-8")
    (tmp_path / "claims.json").write_text('{"chance": 0.9, "said": "met by chance"}', "utf-8")
    (tmp_path / "claims.csv").write_text("claim,chance\nlessons-by-chance,0.9\n", "utf-8")
    assert speaking(tmp_path, (".html", ".json", ".csv")) == [
        "claims.csv: ,chance",
        'claims.json: "chance":',
        "page.html: Chance that",
    ]
