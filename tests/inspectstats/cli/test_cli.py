"""The command line as it is run: files in; tables, JSON, SVG and exit codes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

import inspectstats
from inspectstats.cli.main import COMMANDS, main
from inspectstats.cli.main import inspectstats as command
from inspectstats.cli.plots import Bar, intervals
from inspectstats.cli.writing import plain

RATINGS = """unit,force,criterion,anna,ben,carl
u1,North,training,2,2,3
u2,North,records,1,1,
u3,South,training,3,4,3
u4,South,records,2,1,2
u5,West,training,4,4,4
u6,West,records,2,3,3
"""
PLAN = """force,criterion,inspector,team
North,training,a1,A
North,records,a2,A
South,training,b1,B
South,records,b2,B
"""
EVIDENCE = """force,criterion,kind,origin,direction,on
North,training,interview,p1,supports,2019-01-05
North,training,document,d1,,2019-01-06
North,training,data,x1,supports,
South,training,interview,p2,supports,2019-01-05
South,training,observation,p3,contradicts,2019-01-05
"""
CASES = "id,stratum,size\n" + "".join(
    f"c{i},{'N' if i % 3 else 'S'},{i % 4 + 1}\n" for i in range(40)
)
BODIES = "force,x,n\n" + "".join(f"f{i},{20 if i else 45},100\n" for i in range(21))
STRATA = "stratum,population,n,x\nnorth,40,10,4\nsouth,60,20,5\n"
SALT = "0123456789abcdef"


def run(*arguments: object) -> Any:
    return CliRunner().invoke(command, [str(each) for each in arguments], catch_exceptions=False)


def answer(*arguments: object) -> Any:
    """The JSON answer, read by a parser that refuses NaN and Infinity."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} in JSON")

    return json.loads(done.stdout, parse_constant=refuse)


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as caught:
        main([str(each) for each in arguments])
    assert caught.value.code == 2
    return capsys.readouterr().err


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(text: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_agreement_json_of_the_issue_s_example(file: Any) -> None:
    found = answer("agreement", file(RATINGS), "--level", "ordinal")
    assert found["krippendorff_alpha"]["value"] == pytest.approx(
        0.7869383974062065, abs=1e-12
    )  # krippendorff 0.9.0 gives the same
    assert found["krippendorff_alpha"]["counts"]["n_forces"] == 3
    assert set(found) >= {"gwet_ac2", "percent_agreement", "adjacent_agreement", "reading", "scale"}


def test_agreement_parquet_and_csv_give_the_same(file: Any, tmp_path: Path) -> None:
    csv = file(RATINGS)
    pl.read_csv(csv).write_parquet(tmp_path / "table.parquet")
    one, two = answer("agreement", csv), answer("agreement", tmp_path / "table.parquet")
    assert one["krippendorff_alpha"]["value"] == two["krippendorff_alpha"]["value"]


def test_agreement_reads_counts_confusion_long_and_parts(file: Any) -> None:
    counts = answer(
        "agreement",
        file("subject,yes,no\n1,3,0\n2,1,2\n3,0,3\n"),
        "--layout",
        "counts",
        "--level",
        "nominal",
    )
    assert counts["percent_agreement"]["value"] == pytest.approx((1 + 1 / 3 + 1) / 3)
    table = file(
        "first,yes,no\nyes,40,9\nno,6,45\n"
    )  # Feinstein & Cicchetti (1990): kappa 0.70; golden G24
    confusion = answer("agreement", table, "--layout", "confusion", "--level", "nominal")
    assert confusion["cohen_kappa"]["value"] == pytest.approx(0.6995192307692307)
    long = file("unit,rater,rating\n1,a,2\n1,b,2\n2,a,1\n2,b,3\n")
    wide = file("item,a,b,year\n1,2,2,now\n2,1,3,now\n3,1,1,then\n", "wide.csv")
    alphas = [answer("agreement", long), answer("agreement", wide, "--where", "year=now")]
    assert alphas[0]["krippendorff_alpha"]["value"] == alphas[1]["krippendorff_alpha"]["value"]


def test_agreement_flags_the_cell_two_grades_apart(file: Any) -> None:
    text = RATINGS + "u7,East,training,1,4,1\nu8,East,records,2,2,2\n"
    found = answer("agreement", file(text), "--flags")
    assert [
        (cell["force"], cell["criterion"], cell["gap"]) for cell in found["flags"]["cells"]
    ] == [("East", "training", 3)]
    assert "East, training" in run("agreement", file(text), "--flags").stdout


def test_agreement_of_numbers_gives_the_icc_family(file: Any) -> None:
    """Shrout & Fleiss (1979), golden G07; the column target names the thing judged."""
    rows = ["9,2,5,8", "6,1,3,2", "8,4,6,8", "7,1,2,6", "10,5,6,9", "6,2,4,7"]
    text = "target,j1,j2,j3,j4\n" + "".join(f"{place},{row}\n" for place, row in enumerate(rows))
    found = answer("agreement", file(text), "--level", "interval")
    values = [
        round(found[f"icc_{kind}"]["value"], 2)
        for kind in ("1_1", "2_1", "3_1", "1_k", "2_k", "3_k")
    ]
    assert values == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_agreement_every_level_prints_a_table_and_a_reading(file: Any, level: str) -> None:
    done = run("agreement", file(RATINGS), "--level", level, "--by", "criterion")
    assert done.exit_code == 0
    assert "krippendorff alpha" in done.stdout
    assert "Two inspectors judging the same thing" in done.stdout


def test_agreement_where_nothing_can_be_said_is_null_with_a_reason(file: Any) -> None:
    found = answer("agreement", file("unit,a,b\nu1,1,\nu2,,2\n"))
    assert (found["krippendorff_alpha"]["value"], found["krippendorff_alpha"]["reason"]) == (
        None,
        "no_pairable_units",
    )


def test_severity_and_design_answer(file: Any) -> None:
    cells = [(f, c, k) for f in range(8) for c in range(3) for k in range(2)]
    lines = [f"f{f},c{c},i{(f + c + k) % 4},{1 + (f + c + k * (f % 2)) % 4}" for f, c, k in cells]
    long = "\n".join(["force,criterion,inspector,rating", *lines])
    found = answer("severity", file(long))
    assert set(found["severity"]) == {"i0", "i1", "i2", "i3"}
    planned = answer("design", file(PLAN), "--share", "0.5", "--seed", "s")
    assert len(planned["extra"]) == 2
    assert planned["expected_error"]["severity"] < planned["expected_error_without"]["severity"]


def test_sample_then_verify_right_and_wrong(file: Any, tmp_path: Path) -> None:
    cases, record = file(CASES), tmp_path / "record.json"
    committed = run("sample", cases, "--salt", SALT, "--commit").stdout.strip()
    assert len(committed) == 64
    drawn = answer(
        "sample", cases, "--salt", SALT, "--n", 3, "--dice", "12345612345612345612", "--out", record
    )
    assert (drawn["frame_sha256"], len(drawn["drawn"])) == (committed, 6)
    assert run("verify-sample", cases, record, "--salt", SALT).exit_code == 0
    other = file(CASES.replace("c5,", "x5,"), "other.csv")
    wrong = run("verify-sample", other, record, "--salt", SALT)
    assert wrong.exit_code == 1
    assert "WRONG" in wrong.stdout
    by_size = answer(
        "sample", cases, "--total", 10, "--allocate", "proportional", "--seed", "s", "--by-size"
    )
    assert len(by_size["drawn"]) == 10


def test_verifier_written_out_runs_without_the_library(file: Any, tmp_path: Path) -> None:
    cases, record, alone = file(CASES), tmp_path / "record.json", tmp_path / "check.py"
    run("sample", cases, "--sizes", "N=2,S=3", "--seed", "s", "--out", record)
    assert run("verify-sample", "--write-verifier", alone).exit_code == 0
    done = subprocess.run(
        [sys.executable, "-I", "-S", alone, cases, record],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_estimate_in_all_its_forms(file: Any) -> None:
    assert answer("estimate", "--x", 81, "--n", 263)["low"] == pytest.approx(0.2527, abs=5e-5)
    assert answer("estimate", "--x", 81, "--n", 263, "--method", "wilson")["high"] == pytest.approx(
        0.3662, abs=5e-5
    )
    assert answer("estimate", "--x", 45, "--n", 50, "--population", 150)["low"] == pytest.approx(
        121 / 150
    )
    assert answer("estimate", "--x", 56, "--n", 70, "--x2", 48, "--n2", 80)["low"] == pytest.approx(
        0.0524, abs=5e-5
    )
    assert answer("estimate", "--tolerable", 0.05)["n"] == 59
    assert answer("estimate", "--half-width", 0.05, "--population", 200)["n"] == 137
    assert answer("estimate", "--x", 0, "--n", 0)["reason"] == "no_cases"
    assert answer("estimate", file(STRATA))["value"] == pytest.approx(0.4 * 0.4 + 0.6 * 0.25)
    cases = file(
        "stratum,size,grade,days\na,30,met,2\na,30,not,4\nb,60,met,5\nb,60,met,7\n", "cases.csv"
    )
    assert answer("estimate", cases, "--value", "grade", "--is", "met")["value"] == pytest.approx(
        30 / 90 * 0.5 + 60 / 90
    )
    assert answer("estimate", cases, "--value", "days")["value"] == pytest.approx(
        (30 * 3 + 60 * 6) / 90
    )
    assert answer("estimate", cases, "--value", "days", "--total")["value"] == pytest.approx(
        30 * 3 + 60 * 6
    )


def test_funnel_flags_the_one_that_differs(file: Any) -> None:
    found = answer("funnel", file(BODIES), "--target", 0.2)
    assert [point["name"] for point in found["funnel"]["points"] if point["outlier"]] == ["f0"]
    assert "1 of 21 bodies stand out: f0." in run("funnel", file(BODIES), "--target", 0.2).stdout


def test_funnel_without_an_upper_limit_prints_null_not_infinity(file: Any) -> None:
    assert answer("funnel", file("force,x,n\na,0,10\nb,10,10\n"))["spread"]["sigma_high"] is None


def test_quantity_word_number_missing_and_chance() -> None:
    found = answer("quantity", "most", 36, 46, "--p-met", 0.92, "--p-not", 0.15)
    assert (found["holds"], found["k_min"], found["k_max"], found["min_flips_to_break"]) == (
        True,
        35,
        41,
        2,
    )
    assert found["probability"]["value"] == pytest.approx(0.5368553924301853, abs=1e-9)
    assert answer("quantity", "three-quarters", 33, 44)["holds"] is True
    assert answer("quantity", "a", "majority", 32, 43)["holds"] is True
    assert answer("quantity", "many", 32, 43)["reason"] == "unknown_word"
    assert answer("quantity", "most", 3, 3)["reason"] == "too_few_units"
    assert (
        answer("quantity", "most", 30, 46, "--judged", 42)["missing"]["reason"]
        == "missing_judgments"
    )
    assert (
        answer(
            "quantity", "majority", 32, 43, "--vocabulary", "education_scotland", "--as-printed"
        )["holds"]
        is False
    )
    assert run("quantity", 34, 46).stdout.startswith("a majority of (34 of 46)")


def test_quantity_table_of_claims(file: Any) -> None:
    rows = answer("quantity", file("word,k,N\nmost,36,46\nmost,34,46\n"))
    assert [row["holds"] for row in rows] == [True, False]


def test_triangulate_counts_kinds_and_contradictions(file: Any) -> None:
    found = answer("triangulate", file(EVIDENCE))
    assert [(each["force"], each["met"]) for each in found["findings"]] == [
        ("North", True),
        ("South", False),
    ]
    assert answer("triangulate", file(EVIDENCE), "--k", 2, "--cut-off", "2019-01-05")["met"] == 1


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("agreement",), RATINGS),
        (("severity",), RATINGS),
        (("design", "--seed", "s"), PLAN),
        (("triangulate",), EVIDENCE),
        (("sample", "--n", "2", "--seed", "s"), CASES),
        (("funnel",), BODIES),
        (("estimate",), STRATA),
    ],
)
def test_svg_is_well_formed_and_says_its_title_and_description(
    file: Any, tmp_path: Path, arguments: Any, text: str
) -> None:
    plot = tmp_path / "plot.svg"
    done = run(arguments[0], file(text), *arguments[1:], "--svg", plot)
    assert done.exit_code == 0
    root = ET.parse(plot).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert (root.get("role"), root.get("aria-labelledby")) == (
        "img",
        f"{root[0].get('id')} {root[1].get('id')}",
    )
    assert root[0].tag == space + "title"
    assert root[1].tag == space + "desc"
    assert len(root[1].text or "") > 20
    assert not any(word in plot.read_text().lower().split() for word in ("nan", "inf", "none"))


