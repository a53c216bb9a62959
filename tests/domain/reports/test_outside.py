"""A text from outside: the release of 2020, and facts from a file."""

from __future__ import annotations

import tracemalloc

import pytest

from inspectorate.domain.reports.facts_file import EXAMPLE, facts_from_toml
from inspectorate.domain.reports.outside import decoded, read_file, run_outside
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.reading.plain import from_text
from tests.shared import shared


def told(text: str, facts: str = "") -> list[tuple[str, str]]:
    findings = run_outside(from_text(text), facts_from_toml(facts) if facts else None)
    return [(problem.check, problem.place.excerpt) for problem in findings.problems]


def test_release_of_2020_raises_exactly_its_known_defects() -> None:
    path = shared("source/press-release-2020-03-09.txt")
    problems = run_outside(read_file("release.txt", path.read_bytes())).problems
    assert [
        (problem.check, problem.place.line, problem.place.excerpt[-14:]) for problem in problems
    ] == [
        ("headline_in_body", 1, "ir obligations"),
        ("no_relative_date", 5, "yesterday"),
        ("title_is_one", 9, "e government’s"),
        ("list_stem_has_items", 11, " general were:"),
        ("no_relative_date", 13, "yesterday"),
    ]
    title = next(problem for problem in problems if problem.check == "title_is_one")
    assert "“of”" in title.what
    assert "“to”" in title.what
    assert "9 March 2020" in problems[1].what


def test_release_of_2020_with_facts_has_its_counts_checked() -> None:
    path = shared("source/press-release-2020-03-09.txt")
    facts = facts_from_toml(
        "recommendations = 7\nfieldwork_from = 2018-10-01\nfieldwork_to = "
        '2019-03-31\n[counts]\n"Home Office police forces" = 43\n'
        '"police forces in England and Wales" = 43\n"fire and rescue services in England" = 44\n'
    )
    found = [
        (one.check, one.place.line, one.replacement)
        for one in run_outside(read_file("r.txt", path.read_bytes()), facts).problems
    ]
    assert ("recommendation_count_matches", 19, "seven") in found
    assert ("dates_agree", 27, "October 2018 and March 2019") in found
    assert ("counts_match_register", 33, "44") in found
    assert len(found) == 8


def test_claims_of_a_file_bind_the_sentences_that_hold_their_words() -> None:
    facts = '[claims.training]\nwords = "mandatory training"\nmet = 25\ninspected = 46\n'
    assert told("Most forces have mandatory training.", facts) == [("quantity_word_holds", "Most")]
    assert told("A majority of forces have mandatory training.", facts) == []
    two = facts + '[claims.known]\nwords = "completed"\nmet = 46\ninspected = 46\n'
    assert told(
        "A majority of forces have mandatory training, but not all could say who completed it.", two
    ) == [("quantity_word_holds", "not all")]


def test_vocabulary_of_a_file_decides() -> None:
    text = "Most forces have mandatory training."
    claim = '[claims.training]\nwords = "mandatory training"\nmet = 32\ninspected = 43\n'
    assert told(text, f'vocabulary = "education_scotland"\n{claim}') == [
        ("quantity_word_holds", "Most")
    ]
    own = '[vocabulary]\n"most" = "[0.7,1]"\n"some" = "[0,0.7)"\n'
    assert told(text, own + claim) == []


