"""The open data, read back by readers that are not ours: csvw, frictionless, csv, json; formulas
are kept out and come back.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import csvw
import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.interfaces.cells import csv_text, exact, neutral
from tests.factories.bundle import TABLES
from tests.factories.editions import NOTICE

each = pytest.mark.parametrize("name", ["claims", "remarks", "sentences"])


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@each
def test_csv_reads_back_by_its_csvw_description_with_types(folder: Path, name: str) -> None:
    table = csvw.Table.from_file(folder / f"data/{name}.csv-metadata.json")
    read = list(table.iterdicts(strict=True))
    assert len(read) == len(rows(folder, name))
    assert csvw.CSVW(str(folder / f"data/{name}.csv-metadata.json"), validate=True).is_valid
    assert NOTICE in str(table.common_props["dc:description"])


def test_csvw_reader_gets_integers_and_missing_values(folder: Path) -> None:
    table = csvw.Table.from_file(folder / "data/claims.csv-metadata.json")
    read = {row["claim"]: row["met"] for row in table.iterdicts()}
    assert (read["mandatory-training"], read["no-agreement"]) == (35, None)


def test_whole_package_is_valid_for_frictionless(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "data")
    told = frictionless.validate("datapackage.json")
    assert told.valid, told.flatten(["rowNumber", "fieldName", "type", "message"])


def test_frictionless_finds_a_cell_spoilt_on_purpose(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (folder / "data").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b",35,40,", b",many,40,"))
    monkeypatch.chdir(tmp_path)
    assert not frictionless.validate("datapackage.json").valid


@each
def test_every_row_cut_out_still_carries_the_notice(folder: Path, name: str) -> None:
    assert {row["notice"] for row in rows(folder, name)} == {NOTICE}
    assert json.loads((folder / f"data/{name}.json").read_text("utf-8"))["notice"] == NOTICE


def test_no_cell_begins_like_a_formula_and_every_cell_comes_back_exact(folder: Path) -> None:
    read = rows(folder, "remarks")
    assert [
        row["remark"][:1] for row in read if row["remark"].startswith(("=", "+", "-", "@"))
    ] == []
    assert [
        tuple(exact(row[name]) for name in ("row", "remark", "change")) for row in read
    ] == list(TABLES[1].rows)


def test_negative_number_stays_a_number(folder: Path) -> None:
    assert rows(folder, "remarks")[0]["change"] == "-4.5"
    assert (
        json.loads((folder / "data/remarks.json").read_text("utf-8"))["rows"][0]["change"] == -4.5
    )


@given(st.text(max_size=30))
def test_any_text_neutralised_comes_back_exact_and_begins_no_formula(text: str) -> None:
    cell = neutral(text)
    assert exact(cell) == text
    assert not cell.startswith(("=", "+", "@", "\t", "\r"))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=8),
            min_size=2,
            max_size=2,
        )
    )
)
def test_any_table_written_reads_back_exact(table: list[list[str]]) -> None:
    written = csv_text(["a", "b"], table)
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert [[exact(cell) for cell in row] for row in read[1:]] == table


@pytest.mark.parametrize("name", ["recommendations", "recommendation-history"])
def test_tables_of_the_register_stand_with_it_and_read_back(inspection: Path, name: str) -> None:
    table = csvw.Table.from_file(inspection / f"data/{name}.csv-metadata.json")
    assert len(list(table.iterdicts(strict=True))) == 3
    assert csvw.CSVW(str(inspection / f"data/{name}.csv-metadata.json"), validate=True).is_valid
    told = json.loads((inspection / f"data/{name}.json").read_text("utf-8"))
    assert told["as_at"] == "2020-11-25"
    assert "release" not in told


def test_package_of_the_register_is_valid_for_frictionless(
    inspection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(inspection / "data")
    told = frictionless.validate("datapackage.json")
    assert told.valid, told.flatten(["rowNumber", "fieldName", "type", "message"])


def test_dataset_description_names_a_download_for_every_table(folder: Path) -> None:
    told: dict[str, Any] = json.loads((folder / "data/dataset.jsonld").read_text("utf-8"))
    assert [
        one["contentUrl"].rsplit("/", 1)[1]
        for one in told["distribution"]
        if one["encodingFormat"] == "text/csv"
    ] == [
        "claims.csv",
        "remarks.csv",
        "sentences.csv",
    ]
    assert NOTICE in told["description"]


def test_published_sentences_point_at_ids_that_stand_in_the_pages(folder: Path) -> None:
    for row in rows(folder, "sentences"):
        page, anchor = row["sentence"].split("#")
        assert f'id="{anchor}"' in (folder / page).read_text("utf-8")
