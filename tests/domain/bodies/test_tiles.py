"""The tile map holds every force of the register once, each in a place of its own."""

import csv
from pathlib import Path

from tests.shared import shared

TILES = Path(__file__).resolve().parents[3] / "src/inspectorate/domain/bodies/data/tiles.csv"


def test_tiles_give_every_force_of_the_register_one_place_of_its_own() -> None:
    tiles = list(csv.DictReader(TILES.open(encoding="utf-8")))
    forces = list(csv.DictReader(shared("data/forces.csv").open(encoding="utf-8")))
    assert [tile["code"] for tile in tiles] == [force["id"] for force in forces]
    assert len({(tile["row"], tile["column"]) for tile in tiles}) == 46


def test_special_forces_stand_in_a_row_of_their_own() -> None:
    tiles = {
        tile["code"]: int(tile["row"]) for tile in csv.DictReader(TILES.open(encoding="utf-8"))
    }
    special = {tiles.pop(code) for code in ("btp", "cnc", "mdp")}
    assert len(special) == 1
    assert special.isdisjoint(tiles.values())