def test_quantity_svg_marks_the_count(tmp_path: Path) -> None:
    plot = tmp_path / "plot.svg"
    run("quantity", "most", 36, 46, "--svg", plot)
    assert "Marked: 36." in plot.read_text()


@pytest.mark.parametrize(
    ("arguments", "text", "says"),
    [
        (("agreement",), "unit,a,b\nu1,1,2\nu2,1\n", "row 2: 2 cells, the header has 3"),
        (("agreement",), "unit,a,a\nu1,1,2\n", "column 'a' occurs twice"),
        (("agreement",), "unit,,b\nu1,1,2\n", "column 2 has no name"),
        (("agreement",), "", "is empty"),
        (("agreement",), "unit,a\n", "a header and no rows"),
        (("agreement",), b"unit,a\nu1,\xff\n", "line 2 is not UTF-8"),
        (("agreement",), b"PAR1 but no more", "not a readable Parquet"),
        (("agreement", "--scale", "1,2,3"), RATINGS, "row 3, column ben"),
        (("agreement", "--by", "team"), RATINGS, "no column 'team'"),
        (("agreement", "--where", "set=B"), RATINGS, "no column 'set'"),
        (("agreement", "--where", "force=East"), RATINGS, "no row has force=East"),
        (
            ("agreement", "--layout", "confusion"),
            "first,yes,no\nyes,1,2\nmaybe,3,4\n",
            "rows are yes, maybe",
        ),
        (("agreement", "--layout", "counts"), "unit,yes,no\n1,two,1\n", "row 1, column yes"),
        (("funnel",), "force,x,n\na,1,2\nb,3,2\n", "row 2, column x"),
        (("funnel",), "force,x,n\na,one,2\n", "row 1, column x: 'one' is not a whole number"),
        (("funnel",), "force,y,n\na,1,2\n", "no column 'x'"),
        (("estimate",), "stratum,population,n,x\na,5,9,1\n", "row 1"),
        (
            ("estimate", "--value", "days"),
            "days\n3\nlate\n",
            "row 2, column days: 'late' is not a number",
        ),
        (("sample", "--n", "1", "--seed", "s"), "id\nc1\nc1\n", "row 2, id: duplicate_id"),
        (("sample", "--n", "1", "--seed", "s", "--by-size"), "id,size\nc1,0\n", "zero_size"),
        (("sample", "--n", "9", "--seed", "s"), "id\nc1\n", "9 wanted of 1"),
        (("sample", "--n", "1"), "id\nc1\n", "--seed"),
        (("quantity",), "word,k,N\nmost,9,4\n", "row 1, columns k, N"),
        (("triangulate",), "force,criterion,kind,origin\nN,t,rumour,p\n", "row 1, column kind"),
        (
            ("triangulate",),
            EVIDENCE.replace("2019-01-06", "6.1.19"),
            "row 2, column on: '6.1.19' is not a date",
        ),
        (("design", "--seed", "s"), PLAN + "West,training,a1,B\n", "row 5, column team"),
    ],
)
def test_unusable_table_ends_with_2_and_says_where(
    file: Any, capsys: pytest.CaptureFixture[str], arguments: Any, text: str | bytes, says: str
) -> None:
    assert says in refused(capsys, arguments[0], file(text), *arguments[1:])


