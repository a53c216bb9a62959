"""A manuscript becomes an edition: runs, lists, tables, quotes, directives, anchors; the same
input, the same edition.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.compile import (
    CompiledEdition,
    EditionFrame,
    compile_edition,
)
from inspectorate.domain.reports.editions.how_we_know import claim_info
from inspectorate.domain.reports.editions.model import Block, EditionData, EditionKind, Run
from inspectorate.domain.reports.editions.pictures import (
    BodyRow,
    ChartData,
    CriterionRow,
    MethodRow,
)
from inspectorate.domain.reports.editions.recommendations import asked_in
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import facts_of

SHELL = EditionFrame(
    "report", DocumentKind.REPORT, "A report", "The Inspectorate", "Inspection", "2020-03-09", ""
)
GRADES = (("I", "Inadequate"), ("R", "Requires improvement"), ("G", "Good"))
CLAIMS = {
    "mandatory": facts_of(
        "mandatory",
        statement="Forces with mandatory training",
        met=9,
        inspected=12,
        scope=12,
        word="most",
    ),
    "few": facts_of(
        "few", statement="Forces without a plan", met=1, inspected=11, scope=12, word="very few"
    ),
    "figure": facts_of("figure", "figure", "Forces inspected", values={"bodies_inspected": "12"}),
}
BODIES = tuple(
    BodyRow(f"force-{n:02}", f"Force {n:02}", "territorial", (0, n)) for n in range(1, 13)
)
BOARD = ChartData(
    rehearsal=True,
    may_name=True,
    criteria=(
        CriterionRow(
            "area-1",
            "Capability",
            "1.1",
            "Do leaders lead?",
            grades=GRADES,
            characteristics=(("Good", "They lead."), ("Inadequate", "Nobody leads.")),
        ),
        CriterionRow("area-2", "Consistency", "2.1", "Do teams work alike?", grades=GRADES),
        CriterionRow("area-2", "Consistency", "2.2", "What did people say?"),
    ),
    bodies=BODIES,
    cells={(body.code, ref): "G" for body in BODIES for ref in ("1.1", "2.1")}
    | {("force-12", "2.1"): ""},
    claim_refs={"mandatory": "1.1"},
    names={"college": "The College", "force-01": "Force 01", "pcc": "Local policing body"},
    bound_by_duty=frozenset({"pcc"}),
    methods=(MethodRow("Interview", 1_139, 12, 478), MethodRow("Survey", 3, 2, 30)),
)
FACTS = Facts(claims=CLAIMS, vocabulary=DEFAULT)


def compiled(
    text: str, kind: str = "public", board: ChartData = BOARD, facts: Facts = FACTS
) -> CompiledEdition:
    return compile_edition(from_markdown(text, "report"), facts, board, SHELL, EditionKind(kind))


def blocks(text: str, kind: str = "public", board: ChartData = BOARD) -> tuple[Block, ...]:
    found = compiled(text, kind, board)
    assert found.problems == ()
    return found.edition.blocks


def test_bound_span_becomes_runs_with_its_claim() -> None:
    assert blocks("[Most forces train]{#mandatory}, and *well*.") == (
        Block(
            "paragraph",
            (
                Run("Most forces train", claim="mandatory"),
                Run(", and "),
                Run("well", emphasis=True),
                Run("."),
            ),
        ),
    )


def test_styles_within_a_bound_span_keep_the_claim() -> None:
    (block,) = blocks("[**Most** forces]{#mandatory}")
    assert block.runs == (
        Run("Most", claim="mandatory", strong=True),
        Run(" forces", claim="mandatory"),
    )


def test_marked_blocks_and_spans_carry_their_basis() -> None:
    found = blocks('{.narrative}\nWe went.\n\n[A law passed]{.context source="Act"}.')
    assert [block.runs for block in found] == [
        (Run("We went.", basis="narrative"),),
        (Run("A law passed", basis="context"), Run(".")),
    ]


def test_items_of_one_list_become_one_block_and_two_lists_two() -> None:
    found = blocks("- one\n- two\n\nText.\n\n1. first\n2. second")
    assert [(block.kind, block.ordered, len(block.items)) for block in found] == [
        ("list", False, 2),
        ("paragraph", False, 0),
        ("list", True, 2),
    ]


def test_rows_become_a_table_with_its_header() -> None:
    (block,) = blocks("| A | B |\n|---|---|\n| 1 | two words |\n| 3 | 4 |")
    assert (block.header, block.rows) == (("A", "B"), (("1", "two words"), ("3", "4")))


def test_quote_takes_its_attribution_as_source() -> None:
    (block,) = blocks('> It works. [Written statement]{.quotation source="report"}')
    assert (block.kind, block.source, block.runs[0].text.strip()) == (
        "quote",
        "Written statement",
        "It works.",
    )


def test_headings_get_anchors_each_its_own() -> None:
    found = blocks("# Training\n\n# Training\n\n# [Most]{#mandatory} forces")
    assert [block.anchor for block in found] == ["training", "training-2", "most-forces"]


def test_unsafe_link_is_set_as_plain_words() -> None:
    (block,) = blocks("[bad](ftp://example.org) [good](https://example.org/)")
    assert [(run.text, run.link) for run in block.runs] == [
        ("bad ", ""),
        ("good", "https://example.org/"),
    ]


def test_claims_told_are_those_carried_and_no_others() -> None:
    edition = compiled("[Most forces train]{#mandatory}.").edition
    assert list(edition.claims) == ["mandatory"]
    assert edition.as_json()["claims"]["mandatory"] == {
        "excerpts": (),
        "kind": "counted",
        "statement": "Forces with mandatory training",
        "word": "most",
        "band": "at least 75 % and under 90 %",
        "met": 9,
        "inspected": 12,
        "scope": 12,
        "method": "Counted over the agreed judgments of every force inspected on criterion 1.1. "
        "Each judgment was made against written characteristics, with its reasons and the "
        "evidence it rests on.",
        "coverage": "All 12 forces in scope were inspected on this.",
        "source_kinds": (),
        "evidence_count": 0,
        "criterion": "1.1",
        "suppressed": False,
        "margin": "If one force had been found otherwise, “most” would no longer be the word.",
        "evidence_ceiling": "",
    }


def test_spread_of_grades_says_in_its_note_that_it_was_not_tested() -> None:
    told = facts_of("spread", "variation", "Forces differ", values={"judgments": "12"})
    for withheld in (False, True):
        info = claim_info("spread", Facts(claims={"spread": told}), ChartData(), withheld=withheld)
        assert info.method.endswith(
            "Not tested: whether forces differ by more than two inspectors of one force would is "
            "not known."
        )


def test_not_inspected_is_told_apart() -> None:
    edition = compiled("[Very few forces]{#few}.").edition
    assert (
        edition.claims["few"].coverage
        == "1 of the 12 forces in scope was not inspected on this and counts neither way."
    )


def test_span_of_unknown_claim_is_not_carried() -> None:
    edition = compiled("[Most forces]{#nobody}.").edition
    assert (edition.claims, edition.blocks[0].runs) == ({}, (Run("Most forces."),))


def test_withheld_number_is_told_of_in_full_and_hidden_in_public() -> None:
    board = ChartData(withheld_claims=frozenset({"few"}))
    public, full = (
        compiled("[Very few forces]{#few}.", kind, board).edition.claims
        for kind in ("public", "full")
    )
    hidden = {
        name: getattr(public["few"], name)
        for name in (
            "suppressed",
            "met",
            "inspected",
            "scope",
            "word",
            "band",
            "margin",
            "coverage",
        )
    }
    assert hidden == {
        "suppressed": True,
        "met": None,
        "inspected": None,
        "scope": None,
        "word": "",
        "band": "",
        "margin": "",
        "coverage": "",
    }
    assert (full["few"].met, full["few"].suppressed) == (1, False)


def test_strip_shows_counts_and_names_no_body() -> None:
    (block,) = blocks("```chart\nkind: strip\nclaim: mandatory\ncaption: Training\n```")
    assert block.rows == (("Met", "9"), ("Not met", "3"), ("Not inspected", "0"))
    assert "Force 0" not in block.svg
    assert block.alternative.startswith("Forces with mandatory training. 9 of 12 inspected")


@pytest.mark.parametrize("kind", list(EditionKind))
def test_claim_that_a_strip_is_drawn_from_is_told_of_with_the_edition(kind: str) -> None:
    found = compiled("```chart\nkind: strip\nclaim: mandatory\ncaption: Training\n```", kind)
    assert (list(found.edition.claims), found.edition.number) == (["mandatory"], 0)


def test_text_is_compiled_where_there_are_no_claims_at_all() -> None:
    found = compiled("[Most forces]{#mandatory} train.", facts=Facts())
    assert (found.edition.claims, found.edition.blocks[0].runs) == (
        {},
        (Run("Most forces train."),),
    )


def test_strip_of_a_withheld_number_is_removed_from_public_only() -> None:
    text = "```chart\nkind: strip\nclaim: few\ncaption: No plan\n```"
    board = ChartData(withheld_claims=frozenset({"few"}))
    assert [blocks(text, kind, board)[0].kind for kind in ("public", "full")] == ["note", "chart"]
    assert (
        blocks(text, "public", board)[0].runs[0].text
        == "[removed: No plan: the number is withheld]"
    )


def test_distribution_counts_not_inspected_apart() -> None:
    (block,) = blocks("```chart\nkind: distribution\narea: area-2\n```")
    assert block.header == (
        "Criterion",
        "Inadequate",
        "Requires improvement",
        "Good",
        "Not inspected",
    )
    assert block.rows == (("2.1 Do teams work alike?", "0", "0", "11", "1"),)


def test_grid_of_a_live_inspection_that_names_nobody_is_removed_from_public() -> None:
    live = ChartData(criteria=BOARD.criteria, bodies=BODIES, cells=BOARD.cells)
    text = "```chart\nkind: grid\ncaption: All\n```"
    assert [blocks(text, kind, live)[0].kind for kind in ("public", "full")] == ["note", "chart"]


@pytest.mark.parametrize("rehearsal", [True, False])
@pytest.mark.parametrize("drawn", ["kind: grid", "kind: tiles\ncriterion: 1.1"])
def test_a_picture_of_single_bodies_is_withheld_where_the_scope_names_none(
    rehearsal: bool, drawn: str
) -> None:
    board = replace(BOARD, may_name=False, rehearsal=rehearsal)
    (block,) = compiled(f"```chart\n{drawn}\n```", board=board).edition.blocks
    assert block.kind == "note"
    assert "this inspection does not name forces" in block.runs[0].text
    assert not block.svg
    (drawn_in_full,) = compiled(f"```chart\n{drawn}\n```", "full", board).edition.blocks
    assert drawn_in_full.kind == "chart"


def test_tiles_of_a_rehearsal_say_that_places_mean_nothing() -> None:
    (block,) = blocks("```chart\nkind: tiles\ncriterion: 1.1\n```")
    assert "a place tells nothing of any real body" in block.alternative


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ("kind: pie", "kind: 'pie' is not a kind of chart"),
        ("kind: strip\nclaim: nobody", "claim: there is no claim 'nobody'"),
        ("kind: strip\nclaim: figure", "claim: 'figure' counts no bodies"),
        ("kind: grid\narea: nowhere", "area: there is no graded criterion in area 'nowhere'"),
        ("kind: distribution\ncriterion: 9.9", "criterion: there is no graded criterion '9.9'"),
    ],
)
def test_chart_that_makes_no_sense_is_a_problem_that_names_the_field(
    fields: str, what: str
) -> None:
    found = compiled(f"Text.\n\n```chart\n{fields}\n```")
    assert [(one.check, one.place.line, one.what.startswith(what)) for one in found.problems] == [
        ("directive_not_understood", 3, True)
    ]


RECOMMENDATION = (
    "```recommendation\nnumber: 1\nto: college (asked), pcc (duty)\ndue: 2020-09-30\norigin: "
    "rehearsal\ntext: Do it.\n```"
)


def test_recommendation_names_addressees_basis_and_day() -> None:
    (block,) = blocks(RECOMMENDATION)
    assert (block.number, block.anchor, block.caption) == (1, "recommendation-1", "rehearsal")
    assert block.rows == (("college", "asked", "2020-09-30"), ("pcc", "duty", "2020-09-30"))
    assert [item[0].text for item in block.items] == [
        "The College, asked to reply; to be done by 30 September 2020",
        "Local policing body, asked to reply under the Police Act 1996 s.55(5A); to be done by "
        "30 September 2020",
    ]


def test_recommendation_to_many_says_them_in_one_line_and_keeps_every_row() -> None:
    codes = [f"overseer-{n}" for n in range(1, 8)]
    names = {"college": "The College"} | {
        code: f"Local policing body for Force {n}" for n, code in enumerate(codes, 1)
    }
    board = replace(BOARD, names=names, bound_by_duty=frozenset(codes))
    to = ", ".join(f"{code} (duty)" for code in codes)
    source = (
        RECOMMENDATION.replace("pcc (duty)", to)
        + "\n\n```table\nkind: recommendations\ncaption: All\n```"
    )
    made, listed = compiled(source, board=board).edition.blocks
    assert [item[0].text for item in made.items] == [
        "The College, asked to reply; to be done by 30 September 2020",
        "7 local policing bodies, each asked to reply under the Police Act 1996 s.55(5A); to be "
        "done by 30 September 2020",
    ]
    assert [row[0] for row in made.rows] == ["college", *codes]
    assert listed.rows == (
        ("1", "Do it.", "The College; 7 local policing bodies", "30 September 2020"),
    )


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("number: 1", "number: one", "number: 'one' is not a whole number from 1."),
        ("text: Do it.", "text:", "text: the recommendation says nothing."),
        ("2020-09-30", "30 September", "due: '30 September' is not a date."),
        ("(asked)", "(maybe)", "to: 'college (maybe)' is not understood."),
        (
            "college (asked)",
            "kollege (asked)",
            "to: there is no body with the code 'kollege' that may be addressed here.",
        ),
        ("college (asked)", "college (duty)", "to: no legal basis is on record for The College."),
        ("college (asked), pcc", "pcc (asked), pcc", "to: a body is named twice."),
    ],
)
def test_faulty_recommendation_is_a_problem_that_names_the_field(
    before: str, after: str, what: str
) -> None:
    assert [one.what for one in compiled(RECOMMENDATION.replace(before, after)).problems] == [what]


def test_two_recommendations_of_one_number_are_a_problem() -> None:
    assert [one.what for one in compiled(f"{RECOMMENDATION}\n\n{RECOMMENDATION}").problems] == [
        "number: there are two recommendations 1."
    ]


def test_recommendations_are_read_with_their_addressees() -> None:
    (asked,) = asked_in(from_markdown(RECOMMENDATION))
    assert (asked.number, asked.words.text, asked.to) == (
        1,
        "Do it.",
        (("college", "asked", "2020-09-30"), ("pcc", "duty", "2020-09-30")),
    )


@pytest.mark.parametrize(
    "kind", ["coverage", "criteria", "grades", "claims", "vocabulary", "recommendations"]
)
def test_every_table_is_drawn_with_even_rows(kind: str) -> None:
    text = f"[Most]{{#mandatory}}\n\n{RECOMMENDATION}\n\n```table\nkind: {kind}\ncaption: It\n```"
    block = blocks(text)[-1]
    assert block.kind == "table"
    assert block.rows
    assert {len(row) for row in block.rows} == {len(block.header)}


def test_characteristics_are_printed_grade_by_grade_in_the_words_adopted() -> None:
    block = blocks("```table\nkind: characteristics\narea: area-1\n```")[-1]
    assert block.header == ("Criterion and grade", "What it looks like")
    assert block.rows == (("1.1 Good", "They lead."), ("1.1 Inadequate", "Nobody leads."))


def test_characteristics_that_nobody_wrote_are_a_problem_that_says_so() -> None:
    found = compiled("```table\nkind: characteristics\narea: area-2\n```")
    assert ["no characteristics are written" in str(one) for one in found.problems] == [True]


def test_methods_tell_at_how_many_bodies_each_was_used() -> None:
    block = blocks("```table\nkind: methods\n```")[-1]
    assert block.header == ("Method", "Sessions", "Forces", "Items of evidence")
    assert block.rows[0] == ("Interview", "1,139", "12", "478")


RELEASED = """---
title: A report
kind: release
headline: They lead
---

