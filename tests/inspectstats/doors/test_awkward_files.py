"""Files that real life brings: each is answered rightly or refused by name; none wrongly.

A figure expected is computed apart, pair by pair; ``words`` are what the refusal has to hold.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from tests.inspectstats.doors.written_out import (
    HEADER,
    RIGHT,
    ROWS,
    WORDS,
    columns,
    long_text,
    wide_text,
    written_out_alpha,
)

from inspectstats.cli.main import inspectstats as command
from inspectstats.records import InputError

WIDE, LONG = wide_text(), long_text()
CAPITALS = ("Unit", "FORCE", "Criterion", "Anna", "Ben", "Carl")
PRODUCT = ("Unit", "Body", "Criterion", "Inspector", "Grade")
GWET = "rater1\\rater2,ectopic,aiu,niu\nectopic,13,0,0\naiu,0,20,7\nniu,0,4,56\n"
SEVERE_HEADER = "force,criterion,inspector,rating"
SEVERITY = f"{SEVERE_HEADER}\n" + "".join(
    f"f{f},c{c},i{(f + c + k) % 4},{1 + (f + c + k * (f % 2)) % 4}\n"
    for f in range(8)
    for c in range(3)
    for k in range(2)
)


def with_column(name: str, cells: list[object], at: int = 3) -> str:
    """The wide file with one more column."""
    lines = [line.split(",") for line in WIDE.splitlines()]
    for line, cell in zip(lines, [name, *cells], strict=True):
        line.insert(at, str(cell))
    return "\n".join(",".join(line) for line in lines) + "\n"


def without(name: str) -> str:
    """The wide file without one column."""
    place = HEADER.index(name)
    lines = [line.split(",") for line in WIDE.splitlines()]
    return "\n".join(",".join(line[:place] + line[place + 1 :]) for line in lines) + "\n"


def numbered(first: int) -> str:
    """The wide file with the numbers of its rows in a first column without a name."""
    head, *lines = WIDE.splitlines()
    return "\n".join([f",{head}", *(f"{i},{line}" for i, line in enumerate(lines, first))]) + "\n"


def headed(*raters: str) -> str:
    """The wide file with other names of its raters."""
    return wide_text(header=(*HEADER[:3], *raters))


def worded(missing: str = "") -> str:
    """The wide file with grades in words."""
    cells = [[WORDS.get(cell, cell) if cell else missing for cell in row] for row in ROWS]
    return "\n".join(",".join(map(str, line)) for line in [HEADER, *cells]) + "\n"


def turned() -> str:
    """The inspectors in rows, the units in columns."""
    lines = [[HEADER[3 + i], *(row[3 + i] or "" for row in ROWS)] for i in range(3)]
    head = ["inspector", *(row[0] for row in ROWS)]
    return "\n".join(",".join(map(str, line)) for line in [head, *lines]) + "\n"


def parquet(frame: pl.DataFrame) -> bytes:
    """A frame as the bytes of a Parquet file."""
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def arrow(frame: pl.DataFrame) -> bytes:
    """A frame as the bytes of an Arrow file."""
    out = io.BytesIO()
    frame.write_ipc(out)
    return out.getvalue()


FRAME = pl.DataFrame(columns())
NO_BODY = wide_text().replace("North", "").replace("South", "")
TWO_BODIES = wide_text().replace("West", "NORTH")
ONE_ROW = "unit,force,anna,ben\nu1,North,2,3\n"
SCALE = ["--scale", "1,2,3,4"]
IN_WORDS = ["--scale", ",".join(WORDS.values())]
ALTERED = written_out_alpha([(*row[3:5], None) for row in ROWS])

LONG_AND_MORE = LONG.replace("unit,", "zeta,unit,").replace("\nu", "\nx,u")
SEVERE_AND_MORE = SEVERITY.replace("force,", "zeta,force,").replace("\nf", "\n1,f")
SEVERE_WORDS = SEVERITY
for grade, word in enumerate(("low", "mid", "high", "top"), start=1):
    SEVERE_WORDS = SEVERE_WORDS.replace(f",{grade}\n", f",{word}\n")

ANSWERED: list[tuple[str, str | bytes, list[str], float | None]] = [
    ("good wide", WIDE, [], RIGHT),
    ("good long", LONG, [], RIGHT),
    ("capitals", wide_text(header=CAPITALS), [], RIGHT),
    ("words of the product", long_text(header=PRODUCT), [], RIGHT),
    (
        "names with ids",
        long_text(header=("Unit ID", "body_id", "Criterion", "judge", "mark")),
        [],
        RIGHT,
    ),
    ("semicolons", wide_text(";"), [], RIGHT),
    ("tabs", wide_text("\t"), [], RIGHT),
    ("bars", wide_text("|"), [], RIGHT),
    ("long with semicolons", long_text(";"), [], RIGHT),
    ("separator line of Excel", "sep=;\n" + wide_text(";"), [], RIGHT),
    ("separator at every end", WIDE.replace("\n", ",\n"), [], RIGHT),
    ("NA", wide_text(missing="NA"), [], RIGHT),
    ("N/A", wide_text(missing="N/A"), [], RIGHT),
    ("nan", wide_text(missing="nan"), [], RIGHT),
    ("NULL", wide_text(missing="NULL"), [], RIGHT),
    ("blanks", wide_text(missing="  "), [], RIGHT),
    ("NA with a scale", wide_text(missing="NA"), SCALE, RIGHT),
    ("mark of UTF-8", "\ufeff" + WIDE, [], RIGHT),
    ("UTF-16", WIDE.encode("utf-16"), [], RIGHT),
    ("lines of Windows", WIDE.replace("\n", "\r\n"), [], RIGHT),
    ("quoted cells", '"' + WIDE.replace(",", '","').replace("\n", '"\n"')[:-1], [], RIGHT),
    ("points after numbers", WIDE.replace(",2", ",2.0").replace(",3", ",3.0"), [], RIGHT),
    ("decimal commas", wide_text(";").replace(";2", ";2,0").replace(";3", ";3,0"), [], RIGHT),
    ("numbers as units", WIDE.replace("\nu", "\n"), [], RIGHT),
    ("units with zeros", WIDE.replace("\nu", "\n00"), [], RIGHT),
    ("unit called item", wide_text(header=("Item", *HEADER[1:])), [], RIGHT),
    (
        "no criterion column",
        "\n".join(
            ",".join(line.split(",")[:2] + line.split(",")[3:]) for line in WIDE.splitlines()
        ),
        [],
        RIGHT,
    ),
    ("words on a scale", worded(), IN_WORDS, RIGHT),
    (
        "a date that is left out",
        with_column("date", ["2024-05-01"] * 8),
        ["--ignore", "date"],
        RIGHT,
    ),
    (
        "raters named",
        with_column("visit", [1, 2, 1, 2, 1, 2, 1, 2]),
        ["--raters", "anna,ben,carl"],
        RIGHT,
    ),
    ("two raters named", WIDE, ["--raters", "Anna,BEN"], ALTERED),
    ("unit named", wide_text(header=("place", *HEADER[1:])), ["--unit", "place"], RIGHT),
    (
        "grade named",
        long_text(header=("unit", "force", "criterion", "rater", "level")),
        ["--column", "rating=level"],
        RIGHT,
    ),
    ("Parquet", parquet(FRAME), [], RIGHT),
    ("Parquet with capitals", parquet(FRAME.rename({"unit": "UNIT", "force": "Body"})), [], RIGHT),
    (
        "Parquet with text grades",
        parquet(FRAME.with_columns(pl.col("anna", "ben", "carl").cast(pl.String))),
        [],
        RIGHT,
    ),
    (
        "Parquet with floats",
        parquet(
            FRAME.with_columns(
                pl.col("anna", "ben", "carl").cast(pl.Float64).fill_null(float("nan"))
            )
        ),
        [],
        RIGHT,
    ),
    ("Arrow", arrow(FRAME), [], RIGHT),
    ("numbers of rows by R", numbered(1), [], RIGHT),
    ("numbers of rows by pandas", numbered(0), [], RIGHT),
    (
        "Parquet with pandas' index",
        parquet(FRAME.with_columns(__index_level_0__=pl.int_range(8))),
        [],
        RIGHT,
    ),
    ("one row", ONE_ROW, [], 0.0),
    ("grades named by rater", headed("grade_anna", "grade_ben", "grade_carl"), [], RIGHT),
    (
        "raters numbered after a role",
        headed("Inspector 1", "Inspector 2", "Inspector 3"),
        [],
        RIGHT,
    ),
    ("raters numbered after any word", headed("reader_1", "reader_2", "reader_3"), [], RIGHT),
    (
        "dates that are named as raters",
        headed("2024-01-05", "2024-02-05", "2024-03-05"),
        ["--raters", "2024-01-05,2024-02-05,2024-03-05"],
        RIGHT,
    ),
    ("grades that a code could be, on a scale", wide_text(), ["--scale", "1,2,3,4,7"], RIGHT),
]

NOMINAL = ["--metric", "nominal"]
NO_INSPECTOR = [
    *("staff", "2019 grade", "self-assessment", "certainty", "difficulty", "cases", "band"),
    *("sector", "cohort", "urban", "benchmark", "published", "provisional", "postcode", "2024"),
    *("Jan", "Q1", "Q3 2024", "Monday", "5 May 2024", "05/01/2024", "2024-01-05", "wave 2"),
    *("anna_confidence", "anna_minutes", "anna_moderated", "ben after", "share of staff", "% met"),
]
ABOUT_ANOTHER = ["anna_sure", "anna.1", "anna_duplicated_0", "anna2", "ben (lead)"]
UNSAID = ["-", "–", "—", "?", ".", "...", "TBC", "missing", "n.a.", "Unknown"]
REFUSED: list[tuple[str, str | bytes, list[str], str]] = [
    *(
        (f"column {name}", with_column(name, [1, 2, 3, 4] * 2), [], f"column {name!r} names no")
        for name in NO_INSPECTOR
    ),
    *(
        (f"column {name}", with_column(name, [2, 1, 3, 1] * 2), [], f"column {name!r} may be about")
        for name in ABOUT_ANOTHER
    ),
    *(
        (f"{word} among words", worded(word), NOMINAL, f"row 8, column ben: {word!r} may say that")
        for word in UNSAID
    ),
    *(
        (f"{code} for missing", wide_text(missing=code), [], f"{code} may be a code for a missing")
        for code in ("7", "8", "9", "77", "88", "98", "99")
    ),
    (
        "two rounds of one rater",
        headed("anna_1", "anna_2", "ben"),
        [],
        "column 'anna_2' may be about 'anna_1'",
    ),
    (
        "before and after",
        headed("anna before", "anna after", "ben"),
        [],
        "column 'anna before' names no inspector",
    ),
    (
        "who judged beside each grade",
        "unit,inspector1,grade1,inspector2,grade2\nu1,1,1,2,2\nu2,3,2,2,2\nu3,1,3,3,3\n",
        [],
        "columns 'inspector1' and 'grade1' say who judged and what was given",
    ),
    (
        "unit in other capitals, long",
        LONG.replace("u1,North,training,ben", "U1,North,training,ben"),
        [],
        "'U1' and 'u1' differ only in capitals",
    ),
    (
        "one rater in other capitals",
        worded().replace("good,", "Good,"),
        IN_WORDS,
        "It differs from 'good' only in capitals",
    ),
    (
        "decimal commas between quotes",
        WIDE.replace(",2,", ',"2,0",'),
        SCALE,
        "It has a decimal comma: write 2.0",
    ),
    (
        "decimal commas between quotes among numbers",
        WIDE.replace("training,2,", 'training,"2,0",'),
        [],
        "It has a decimal comma: write 2.0",
    ),
    ("per cent signs", WIDE.replace(",2", ",2%"), SCALE, "It has a per cent sign: write 2"),
    ("a title first", "Ratings of 2024,,,,,\n" + WIDE, [], "does not look like a header"),
    ("a title alone first", "Ratings\n\n" + WIDE, [], "does not look like a header"),
    ("grades first", "2,2,3\n1,1,1\n3,4,3\n2,1,2\n", [], "does not look like a header (2, 2, 3)"),
    ("empty", "", [], "is empty"),
    ("header alone", "unit,force,a,b\n", [], "has a header and no rows"),
    (
        "a word among numbers",
        WIDE.replace("training,3", "training,abc"),
        [],
        "row 3, column anna: 'abc' is a word among numbers",
    ),
    ("a dash among numbers", wide_text(missing="-"), [], "'-' is a word among numbers"),
    (
        "unknown column of words",
        with_column("region", ["a", "b"] * 4),
        [],
        "column 'region' names no inspector",
    ),
    (
        "unknown words under any name",
        with_column("zeta", ["a", "b"] * 4),
        [],
        "column zeta: 'a' is a word among numbers",
    ),
    ("a year", with_column("Year", [2023, 2024] * 4), [], "column 'Year' names no inspector"),
    (
        "numbers far off under any name",
        with_column("zeta", [2023, 2024] * 4),
        [],
        "column 'zeta' shares no grade",
    ),
    (
        "numbers of rows under any name",
        with_column("zeta", list(range(1, 9))),
        [],
        "column 'zeta' has another value in every row",
    ),
    (
        "a column of the body",
        with_column("zeta", [1, 1, 2, 2, 3, 3, 4, 4]),
        [],
        "column 'zeta' has one value for each body",
    ),
    (
        "moderated grades",
        with_column("moderated", [2, 1, 3, 2, 4, 3, 1, 3]),
        [],
        "column 'moderated' names no inspector",
    ),
    (
        "a total",
        with_column("total", [7, 2, 10, 5, 12, 8, 4, 6]),
        [],
        "column 'total' names no inspector",
    ),
    (
        "a number of the row",
        with_column("id", list(range(8)), at=0),
        [],
        "column 'id' names no inspector",
    ),
    ("off the scale", WIDE, ["--scale", "1,2,3"], "row 3, column ben: '4' is not on the scale"),
    (
        "NA on the scale",
        wide_text(missing="NA"),
        ["--scale", "1,2,3,4,NA"],
        "'NA' reads as missing",
    ),
    ("words without a scale", worded(), [], "words whose order nobody declared"),
    (
        "words in two spellings",
        worded().replace("good", "Good", 1),
        ["--metric", "nominal"],
        "differ only in capitals",
    ),
    ("turned", turned(), [], "seems turned"),
    ("turned, body first", turned().replace("inspector", "force"), [], "may be turned"),
    (
        "nothing names the unit",
        WIDE.replace("unit,force,criterion", "aa,bb,cc"),
        [],
        "no column names the unit",
    ),
    ("no header", "\n".join(WIDE.splitlines()[1:]), [], "column"),
    (
        "unit twice",
        WIDE + "u1,North,training,1,2,3\n",
        [],
        "row 9: unit u1, force North, criterion training is already",
    ),
    (
        "rated twice",
        LONG + "u1,North,training,anna,3\n",
        [],
        "anna already rated u1 North training in row 1",
    ),
    ("body left empty", NO_BODY, [], "row 1, column force: is empty"),
    ("one body spelt two ways", TWO_BODIES, [], "differ only in capitals"),
    ("body called NA", WIDE.replace("North", "NA"), [], "'NA' reads as missing"),
    (
        "two columns of one meaning",
        with_column("Body", ["x"] * 8),
        [],
        "'force' and 'Body' both mean the body",
    ),
    ("header twice", WIDE.replace("ben", "anna"), [], "column 'anna' occurs twice"),
    ("header twice in capitals", WIDE.replace("ben", "ANNA"), [], "differ only in capitals"),
    ("header without a name", WIDE.replace("ben", ""), [], "column 5 has no name"),
    ("long as wide", LONG, ["--layout", "raters"], "has one row a rating"),
    ("wide as long", WIDE, ["--layout", "long"], "no column 'rater'"),
    ("wide as counts", WIDE, ["--layout", "counts"], "is not a count"),
    ("wide as a square table", WIDE, ["--layout", "confusion"], "rows are u1"),
    ("long with an unknown column", LONG_AND_MORE, [], "column 'zeta' is not known"),
    (
        "who judged without a grade",
        WIDE.replace("anna", "inspector"),
        [],
        "column 'inspector' may hold who judged",
    ),
    ("two separators", WIDE.replace("unit,force", "unit;force"), [], "has commas and semicolons"),
    ("first column without a name", "," + WIDE.replace("\nu", "\nx,u"), [], "column 1 has no name"),
    ("open quote", WIDE.replace("u3", '"u3'), [], "cannot be read"),
    ("short row", WIDE + "u9,North\n", [], "row 9: 2 cells, the header has 6"),
    ("not UTF-8", WIDE.replace("North", "Nörth").encode("latin-1"), [], "line 2 is not UTF-8"),
    ("UTF-16 without its mark", WIDE.encode("utf-16-le"), [], "is not text in UTF-8"),
    ("Excel", b"PK\x03\x04rest", [], "is a zip or an Excel workbook"),
    ("broken Parquet", b"PAR1 and nothing", [], "is not a readable Parquet file"),
    ("Parquet without rows", parquet(FRAME.head(0)), [], "has columns and no rows"),
    (
        "Parquet with dates",
        parquet(FRAME.with_columns(zeta=pl.date(2024, 5, 1))),
        [],
        "column zeta: '2024-05-01' is not a grade",
    ),
    ("thousands", wide_text(";").replace(";2", ";2,000"), [], "is a word among numbers"),
    ("a scale twice", WIDE, ["--scale", "1,2,2"], "names a category twice"),
    ("an absent rater", WIDE, ["--raters", "anna,dora"], "no column 'dora'"),
    ("an absent column left out", WIDE, ["--ignore", "date"], "no column 'date'"),
    (
        "counts as wide",
        "subject,yes,never,perhaps\n1,3,0,0\n2,1,2,0\n3,0,2,1\n4,1,1,1\n",
        [],
        "every row adds up to 3",
    ),
    ("counts of grades as wide", "subject,1,2,3\n1,3,0,0\n2,1,2,0\n", [], "or categories"),
    (
        "a unit of two bodies",
        LONG.replace("u3,South,training,ben", "u3,North,training,ben"),
        [],
        "unit u3 is of North here and of South in row 6",
    ),
    ("a row of means", WIDE + "Mean,All,all,2,2,2\n", [], "'Mean' seems to sum up the others"),
    ("999 for missing", wide_text(missing="999"), [], "999 may be a code for a missing grade"),
    ("-9 for missing", wide_text(missing="-9"), [], "-9 may be a code for a missing grade"),
    ("raters in a long file", LONG, ["--raters", "rater"], "already in row 1"),
]


def asked(
    tmp_path: Path, data: str | bytes, arguments: list[str], name: str = "table.csv"
) -> object:
    """The JSON answer of the command, or the words of its refusal."""
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    try:
        done = CliRunner().invoke(
            command, ["agreement", str(path), *arguments, "--json"], catch_exceptions=False
        )
    except InputError as refusal:
        return str(refusal)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("data", "arguments", "right"), [row[1:] for row in ANSWERED], ids=[row[0] for row in ANSWERED]
)
def test_awkward_file_is_answered_as_written_out(
    tmp_path: Path, data: str | bytes, arguments: list[str], right: float
) -> None:
    found = asked(tmp_path, data, arguments)
    assert isinstance(found, dict), found
    assert found["krippendorff_alpha"]["value"] == pytest.approx(right, abs=1e-12)


@pytest.mark.parametrize(
    ("data", "arguments", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_awkward_file_is_refused_by_name(
    tmp_path: Path, data: str | bytes, arguments: list[str], words: str
) -> None:
    found = asked(tmp_path, data, arguments)
    assert isinstance(found, str), "answered, not refused"
    assert words in found


def test_forty_files_and_more_are_tried() -> None:
    assert len(ANSWERED) >= 30
    assert len(REFUSED) >= 40


def test_square_table_with_a_label_corner_is_one_of_two_raters(tmp_path: Path) -> None:
    """Gwet (2014), golden G05: 100 units, 89 on the diagonal."""
    found = asked(tmp_path, GWET, ["--metric", "nominal"])
    assert isinstance(found, dict), found
    assert found["percent_agreement"]["value"] == pytest.approx(0.89)
    assert found["cohen_kappa"]["value"] == pytest.approx(0.7964, abs=5e-5)
    blank = asked(tmp_path, GWET.replace("rater1\\rater2", ""), ["--metric", "nominal"])
    assert blank == found
    numbers = asked(tmp_path, ",1,2\n1,40,9\n2,6,45\n", ["--metric", "nominal"])
    assert isinstance(numbers, dict), numbers
    assert numbers["cohen_kappa"]["value"] == pytest.approx(0.6995192307692307)


def test_square_table_that_may_be_units_by_raters_is_refused(tmp_path: Path) -> None:
    found = asked(tmp_path, "unit,1,2,3\n1,4,0,1\n2,0,5,0\n3,1,0,6\n", [])
    assert isinstance(found, str)
    assert "may be a square table" in found


def test_margins_of_a_square_table_are_refused(tmp_path: Path) -> None:
    text = "r,yes,no,total\nyes,4,1,5\nno,2,3,5\ntotal,6,4,10\n"
    found = asked(tmp_path, text, ["--metric", "nominal"])
    assert isinstance(found, str)
    assert "'total' seems to be a margin" in found


def test_file_named_parquet_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    found = asked(tmp_path, "unit,a\n", [], "junk.parquet")
    assert isinstance(found, str)
    assert "is not a readable Parquet file" in found


SEVERE = [
    ("capitals", SEVERITY.replace(SEVERE_HEADER, "Body,CRITERION,Inspector,Grade"), None),
    ("semicolons", SEVERITY.replace(",", ";"), None),
    ("NA", SEVERITY + "f0,c9,i1,NA\n", None),
    ("a word", SEVERITY + "f0,c9,i1,abc\n", "'abc' is a word among numbers"),
    ("twice", SEVERITY + "f0,c0,i0,3\n", "i0 already rated f0, c0"),
    ("unknown column", SEVERE_AND_MORE, "column 'zeta' is not known"),
    ("words", SEVERE_WORDS, "the grades are words"),
    ("no inspector", SEVERITY.replace("inspector", "zeta"), "column"),
]


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in SEVERE], ids=[r[0] for r in SEVERE])
def test_severity_answers_an_awkward_file_alike_or_refuses_it(
    tmp_path: Path, text: str, words: str | None
) -> None:
    def answer(data: str) -> object:
        path = tmp_path / "long.csv"
        path.write_text(data)
        try:
            done = CliRunner().invoke(
                command, ["severity", str(path), "--json"], catch_exceptions=False
            )
        except InputError as refusal:
            return str(refusal)
        assert done.exit_code == 0, done.output
        return {name: each["value"] for name, each in json.loads(done.stdout)["severity"].items()}

    found = answer(text)
    if words is None:
        assert found == answer(SEVERITY)
    else:
        assert isinstance(found, str), found
        assert words in found


OTHERS: list[tuple[str, list[str], str, str | None]] = [
    ("funnel in capitals", ["funnel"], "Body;X;N\na;3;10\nb;4;12\nc;5;9\n", None),
    ("funnel, body twice", ["funnel"], "force,x,n\na,3,10\na,4,12\n", "already in row 1"),
    ("funnel with a total", ["funnel"], "force,x,n\na,3,9\nb,4,9\nTotal,7,18\n", "sum up"),
    ("funnel with NA", ["funnel"], "force,x,n\na,NA,10\nb,4,12\n", "'NA' reads as missing"),
    ("funnel, thousands", ["funnel"], 'force,x,n\na,"1,234",5000\nb,4,12\n', "is not a whole"),
    ("funnel with shares", ["funnel"], "force,x,n\na,30%,10\nb,4,12\n", "is not a whole number"),
    ("strata in capitals", ["estimate"], "Stratum;Population;N;X\nn;40;10;4\ns;60;20;5\n", None),
    ("stratum twice", ["estimate"], "stratum,population,n,x\na,40,10,4\na,6,2,1\n", "above"),
    ("decimal comma", ["estimate", "--value", "Days"], "days;z\n3,5;a\n4;a\n", None),
    (
        "plan of the product",
        ["design", "--seed", "s"],
        "Body,Criterion,Judge,Team\nN,t,a,A\nS,t,b,B\n",
        None,
    ),
    (
        "cases with semicolons",
        ["sample", "--n", "1", "--seed", "s"],
        "ID;Stratum\nc1;a\nc2;a\n",
        None,
    ),
    ("words in capitals", ["quantity"], "Word;K;N\nmost;36;46\n", None),
]


@pytest.mark.parametrize(
    ("arguments", "text", "words"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS]
)
def test_other_commands_read_an_awkward_file_or_refuse_it(
    tmp_path: Path, arguments: list[str], text: str, words: str | None
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text)
    name, *options = arguments
    if words is not None:
        with pytest.raises(InputError) as refusal:
            CliRunner().invoke(command, [name, str(path), *options], catch_exceptions=False)
        assert words in str(refusal.value)
        return
    done = CliRunner().invoke(
        command, [name, str(path), *options, "--json"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)