def test_file_that_is_not_there_ends_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "cannot be read" in refused(capsys, "funnel", tmp_path / "none.csv")
    assert "cannot be written" in refused(
        capsys, "quantity", "most", "36", "46", "--svg", tmp_path / "no" / "plot.svg"
    )
    assert "nothing to estimate" in refused(capsys, "estimate")


def test_run_as_a_program_with_standard_input_and_a_byte_order_mark() -> None:
    source = str(Path(inspectstats.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "inspectstats.cli.main", "agreement", "-", "--json"],
        input=b"\xef\xbb\xbf" + RATINGS.encode(),
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": source},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["level"] == "ordinal"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_teaches_by_example(name: str) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) > 8


def test_json_of_what_is_not_finite_is_null() -> None:
    assert plain({"a": float("nan"), "b": [float("inf"), 1.5], "c": np.array([1.0, np.nan])}) == {
        "a": None,
        "b": [None, 1.5],
        "c": [1.0, None],
    }


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("agreement", ["unit,force,criterion,anna,ben,carl", "u1,North,training,2,2,3"]),
        ("severity", ["force,criterion,inspector,rating", "North,training,i07,2"]),
        ("design", ["force,criterion,inspector,team", "North,training,i07,A"]),
        ("funnel", ["force,x,n", "North,18,148"]),
        (
            "triangulate",
            ["force,criterion,kind,origin,direction", "North,training,interview,p12,supports"],
        ),
        ("estimate", ["inspectstats estimate --half-width 0.05 --population 400 how many to read"]),
        ("quantity", ["inspectstats quantity most 36 46 --p-met 0.92 --p-not 0.15"]),
    ],
)
def test_help_prints_each_line_of_an_example_as_a_line(name: str, example: list[str]) -> None:
    lines = [line.strip() for line in run(name, "--help").output.splitlines()]
    assert [line for line in example if line not in lines] == []


def test_funnel_plot_names_those_outside_its_own_limits_and_no_other(
    file: Any, tmp_path: Path
) -> None:
    """The limits drawn are the rule: who stands outside them is who is flagged."""
    plot = tmp_path / "plot.svg"
    done = run("funnel", file(BODIES), "--target", 0.2, "--svg", plot)
    assert "A body stands out where p is 0.0048 or less" in done.stdout
    drawn = plot.read_text()
    assert "limits: outside: stands out; outside: f0." in drawn
    assert "95.0% limits" not in drawn


def test_whisker_cut_at_an_edge_ends_in_an_arrow_and_is_said() -> None:
    bars = [Bar("C01", 0.1, -0.4, 0.6), Bar("C02", 0.5, 0.2, 0.8), Bar("C03", 1.4, 0.9, 1.9)]
    drawn = intervals("Agreement", bars, "alpha", -0.2, 1.0)
    assert drawn.count("<polygon") == 2
    assert "C01: 0.10 (-0.40 to 0.60), goes on beyond the left edge" in drawn
    assert "C03: 1.40 (0.90 to 1.90), goes on beyond the right edge" in drawn
    assert drawn.count("<circle") == 2
    assert intervals("Agreement", bars, "alpha", -1, 2).count("<polygon") == 0
