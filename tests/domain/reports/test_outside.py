"""A text from outside: the release of 2020, and facts from a file."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.facts_file import EXAMPLE, facts_from_toml
from inspectorate.domain.reports.outside import decoded, read_file, run_outside
from inspectorate.domain.reports.reading.plain import from_text
from inspectorate.foundation.answers.answers import Refused
from tests.shared import shared


def told(text: str, facts: str = "") -> list[tuple[str, str]]:
    findings = run_outside(from_text(text), facts_from_toml(facts) if facts else None)
    return [(problem.check, problem.place.excerpt) for problem in findings.problems]


def test_release_of_2020_raises_exactly_its_known_defects() -> None:
    path = shared("source/press-release-2020-03-09.txt")
    problems = run_outside(read_file("release.txt", path.read_bytes())).problems
    assert [(problem.check, problem.place.line, problem.place.excerpt[-14:]) for problem in problems] == [
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
        'recommendations = 7\nfieldwork_from = 2018-10-01\nfieldwork_to = 2019-03-31\n[counts]\n"Home Office police forces" = 43\n'
        '"police forces in England and Wales" = 43\n"fire and rescue services in England" = 44\n'
    )
    found = [
        (one.check, one.place.line, one.replacement) for one in run_outside(read_file("r.txt", path.read_bytes()), facts).problems
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
    assert told("A majority of forces have mandatory training, but not all could say who completed it.", two) == [
        ("quantity_word_holds", "not all")
    ]


def test_vocabulary_of_a_file_decides() -> None:
    text = "Most forces have mandatory training."
    claim = '[claims.training]\nwords = "mandatory training"\nmet = 32\ninspected = 43\n'
    assert told(text, f'vocabulary = "education_scotland"\n{claim}') == [("quantity_word_holds", "Most")]
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
    with pytest.raises(Refused, match=r"\.xlsx are not read\. Give a Markdown, text, HTML or Word file"):
        read_file("a.xlsx", b"")
