"""What a cell, a heading and a file of a return may hold, and what is said where it does not."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from inspectorate.domain.fieldwork.models import ReturnTemplate
from inspectorate.domain.fieldwork.returns import reading
from inspectorate.domain.fieldwork.returns.cells import BadCell, RawCell, reader_of
from inspectorate.domain.fieldwork.returns.checking import again, check, digest_of
from inspectorate.domain.fieldwork.returns.defining import (
    as_text,
    columns_text,
    drafted,
    rules_text,
)
from inspectorate.domain.fieldwork.returns.models import ReturnColumn
from inspectorate.foundation.files import store
from tests.factories.returns import COLUMNS, GOOD, HEADS, ODD, RULES, a_csv, an_xlsx

DRAFT = drafted(COLUMNS, RULES)


def checked(*rows: Sequence[str]) -> tuple[list[tuple[int, str, str]], dict[str, list[int]]]:
    found = check(reading.of_csv(a_csv(*rows), HEADS), DRAFT.columns, DRAFT.rules)
    return [(one.row, one.column, one.what) for one in found.faults], found.soft


class TestCell:
    @pytest.mark.parametrize(
        ("kind", "raw", "canonical"),
        [
            ("whole", "007", "7"),
            ("whole", 12.0, "12"),
            ("decimal", "+1.50", "1.5"),
            ("decimal", 0.1 + 0.2, "0.3"),
            ("decimal", "-0.0", "0"),
            ("date", ("date", "2018-10-01"), "2018-10-01"),
            ("date", "2018-10-01", "2018-10-01"),
            ("yes-no", "Y", "yes"),
            ("yes-no", False, "no"),
            ("choice", "CHARGED", "charged"),
            ("text", "'=A1", "=A1"),
            ("text", 12, "12"),
            ("text", "  ", None),
        ],
    )
    def test_each_kind_is_kept_as_one_canonical_text(
        self, kind: str, raw: RawCell, canonical: str | None
    ) -> None:
        column = ReturnColumn(name="X", kind=kind, choices=["charged", "dropped"])
        assert reader_of(column)(raw) == canonical

    @pytest.mark.parametrize(
        ("kind", "raw", "said"),
        [
            ("whole", "1.5", "not a whole number"),
            ("whole", "1,234", "separates thousands"),
            ("decimal", "1 234.5", "separates thousands"),
            ("decimal", "12,5", "decimal comma"),
            ("decimal", "12%", "percent"),
            ("decimal", ("percent", "0.45"), "formatted as a percentage"),
            ("text", ("percent", "0.45"), "formatted as a percentage"),
            ("whole", "12.000", "may part thousands"),
            ("decimal", True, "not a number"),
            ("date", "01/02/2018", "two ways"),
            ("date", "31/31/2018", "is no day of the calendar"),
            ("date", "32/01/2018", "is no day of the calendar"),
            ("date", "2018-02-30", "no day of the calendar"),
            ("date", 43101, "a number, not a date"),
            ("date", ("moment", "2018-01-01 10:00:00"), "time of day"),
            ("date", "1900-01-01", "an empty cell"),
            ("yes-no", "1", "neither yes nor no"),
            ("choice", "closed", "not in the list"),
            ("text", "=1+1", "begins like a formula"),
            ("text", "a\u202eb", "invisible"),
            ("text", "x" * 2001, "more than 2,000"),
            ("whole", ("formula", "=A1"), "without a value"),
            ("text", ("error", "#DIV/0!"), "shows the error #DIV/0!"),
        ],
    )
    def test_what_a_kind_does_not_take_is_said_with_how_to_mend_it(
        self, kind: str, raw: RawCell, said: str
    ) -> None:
        found = reader_of(ReturnColumn(name="X", kind=kind, choices=["charged"]))(raw)
        assert isinstance(found, BadCell)
        assert said in found.what
        assert found.mend

    def test_empty_cell_is_refused_where_the_column_is_required_alone(self) -> None:
        assert reader_of(ReturnColumn(kind="whole"))("") is None
        assert isinstance(reader_of(ReturnColumn(kind="whole", required=True))(None), BadCell)

    @pytest.mark.parametrize(("raw", "taken"), [("9", False), ("10", True), ("20.5", False)])
    def test_number_outside_the_range_is_refused(self, raw: str, taken: bool) -> None:
        read = reader_of(ReturnColumn(kind="decimal", least="10", most="20"))
        assert isinstance(read(raw), BadCell) is not taken


class TestTable:
    def test_bad_cell_is_named_by_row_column_and_value(self) -> None:
        bad = ("A2", "2018-01-02", "", "three", *[""] * 4)
        found = check(reading.of_csv(a_csv(GOOD, bad), HEADS), DRAFT.columns, DRAFT.rules)
        (fault,) = found.faults
        assert fault[:4] == ("", 3, "Officers", "three")
        assert fault.where == "row 3, column “Officers”"

    def test_headings_in_another_order_and_other_capitals_are_known(self) -> None:
        heads = ("OPENED", "ref", *HEADS[2:])
        row = (GOOD[1], GOOD[0], *GOOD[2:])
        found = check(reading.of_csv(a_csv(row, heads=heads), HEADS), DRAFT.columns, DRAFT.rules)
        assert not found.faults
        assert found.rows == [list(GOOD)]

    def test_missing_unknown_and_doubled_headings_are_each_named(self) -> None:
        heads = ("Ref", "Ref", "Closed on", *HEADS[3:])
        table = reading.of_csv(a_csv(GOOD, heads=heads), HEADS)
        assert {(one.column, one.what) for one in table.faults} == {
            ("Ref", "The heading stands there more than once."),
            ("Opened", "The column is missing."),
            ("Closed", "The column is missing."),
            ("Closed on", "The template has no such column."),
        }

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "nothing in the file"),
            (b"\r\n\r\n", "nothing in the file"),
            (a_csv(), "no row below the headings"),
            (a_csv(GOOD, [""] * 8, GOOD), "row is empty"),
            (a_csv((*GOOD, "more")), "9 cells"),
            (a_csv(GOOD).replace(b"A1", b'"A1'), "cannot be read"),
            (a_csv(GOOD).replace(b"A1", b"A\x00"), "NUL"),
            (a_csv(GOOD).replace(b"A1", b"\xc3\xa9 \xe9"), "UTF-8, others are not"),
        ],
    )
    def test_file_that_is_no_table_of_rows_is_answered_clearly(
        self, content: bytes, said: str
    ) -> None:
        assert any(said in one.what for one in reading.of_csv(content, HEADS).faults)

    @pytest.mark.parametrize(
        ("content", "note"),
        [
            (a_csv(GOOD), "UTF-8, cells parted by commas"),
            (b"\xef\xbb\xbf" + a_csv(GOOD), "UTF-8 with a byte-order mark"),
            (a_csv(GOOD).replace(b"A1", b"\xc9t\xe9"), "Windows-1252"),
            (a_csv(GOOD).replace(b",", b";"), "semicolons"),
        ],
    )
    def test_how_a_file_was_read_is_said(self, content: bytes, note: str) -> None:
        table = reading.of_csv(content, HEADS)
        assert not table.faults
        assert note in table.notes[0]

    def test_row_of_millions_of_empty_cells_is_refused_at_once(self) -> None:
        begun = time.perf_counter()
        (fault,) = reading.of_csv(b"," * (10 * 1024**2), HEADS).faults
        assert "more than" in fault.what
        assert time.perf_counter() - begun < 2.5

    def test_five_thousand_rows_are_checked_at_a_thousand_a_second_or_more(self) -> None:
        rows = [(f"R{place}", *GOOD[1:]) for place in range(5_000)]
        content, begun = a_csv(*rows), time.perf_counter()
        found = check(reading.of_csv(content, HEADS), DRAFT.columns, DRAFT.rules)
        assert time.perf_counter() - begun < 5
        assert (len(found.rows), found.faults, found.soft) == (5_000, [], {})

    def test_rows_taken_once_are_taken_again_unchanged(self) -> None:
        row = ("'=A", *GOOD[1:])
        found = check(reading.of_csv(a_csv(row, ODD), HEADS), DRAFT.columns, DRAFT.rules)
        once_more = again(found.rows, DRAFT.columns, DRAFT.rules)
        assert (once_more.rows, once_more.soft) == (found.rows, found.soft)
        of = ReturnTemplate(title="Cases")
        assert digest_of(of, DRAFT.columns, found.rows) != digest_of(of, DRAFT.columns, [])


class TestExcel:
    def read(self, content: bytes) -> reading.Table:
        return reading.read(store.take(content, name="cases.xlsx"), HEADS)

    def test_sheet_with_the_headings_is_read_and_the_other_named(self, settings: object) -> None:
        table = self.read(an_xlsx(GOOD, sheets=("Cases", "Notes")))
        assert table.sheet == "sheet “Cases”"
        assert "Other sheets were not read: “Notes”." in table.notes

    def test_formula_without_a_value_is_named_by_sheet_row_and_column(self) -> None:
        row = (*GOOD[:5], "=D2+E2", *GOOD[6:])
        found = check(self.read(an_xlsx(row)), DRAFT.columns, DRAFT.rules)
        (fault,) = found.faults
        assert fault.where == "sheet “Data”, row 2, column “Total”"
        assert "without a value" in fault.what
        assert "1 cell holds a formula" in " ".join(found.notes)

    def test_number_shown_as_a_percentage_is_refused_as_it_is_in_a_csv_file(self) -> None:
        import io

        from openpyxl import load_workbook

        for shown, wrong in (("0%", True), ("0.00%", True), ('0.0"%"', False), ("0.00", False)):
            book = load_workbook(io.BytesIO(an_xlsx((*GOOD[:4], 1.5, 4.5, *GOOD[6:]))))
            book["Data"]["E2"].number_format = shown
            out = io.BytesIO()
            book.save(out)
            faults = check(self.read(out.getvalue()), DRAFT.columns, DRAFT.rules).faults
            assert [(one.row, one.column, one.value) for one in faults] == [
                (2, "Hours", "1.5")
            ] * wrong

    def test_name_of_a_sheet_is_kept_short_and_printable(self) -> None:
        table = self.read(an_xlsx(GOOD, sheets=("x" * 300,)))
        assert table.sheet == f"sheet “{'x' * 59}…”"

    def test_merged_cells_are_named(self) -> None:
        import io

        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(an_xlsx(GOOD, ODD)))
        book["Data"].merge_cells("C2:C3")
        out = io.BytesIO()
        book.save(out)
        assert any("C2:C3 are merged" in one.what for one in self.read(out.getvalue()).faults)

    def test_days_and_numbers_of_excel_are_read_as_such(self) -> None:
        from datetime import date

        row = ("A1", date(2018, 1, 2), date(2018, 2, 3), 3, 1.5, 4.5, "charged", True)
        found = check(self.read(an_xlsx(row)), DRAFT.columns, DRAFT.rules)
        assert (found.faults, found.rows) == ([], [list(GOOD)])


class TestTemplate:
    def test_choices_headings_and_meanings_are_kept_whole_or_refused(self) -> None:
        choices = ["A territorial police force of England and Wales", "A national agency", "None"]
        meaning = "What it means. " * 20
        table = f"name,kind,choices,meaning\nKind,choice,{' | '.join(choices)},{meaning}\n"
        (column,) = drafted(table, "").columns
        assert column.choices == choices
        assert drafted(columns_text([column]), "").columns[0].choices == choices
        table_of_file = reading.of_csv(table.encode(), ("name", "kind", "choices", "meaning"))
        (again_column,) = drafted(as_text(table_of_file), "").columns
        assert again_column.meaning == meaning.strip()
        faults = drafted(f"name,kind\n{'x' * 95},text\n", "").faults
        assert [one.what for one in faults] == ["row 2: The name has more than 80 characters."]
        faults = drafted(f"name,kind,choices\nKind,choice,{'x' * 201} | b\n", "").faults
        assert [one.what for one in faults] == ["row 2: A choice has more than 200 characters."]

    def test_choice_written_with_a_combining_accent_is_taken(self) -> None:
        (column,) = drafted("name,kind,choices\nKind,choice,Cafe\u0301 | Bar\n", "").columns
        assert reader_of(column)("Cafe\u0301") == "Caf\u00e9"


class TestRules:
    def test_each_rule_names_the_rows_that_breach_it(self) -> None:
        rows = [
            GOOD,
            ("A1", *GOOD[1:]),
            ("A3", "2018-03-01", *GOOD[2:]),
            ("A4", *GOOD[1:5], "5", "", "yes"),
        ]
        faults, soft = checked(*rows)
        assert [(row, column) for row, column, _ in faults] == [(3, "Ref"), (4, "Opened")]
        assert soft == {"3": [5], "4": [5]}

    def test_rule_is_read_from_words_and_written_back(self) -> None:
        assert not DRAFT.faults
        assert rules_text(DRAFT.rules, DRAFT.columns) == RULES.strip()
        back = drafted(columns_text(DRAFT.columns), rules_text(DRAFT.rules, DRAFT.columns))
        assert columns_text(back.columns) == columns_text(DRAFT.columns)

    @pytest.mark.parametrize(
        ("columns", "rules", "said"),
        [
            ("name,kind\n", "", "1 to 80 columns"),
            ("name,kind\nA,numbr\n", "", "'numbr' is unknown"),
            ("name,kind\nA,text\na,text\n", "", "stands twice"),
            ("name\nA\n", "", "The column is missing"),
            ("name,kind,choices\nA,choice,\n", "", "choices do not go"),
            ("name,kind,least\nA,text,3\n", "", "least is '3'"),
            ("name,kind\nA,text\n", "B only once", "no column 'B'"),
            ("name,kind\nA,text\n", "A is nice", "not understood"),
            ("name,kind\nA,text\nB,text\n", "A = B", "Only numbers"),
            ("name,kind\nA,text\nB,date\n", "A not greater than B", "Both columns"),
            ("name,kind\nA,text\n", "A not greater than A", "with itself"),
            ("name,kind\nA,text\nB,whole\n", "A filled where B is x", "cannot stand"),
        ],
    )
    def test_template_that_cannot_be_checked_is_answered(
        self, columns: str, rules: str, said: str
    ) -> None:
        assert said in " ".join(one.what for one in drafted(columns, rules).faults)
