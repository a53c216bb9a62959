"""Until its calibration is shown, the chance that a quantity word holds is told to nobody: no page,
no print, no public data and no record of a claim speaks of it.
"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
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


@pytest.mark.parametrize("room", SHOWN)
def test_no_room_that_shows_claims_tells_the_chance_of_a_word(room: str) -> None:
    folder = ROOT / "src/inspectorate" / room
    assert speaking(folder, (".py", ".html", ".typ", ".txt")) == []


@pytest.mark.parametrize("record", [ClaimFacts, ClaimInfo, Figures])
def test_no_record_of_a_claim_holds_a_chance(record: type) -> None:
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
