"""Frameworks from CSV: the published ones load through one path, whatever their scale; every fault
is named by row and column.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.programmes import actions, queries
from inspectorate.domain.programmes.grades import letters, parse
from inspectorate.domain.programmes.loader import parse_framework
from inspectorate.domain.programmes.models import Criterion, Framework, Scale
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.foundation.spreadsheets.reading import SheetRefused
from tests.factories import rooms
from tests.shared import ROOT, shared

FIRE, CARE = (
    "data/frameworks/hmicfrs_fire_2018_19.csv",
    "data/frameworks/care_inspectorate_scotland.csv",
)
PREVENT = ROOT / "src/inspectorate/demo/content/framework_prevent.csv"
FOUR = "Outstanding > Good > Requires improvement > Inadequate"


def _load(content: bytes | str, version: str = "", **given: Any) -> Framework:
    raw = content.encode() if isinstance(content, str) else content
    return actions.load_framework(
        by=rooms.an_admin(),
        at=rooms.AT,
        key=rooms.a_key(),
        content=raw,
        name="framework.csv",
        version=version,
        **given,
    )


def _file(path: Path, version: str = "") -> Framework:
    return _load(path.read_bytes(), version)


def _refs(framework: Framework) -> list[str]:
    return [criterion.ref for criterion in queries.criteria(framework)]


@pytest.mark.django_db
class TestPublishedFrameworks:
    def test_fire_framework_loads_with_its_ungraded_questions(self) -> None:
        framework = _file(shared(FIRE))
        assert (framework.code, framework.version) == (
            "hmicfrs-fire-and-rescue-service-inspection",
            "2018/19",
        )
        assert [(area.code, area.criteria.count()) for area in framework.areas.all()] == [
            ("effectiveness", 8),
            ("efficiency", 3),
            ("people", 5),
        ]
        assert [one.ref for one in queries.criteria(framework) if one.scale is None] == [
            "1.1.1",
            "1.1.2",
        ]
        assert len(queries.graded_criteria(framework)) == 14
        assert _refs(framework)[:4] == ["1", "1.1", "effectiveness-3", "effectiveness-4"]
        assert len(set(_refs(framework))) == 16

    def test_fire_scale_is_stored_worst_first_with_a_letter_each(self) -> None:
        _file(shared(FIRE))
        grades = Scale.objects.get(code="frs-four-tier").grades.values_list(
            "order", "name", "letter", "meets"
        )
        assert list(grades) == [
            (0, "Inadequate", "I", False),
            (1, "Requires improvement", "RI", False),
            (2, "Good", "G", True),
            (3, "Outstanding", "O", True),
        ]

    def test_care_framework_loads_the_version_chosen_with_its_six_steps(self) -> None:
        framework = _file(shared(CARE), "framework from 2018")
        assert _refs(framework) == ["1", "2", "3", "4", "5", "key-question-6"]
        grades = Scale.objects.get(code="care-inspectorate-six-point").grades.values_list(
            "name", "letter", "meets"
        )
        assert list(grades) == [
            ("Unsatisfactory", "1", False),
            ("Weak", "2", False),
            ("Adequate", "3", False),
            ("Good", "4", True),
            ("Very good", "5", True),
            ("Excellent", "6", True),
        ]

    def test_care_framework_loads_a_version_without_any_grade(self) -> None:
        framework = _file(shared(CARE), "before June 2022")
        assert (len(queries.criteria(framework)), queries.graded_criteria(framework)) == (5, [])

    def test_file_of_several_versions_without_a_choice_is_refused_with_their_names(self) -> None:
        for version, code in (("", "version_not_chosen"), ("2030", "version_not_in_file")):
            with pytest.raises(SheetRefused) as refusal:
                _file(shared(CARE), version)
            assert [reason.code for reason in refusal.value.reasons] == [code]
            assert refusal.value.reasons[0].mend == (
                "Choose one of: 'framework from 2018', 'June 2020 addition', 'from June "
                "2022', 'before June 2022'."
            )

    def test_prevent_framework_loads_with_characteristics_and_findings(self) -> None:
        framework = _file(PREVENT)
        criteria = queries.criteria_in_full(framework)
        assert framework.question == "How effective is the police contribution to Prevent?"
        assert [one.ref for one in criteria] == [
            f"{area}.{number}" for area in (1, 2, 3) for number in (1, 2, 3, 4)
        ]
        assert all(
            one.characteristics.count() == 4 and one.findings.count() >= 3 for one in criteria
        )

    def test_criteria_in_full_cost_the_same_queries_for_few_and_many(
        self, django_assert_num_queries: object
    ) -> None:
        for framework in (rooms.a_framework(), _file(PREVENT)):
            with django_assert_num_queries(5):  # type: ignore[operator]
                for one in queries.criteria_in_full(framework):
                    _ = (
                        list(one.findings.all()),
                        [each.grade for each in one.characteristics.all()],
                        one.area.name,
                    )
                    _ = list(one.scale.grades.all()) if one.scale else []


@pytest.mark.django_db
class TestRepeat:
    def test_same_content_again_returns_the_same_framework_and_leaves_its_entry(self) -> None:
        first, again = _load(rooms.FRAMEWORK_CSV), _load(rooms.FRAMEWORK_CSV)
        assert (first, Criterion.objects.count(), Scale.objects.count()) == (again, 4, 1)
        assert list(
            Entry.objects.filter(verb="programmes.load_framework").values_list(
                "detail__new", flat=True
            )
        ) == [True, False]

    def test_other_content_under_the_same_version_is_refused(self) -> None:
        _load(rooms.FRAMEWORK_CSV)
        with pytest.raises(Refused) as refusal:
            _load(
                rooms.FRAMEWORK_CSV
                + "Test framework,1,Consistency,How well?,One more?,,,no,2.3,,\n"
            )
        assert [reason.code for reason in refusal.value.reasons] == ["version_taken"]

    def test_revised_version_stands_beside_the_first_and_shares_its_scale(self) -> None:
        first = _load(rooms.FRAMEWORK_CSV)
        second = _load(rooms.FRAMEWORK_CSV.replace("Test framework,1", "Test framework,2"))
        assert (first.code, first.version, second.version) == (second.code, "1", "2")
        assert (queries.criteria(first)[0].scale, Scale.objects.count()) == (
            queries.criteria(second)[0].scale,
            1,
        )

    def test_scale_of_the_same_name_with_other_grades_is_a_new_version_of_it(self) -> None:
        _load(rooms.FRAMEWORK_CSV)
        five = "Outstanding > Good > Adequate > Requires improvement > Inadequate"
        _load(
            rooms.FRAMEWORK_CSV.replace("Test framework,1", "Test framework,2")
            .replace(FOUR, five)
            .replace("Some do", "Few do")
        )
        assert list(Scale.objects.order_by("pk").values_list("code", "version")) == [
            ("four-grades", "1"),
            ("four-grades", "2"),
        ]

    def test_criterion_loaded_is_never_changed(self) -> None:
        _load(rooms.FRAMEWORK_CSV)
        with pytest.raises(DatabaseError), transaction.atomic():
            Criterion.objects.update(name="Something else?")

    def test_framework_loaded_by_an_inspector_is_forbidden(self) -> None:
        with pytest.raises(Forbidden):
            actions.load_framework(
                by=rooms.a_person(Role.INSPECTOR),
                at=rooms.AT,
                key=rooms.a_key(),
                content=b"area,question\na,b\n",
                name="f.csv",
            )


@pytest.mark.django_db
class TestShapes:
    def test_file_without_version_or_areas_is_one_area_of_version_one(self) -> None:
        framework = _load(
            "framework,area,question\nSmall,,How safe?\nSmall,,How kind?\n", code="small"
        )
        assert (
            framework.version,
            [area.name for area in framework.areas.all()],
            _refs(framework),
        ) == (
            "1",
            ["Small"],
            ["small-1", "small-2"],
        )

    def test_numbers_that_begin_again_in_each_area_are_told_apart_by_area(self) -> None:
        framework = _load("area,question_id,question\nSafe,1,A?\nSafe,2,B?\nKind,1,C?\n")
        assert _refs(framework) == ["safe-1", "2", "kind-1"]

    def test_criteria_under_one_question_number_are_numbered_below_it(self) -> None:
        framework = _load(
            "area,question_id,question,criterion\nSafe,1,A?,x\nSafe,1,A?,y\nSafe,2,B?,z\n"
        )
        assert _refs(framework) == ["1.1", "1.2", "2"]

    def test_question_longer_than_a_name_is_kept_whole_as_text(self) -> None:
        long = "How well " + "and how well " * 30 + "is it done?"
        criterion = queries.criteria(_load(f"area,question\nSafe,{long}\nSafe,Short?\n"))[0]
        assert (criterion.text, criterion.name.endswith("…"), len(criterion.name) <= 300) == (
            long,
            True,
            True,
        )

    def test_met_column_decides_which_grades_count_as_met(self) -> None:
        _load(
            "area,question,grade_scale,grades,meets\n"
            f"Safe,A?,S,{FOUR},Outstanding|Good|Requires improvement\n"
        )
        assert list(Scale.objects.get().grades.values_list("meets", flat=True)) == [
            False,
            True,
            True,
            True,
        ]

    def test_row_said_to_be_ungraded_is_so_whatever_grades_it_lists(self) -> None:
        assert (
            queries.graded_criteria(_load(f"area,question,grades,graded\nSafe,A?,{FOUR},no\n"))
            == []
        )


@pytest.mark.django_db
def test_every_fault_of_a_framework_is_named_by_row_and_column() -> None:
    head = "area,question,criterion_ref,grades,meets,graded,grade_scale,characteristics,findings\n"
    rows = [
        "Safe,,1,,,,,,",
        "Safe,A?,2,Good,,,,,",
        f"Safe,B?,3,{FOUR},Superb,,S,,",
        "Safe,C?,4,,,yes,,,",
        "Safe,D?,5,,,perhaps,,,",
        f"Safe,E?,6,{FOUR},,,T,Fine: text | Good | Good: one | Good: two,",
        "Safe,F?,7,Good > Poor,,,T,,",
        "Safe,G?,8,,,,,,no code | Bad Code=text | a=one | a=two",
        "Safe,G?,8,,,,,,",
        "Safe,H?,8,,,,,,",
        "Safe,I?,9,Good > Not inspected,,,,,",
        "Safe,J?,10,Good > good,,,,,",
        "Safe,=K?,11,,,,,,",
    ]
    with pytest.raises(SheetRefused) as refusal:
        _load(head + "\n".join(rows) + "\n")
    assert [(reason.code, reason.field) for reason in refusal.value.reasons] == [
        ("cell_is_formula", "row 14, column question"),
        ("criterion_missing", "row 2, column criterion"),
        ("grades_unclear", "row 3, column grades"),
        ("grades_unclear", "row 4, column grades"),
        ("grades_missing", "row 5, column grades"),
        ("graded_unclear", "row 6, column graded"),
        ("characteristic_of_no_grade", "row 7, column characteristics"),
        ("characteristic_unclear", "row 7, column characteristics"),
        ("characteristic_twice", "row 7, column characteristics"),
        ("finding_unclear", "row 9, column findings"),
        ("finding_unclear", "row 9, column findings"),
        ("finding_twice", "row 9, column findings"),
        ("grades_unclear", "row 12, column grades"),
        ("grades_unclear", "row 13, column grades"),
        ("criterion_twice", "row 10"),
        ("criterion_ref_twice", "row 10, column criterion_ref"),
        ("criterion_ref_twice", "row 11, column criterion_ref"),
        ("scale_differs", "row 8, column grades"),
    ]
    assert Framework.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            "framework,area,question\nOne,A,B?\nTwo,A,C?\n",
            ("several_frameworks", "column framework"),
        ),
        (f"framework,area,question\n{'x' * 201},A,B?\n", ("text_too_long", "column framework")),
        (f"version,area,question\n{'1' * 61},A,B?\n", ("text_too_long", "column version")),
        ("version,area,question\n1,A,B?\n,A,C?\n", ("version_missing", "row 3, column version")),
        (f"area,question\n{'x' * 201},B?\n", ("text_too_long", "row 2, column area")),
        (
            f"area,question,criterion_ref\nA,B?,{'1' * 41}\n",
            ("text_too_long", "row 2, column criterion_ref"),
        ),
        (
            f"area,question,findings\nA,B?,code={'x' * 301}\n",
            ("text_too_long", "row 2, column findings"),
        ),
        (
            f"area,question,grades,grade_scale\nA,B?,{FOUR},{'x' * 161}\n",
            ("text_too_long", "row 2, column grade_scale"),
        ),
        (
            f"area,question,grades\nA,B?,Good > {'x' * 61}\n",
            ("grades_unclear", "row 2, column grades"),
        ),
        ("area,question,grades\nA,B?,Good > > Poor\n", ("grades_unclear", "row 2, column grades")),
    ],
)
def test_framework_that_does_not_fit_is_refused_with_its_place(
    content: str, fault: tuple[str, str]
) -> None:
    with pytest.raises(SheetRefused) as refusal:
        _load(content)
    assert [(reason.code, reason.field) for reason in refusal.value.reasons] == [fault]
    assert Framework.objects.count() == 0


class TestGrades:
    @pytest.mark.parametrize(
        ("text", "worst_first"),
        [
            ("Met > Not met", [("Not met", "NM", False), ("Met", "M", True)]),
            (
                "0 > 1 > 2 > 3",
                [("3", "3", False), ("2", "2", False), ("1", "1", True), ("0", "0", True)],
            ),
            (
                "Outstanding > Good > Adequate > Requires improvement > Inadequate",
                [
                    ("Inadequate", "I", False),
                    ("Requires improvement", "RI", False),
                    ("Adequate", "A", False),
                    ("Good", "G", True),
                    ("Outstanding", "O", True),
                ],
            ),
            (
                "4. Good > 3. Fair > 2. Poor",
                [("Poor", "2", False), ("Fair", "3", False), ("Good", "4", True)],
            ),
        ],
        ids=["met-not-met", "nought-is-best", "five", "numbered"],
    )
    def test_grades_are_read_best_first_and_told_worst_first(
        self, text: str, worst_first: list[tuple[str, str, bool]]
    ) -> None:
        assert [(one.name, one.letter, one.meets) for one in parse(text)] == worst_first

    def test_letters_are_never_alike(self) -> None:
        names = ["Good progress", "Great promise", "Good", "Green", "Grand", "G"]
        given = letters(names)
        assert len(set(given)) == len(names)
        assert given[:2] == ["GP", "G"]
        assert all(
            1 <= len(letter) <= 3 for letter in letters([f"Step {'x' * n}" for n in range(1, 60)])
        )


GRADES_AS_COLUMNS = (
    "Area,Criterion,Outstanding,Good,\n"
    "Leadership,Leaders know why,They teach it,They can say it,x\n"
)


@pytest.mark.django_db
class TestColumns:
    def test_column_that_is_not_known_is_refused_by_its_name_and_nothing_is_written(self) -> None:
        with pytest.raises(SheetRefused) as refusal:
            _load(GRADES_AS_COLUMNS)
        assert [(one.code, one.field) for one in refusal.value.reasons] == [
            ("column_unknown", "column outstanding"),
            ("column_unknown", "column good"),
            ("column_unknown", "column column 5 without a heading"),
        ]
        assert "characteristics" in refusal.value.reasons[0].mend
        assert Framework.objects.count() == 0

    def test_columns_left_out_on_purpose_are_named_afterwards(self) -> None:
        framework = _load(GRADES_AS_COLUMNS, leave_out=True)
        assert framework.left_out == "outstanding, good, column 5 without a heading"
        assert queries.taken(framework) == (
            "1 area, 1 criterion, 0 graded. Left out: outstanding, good, column 5 without a "
            "heading."
        )

    def test_column_without_a_word_in_it_is_no_loss(self) -> None:
        framework = _load("area,criterion,notes,\nLeadership,Leaders know why,,\n")
        assert (framework.left_out, queries.taken(framework)) == (
            "",
            "1 area, 1 criterion, 0 graded.",
        )

    @pytest.mark.parametrize(
        "name", ["fhrs", "hmi_prisons", "ofsted_report_card_2025", "us_fac_single_audit"]
    )
    def test_every_published_framework_says_what_of_it_is_not_kept(self, name: str) -> None:
        content = shared(f"data/frameworks/{name}.csv").read_bytes()
        draft = parse_framework(content, name=name, version=_first_version(content))
        assert draft.left_out == ["source_url"]


def _first_version(content: bytes) -> str:
    return next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))["version"]