# They lead

[Words.]{.narrative}
"""


def released(text: str) -> EditionData:
    shell = replace(
        SHELL, kind=DocumentKind.RELEASE, contact="01632 960 001", report_at="https://i.example/r"
    )
    manuscript = from_markdown(text, "press-release")
    return compile_edition(manuscript, FACTS, BOARD, shell, EditionKind.PUBLIC).edition


def test_release_goes_out_under_its_headline_with_contact_and_report() -> None:
    edition = released(RELEASED)
    assert edition.title == "They lead"
    assert [block.kind for block in edition.blocks] == ["paragraph"], "not said twice"
    assert (edition.contact, edition.report_at) == ("01632 960 001", "https://i.example/r")


def test_release_whose_first_heading_is_another_keeps_its_title_and_the_heading() -> None:
    edition = released(RELEASED.replace("# They lead", "# They follow"))
    assert edition.title == "A report"
    assert edition.blocks[0].kind == "heading"


def test_report_keeps_its_title_whatever_its_headline() -> None:
    assert compiled(RELEASED.replace("kind: release", "kind: report")).edition.title == "A report"


def test_table_of_claims_tells_only_what_the_text_carries() -> None:
    block = blocks("[Most]{#mandatory}\n\n```table\nkind: claims\n```")[-1]
    assert block.rows == (("Forces with mandatory training", "most", "9 of 12", "0"),)


def test_same_manuscript_gives_the_same_edition_twice_and_survives_json() -> None:
    text = f"# A\n\n[Most]{{#mandatory}}\n\n{RECOMMENDATION}\n\n```chart\nkind: grid\n```"
    first, second = compiled(text).edition, compiled(text).edition
    assert first == second
    assert EditionData.from_json(first.as_json()) == first


def test_withheld_criterion_leaves_grid_distribution_and_grades_of_public() -> None:
    hidden: dict[str, Any] = {name: getattr(BOARD, name) for name in BOARD.__dataclass_fields__}
    board = ChartData(**{**hidden, "withheld_refs": frozenset({"1.1"})})
    grid, distribution, grades = blocks(
        "```chart\nkind: grid\n```\n\n```chart\nkind: distribution\n```\n\n```table\nkind: "
        "grades\n```",
        "public",
        board,
    )
    assert grid.header == ("Force", "2.1")
    assert [row[0] for row in distribution.rows] == ["2.1 Do teams work alike?"]
    assert [row[0] for row in grades.rows] == ["2.1 Do teams work alike?"]


@pytest.mark.parametrize(
    "text",
    [
        "```table\nkind: criteria\nclaim: mandatory\n```",
        "```chart\nkind: distribution\nclaim: mandatory\n```",
        "```recommendation\nnumber: 1\nto: college (asked)\ntext: Do it.\nclaim: mandatory\n```",
    ],
)
def test_stray_claim_field_carries_no_claim_that_nobody_bound(text: str) -> None:
    made = compile_edition(from_markdown(text), FACTS, BOARD, SHELL, EditionKind.PUBLIC)
    assert made.edition.claims == {}


def test_words_after_an_attribution_within_a_quote_are_printed() -> None:
    text = "> They said before [the chief]{.quotation source=report} and then went on."
    made = compile_edition(from_markdown(text), FACTS, BOARD, SHELL, EditionKind.PUBLIC)
    (quote,) = made.edition.blocks
    assert "".join(run.text for run in quote.runs) == "They said before and then went on."
    assert quote.source == "the chief"


@pytest.mark.parametrize(
    ("kind", "source"), [(EditionKind.PUBLIC, "letter-07"), (EditionKind.BODY, "")]
)
def test_key_of_a_quotations_source_is_not_shown_to_a_body(kind: EditionKind, source: str) -> None:
    text = "> [It was overlooked.]{.quotation source=letter-07}"
    made = compile_edition(from_markdown(text), FACTS, BOARD, SHELL, kind)
    assert [block.source for block in made.edition.blocks] == [source]


def test_quotation_that_was_removed_names_no_source() -> None:
    text = "> [It was overlooked.]{.quotation .sensitive source=letter-07 ground=x}"
    made = compile_edition(from_markdown(text), FACTS, BOARD, SHELL, EditionKind.PUBLIC)
    assert [block.source for block in made.edition.blocks] == [""]


def test_withheld_figure_prints_no_value_in_its_method() -> None:
    claim = facts_of("forces", "figure", values={"special police forces": "3"})
    facts = replace(FACTS, claims={"forces": claim})
    shown = claim_info("forces", facts, BOARD)
    assert "3" in shown.method
    assert "3" not in claim_info("forces", facts, BOARD, withheld=True).method


def test_each_block_knows_the_lines_of_the_text_that_it_was_made_of() -> None:
    text = "# One\n\nA text.\n\n- first\n- second\n\n| A | B |\n|---|---|\n| a | b |\n"
    made = compile_edition(from_markdown(text, "report"), FACTS, BOARD, SHELL, EditionKind.FULL)
    kinds = [block.kind for block in made.edition.blocks]
    assert list(zip(kinds, made.lines, strict=True)) == [
        ("heading", (1,)),
        ("paragraph", (3,)),
        ("list", (5, 6)),
        ("table", (8, 10)),
    ]


SECRET = (
    "We saw [two [quiet]{.sensitive marking=OFFICIAL-SENSITIVE} people]"
    '{.sensitive ground="s.1" marking=OFFICIAL}.'
)


def test_editors_own_copy_alone_tells_the_marking_of_each_sensitive_passage() -> None:
    parsed = from_markdown(SECRET, "report")
    made = compile_edition(parsed, FACTS, BOARD, SHELL, EditionKind.FULL, marks=True).edition
    assert [(run.text, run.sensitive) for run in made.blocks[0].runs] == [
        ("We saw ", ""),
        ("two ", "OFFICIAL"),
        ("quiet", "OFFICIAL-SENSITIVE"),
        (" people", "OFFICIAL"),
        (".", ""),
    ]
    assert EditionData.from_json(made.as_json()) == made
    plain = compile_edition(parsed, FACTS, BOARD, SHELL, EditionKind.FULL).edition
    assert {run.sensitive for run in plain.blocks[0].runs} == {""}
    # What is frozen is told as it was before a run could say it.
    assert "sensitive" not in plain.as_json()["blocks"][0]["runs"][0]