def test_example_of_the_help_is_itself_a_good_file() -> None:
    facts = facts_from_toml(EXAMPLE)
    assert facts.recommendation_count == 8
    assert facts.claims is not None
    assert facts.claims["training"].counts == (36, 46)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("recommendations = 'eight'", "recommendations"),
        ("published_on = '9 March'", "published_on"),
        ("titel = 'x'", "titel"),
        ("[counts]\nforces = 'many'", "counts.forces"),
        ("[claims.a]\nmet = 5\ninspected = 4", "claims.a.met"),
        ("[claims.a]\nmett = 5", "claims.a.mett"),
        ("vocabulary = 'mine'", "vocabulary"),
        ("[vocabulary]\nmost = '[0.5,1]'", "vocabulary"),
        ("not toml", "facts"),
    ],
)
def test_bad_fact_is_refused_by_its_field(text: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        facts_from_toml(text)
    assert [reason.field for reason in refused.value.reasons] == [field]
    assert refused.value.reasons[0].mend


def test_every_bad_fact_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        facts_from_toml("a = 1\nb = 2\nrecommendations = 'x'")
    assert len(refused.value.reasons) == 3


def test_bytes_are_read_in_the_usual_encodings_and_others_refused() -> None:
    assert decoded("a – b".encode("utf-8-sig")) == "a – b"
    assert decoded("a – b".encode("utf-16")) == "\ufeffa – b".removeprefix("\ufeff")
    assert decoded("a – b".encode("cp1252")) == "a – b"
    for data in (b"PK\x03\x04zip", b"%PDF-1.7", b"a\x00b", b"\x81\x8d"):
        with pytest.raises(Refused):
            decoded(data)


def test_unknown_ending_is_refused_with_those_read() -> None:
    with pytest.raises(
        Refused, match=r"\.xlsx are not read\. Give a Markdown, text, HTML or Word file"
    ):
        read_file("a.xlsx", b"")


FACTS = """
title = "A great flood – How forces answered the county’s call for boats"
published_on = 2020-03-09
fieldwork_from = 2018-10-01
fieldwork_to = 2019-02-28
recommendations = 8
[counts]
"Home Office police forces" = 43
"fire and rescue services" = 45
"special forces" = 3
[claims.training]
words = "mandatory"
met = 38
inspected = 46
[claims.known]
words = "said how many officers"
met = 21
inspected = 46
[claims.insider]
words = "arrangements for vulnerable staff"
met = 1
inspected = 46
[claims.lessons]
words = "lessons"
met = 9
inspected = 45
scope = 46
[claims.files]
words = "case files"
[claims.files.figure]
share = "62"
low = "51"
high = "72"
"""


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("A majority of forces had mandatory training.", "quantity_word_holds"),
        ("In almost all forces training was mandatory.", "quantity_word_holds"),
        ("Mandatory training existed in 39 forces.", "number_matches"),
        (
            "Training was mandatory in four-fifths of the forces visited.",
            "fraction_and_percent_agree",
        ),
        ("Training was mandatory in only a minority of forces.", "quantity_word_holds"),
        ("Most forces said how many officers had completed it.", "quantity_word_holds"),
        ("Only two forces had arrangements for vulnerable staff.", "number_matches"),
        ("No force had arrangements for vulnerable staff.", "quantity_word_holds"),
        ("A few forces shared lessons.", "coverage_stated"),
        ("Most of the 45 forces inspected shared lessons.", "quantity_word_holds"),
        ("The inspectorate made nine recommendations.", "recommendation_count_matches"),
        ("The report contains 7 recommendations.", "recommendation_count_matches"),
        ("Inspectors visited all 44 Home Office police forces.", "counts_match_register"),
        ("We inspect 46 fire and rescue services.", "counts_match_register"),
        # How many of the special forces were visited the register does not know.
        (
            "All 42 Home Office police forces were visited, as were two special forces.",
            "counts_match_register",
        ),
        ("Visits took place between October 2018 and January 2019.", "dates_agree"),
        ("Fieldwork ran from November 2018 to February 2019.", "dates_agree"),
        ("The report was published on 8 March 2020.", "dates_agree"),
        ("The report, published on Sunday 9 March 2020, is out.", "dates_agree"),
        ("Some 64 per cent of case files were good.", "number_matches"),
        ("A great flood – How forces answered to the county’s call for boats", "title_is_one"),
        ("A great flood – How forces answered the counties’ call for boats", "title_is_one"),
        ("Forces were good at:", "list_stem_has_items"),
        ("The inspectorate published its report yesterday.", "no_relative_date"),
        ("32 of 43 forces (84 per cent) agreed.", "fraction_and_percent_agree"),
        ("Two-thirds of forces (20 of 43) agreed.", "fraction_and_percent_agree"),
        ("Of the 46 forces, 38 had training; the other nine did not.", "remainder_adds_up"),
        ("Mandatory training was found in 38 of the 43 forces.", "number_matches"),
    ],
)
def test_sentence_of_a_release_against_its_facts_is_named_by_its_check(
    sentence: str, check: str
) -> None:
    assert [name for name, _ in told(f"A headline\n\n9 March 2020\n\n{sentence}\n", FACTS)] == [
        check
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Most forces (38 of the 46 visited) had mandatory training.",
        "Training was mandatory in 38 forces, or 83 per cent of the 46.",
        "A minority of forces said how many officers had completed it.",
        "Only one force had arrangements for vulnerable staff.",
        "A few of the 45 forces inspected shared lessons.",
        "62 per cent (51 to 72) of case files were good.",
        "We made eight recommendations: five to chief constables and three to national bodies.",
        "A great flood – How forces answered the county’s call for boats",
        "We visited all 43 Home Office police forces between October 2018 and February 2019.",
        "This report was published on 9 March 2020; an earlier one was published on 4 May 2017.",
        "Of the 46 forces, 38 had training; the other eight did not.",
    ],
)
def test_sentence_that_agrees_with_its_facts_raises_nothing(sentence: str) -> None:
    assert told(f"A headline\n\n9 March 2020\n\n{sentence}\n", FACTS) == []


def test_dots_of_an_address_or_an_abbreviation_are_no_key() -> None:
    said = "See https://a.b.c.d.e.f.example, 1.2.3.4.5.6.7, or U.S.A.U.K.E.U."
    assert facts_from_toml(f'[sources]\nreport = "{said}"\n').sources == {"report": said}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n" + ".".join(["a"] * 100_000) + " = 1", "line 2 holds a key of more than 6 parts"),
        ('["b c"' + ' . "b c"' * 9 + "]", "line 1 holds a key"),
        ("x = {y = 1, " + "a." * 9 + "b = 2}", "line 1 holds a key"),
        # What a value or a comment leaves open hides none.
        (r'x = {y = "\"", ' + "a." * 9 + 'b = "z"}', "line 1 holds a key"),
        ('x = {y = """a"b""", ' + "a." * 9 + 'b = "z"}', "line 1 holds a key"),
        ('# """\n' + "a." * 9 + 'b = 1\n# """', "line 2 holds a key"),
        ("['x'" + ".'y'" * 100 + "]", "line 1 holds a key"),
        ("title = 'x" + "x" * 2_000_000 + "'", "more than 1,000,000 characters"),
        ("recommendations = " + "9" * 5_000, "Exceeds the limit"),
    ],
)
def test_facts_that_cost_more_than_they_say_are_refused_before_they_are_read(
    text: str, said: str
) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Refused) as refusal:
            facts_from_toml(text)
        assert tracemalloc.get_traced_memory()[1] < 16_000_000
    finally:
        tracemalloc.stop()
    (reason,) = refusal.value.reasons
    assert said in reason.text
