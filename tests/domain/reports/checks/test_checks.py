"""Every check fails on what it is for, and is quiet on clean prose. Prints the figures of TRUST
P17.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from inspectorate.domain.reports.checks.guide import as_markdown
from inspectorate.domain.reports.checks.registry import CHECKS, run
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.outside import read_file, run_outside
from tests.domain.reports.checks.flood import FACTS, FOLDER, read, with_claim
from tests.domain.reports.checks.seeded import REHEARSAL, Seed
from tests.domain.reports.checks.seeded import SEEDS as SOWN
from tests.domain.reports.checks.seeded_names import NAMES
from tests.domain.reports.checks.seeded_variants import VARIANTS
from tests.shared import ROOT

MATCHES = "number_matches"
SEEDS = [*SOWN, *NAMES, *VARIANTS]
CLEAN = sorted((Path(__file__).parent / "clean").iterdir())


def caught(seed: Seed) -> bool:
    return seed.check in {problem.check for problem in run(seed.text(), seed.facts).problems}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.check}: {seed.name}")
def test_sown_contradiction_is_named_by_its_check(seed: Seed) -> None:
    assert caught(seed)


def test_every_check_has_a_text_that_makes_it_fail() -> None:
    # The rules of a house's style warn where one was adopted, and are tried in test_house_style.
    told = {one.name for one in CHECKS if not one.name.startswith("style_")}
    assert {seed.check for seed in SEEDS} == told
    assert len({one.name for one in CHECKS} - told) == 5


def test_report_that_agrees_with_its_facts_raises_nothing_and_every_check_ran() -> None:
    findings = run(read(), FACTS)
    assert findings.problems == ()
    assert findings.not_run == ()


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_clean_prose_raises_nothing(path: Path) -> None:
    manuscript = read_file(path.name, path.read_bytes())
    assert [str(problem) for problem in run_outside(manuscript).problems] == []


def test_figures_of_the_claims_criterion(capsys: pytest.CaptureFixture[str]) -> None:
    hits = sum(caught(seed) for seed in SEEDS)
    sentences = alarms = paragraphs = 0
    for path in CLEAN:
        manuscript = read_file(path.name, path.read_bytes())
        paragraphs += sum(1 for _ in manuscript.prose())
        sentences += sum(len(block.sentences) for block in manuscript.prose())
        alarms += len(run_outside(manuscript).problems)
    with capsys.disabled():
        told = (
            f"P17: {hits} of {len(SEEDS)} contradictions caught; {alarms} false alarms in "
            f"{sentences} sentences"
        )
        sys.stdout.write(f"\n{told} of {paragraphs} paragraphs\n")
    assert hits * 50 >= 48 * len(SEEDS)
    assert paragraphs >= 25
    assert alarms * 100 <= 2 * sentences


def test_check_without_its_facts_is_not_run_and_says_so() -> None:
    findings = run(read("[Most forces]{#plans} agreed."), Facts())
    assert findings.problems == ()
    assert "number_matches (needs claims)" in [str(one) for one in findings.not_run]


def test_problems_come_in_the_order_of_the_text() -> None:
    findings = run(
        read("Several forces did.\n\nMany forces did.\n\nNo force did."),
        FACTS,
        only=["no_unbound_quantity"],
    )
    assert [problem.place.line for problem in findings.problems] == [1, 3, 5]


def test_warning_does_not_block() -> None:
    seed = next(seed for seed in SEEDS if seed.check == "support_older_than_signing")
    findings = run(seed.text(), seed.facts)
    assert len(findings.problems) == 1
    assert findings.blocking == ()


def test_real_body_in_a_rehearsal_is_never_named_even_where_naming_is_allowed() -> None:
    facts = replace(FACTS, may_name_bodies=True, rehearsal=True)
    named = run(
        read("[Norchester Police and Force 07 had boats]{#boats}."),
        facts,
        only=["no_body_named_against_scope"],
    ).problems
    assert [problem.place.excerpt for problem in named] == ["Norchester Police"]


@pytest.mark.parametrize(
    ("text", "excerpt", "named"),
    [
        ("[Most forces had boats]{#boats}.", "Most forces had boats", ["Force 07"]),
        ("```chart\nkind: strip\nclaim: boats\ncaption: Boats\n```", "", ["Force 07"]),
        ('[[Most had boats]{#boats}]{.sensitive ground="s.55"} and [more]{.narrative}.', "", []),
        ("[Most forces had plans]{#plans}.", "", []),
    ],
)
def test_body_named_by_what_a_claim_asserts_is_named_where_the_claim_is_carried(
    text: str, excerpt: str, named: list[str]
) -> None:
    claims = FACTS.claims or {}
    told = replace(claims["boats"], statement="As Force 07 showed, forces had boats")
    facts = replace(FACTS, claims={**claims, "boats": told}, body_names=("Force 07", "Force 08"))
    found = run(read(text), facts, only=["no_body_named_against_scope"]).problems
    assert [one.what.split(" names ")[1].split(",")[0] for one in found] == named
    assert not found or found[0].place.excerpt.startswith(excerpt)


@pytest.mark.parametrize(
    "text",
    [
        "The Rivers Agency keeps the maps. Body A has accepted it.",
        "{.narrative}\nThe Rivers Agency boats were late.",
        "[Since the inspection, the college has published guidance]{#guidance}. We make a "
        "recommendation.",
        "Overdue are:\n\n* Body A\n\n{.narrative}\nThe Rivers Agency keeps the maps.",
    ],
)
def test_real_body_that_stands_elsewhere_is_left_alone_in_a_rehearsal(text: str) -> None:
    only = ["no_real_body_beside_simulation"]
    assert run(read(text), REHEARSAL, only=only).problems == ()
    # A live inspection names whom it asked, and what became of it.
    live = read("The Rivers Agency has accepted the recommendation.")
    assert run(live, FACTS, only=only).problems == ()
    assert run(live, REHEARSAL, only=only).problems != ()


def test_quotation_of_an_indexed_note_is_quiet_where_its_words_stand_and_must_be_referenced() -> (
    None
):
    text = (
        "> I was given a folder and a phone number.\n\n[The words are those of a "
        'river warden.]{.quotation source="folder"}'
    )
    facts = replace(FACTS, claims={"folder": FOLDER})
    assert run(read(text), facts).problems == ()
    unsigned = replace(FACTS, claims={"folder": replace(FOLDER, last_word=None)})
    assert [problem.check for problem in run(read(text), unsigned).problems] == [
        "referenced_by_another"
    ]


@pytest.mark.parametrize(
    ("printed", "written", "right"),
    [
        ("0.62", "60 per cent", "62 per cent"),
        ("0.625", "60%", "62.5%"),
        ("0.62", "0.7", "0.62"),
        ("0.5 per cent", "60 per cent", "0.5 per cent"),
        ("62", "60 Per cent", "62 Per cent"),
        ("62 per cent", "sixty", "62"),
    ],
)
def test_mend_of_a_figure_keeps_per_cent_and_the_mended_text_is_quiet(
    printed: str, written: str, right: str
) -> None:
    facts = with_claim("visits", values={"share": printed})
    (problem,) = run(read(f"[Some {written} of files]{{#visits}}."), facts, only=[MATCHES]).problems
    assert (problem.place.excerpt, problem.replacement) == (written, right)
    assert run(read(f"[Some {right} of files]{{#visits}}."), facts, only=[MATCHES]).problems == ()


def test_guide_lists_the_checks_as_they_are() -> None:
    assert (ROOT / "docs" / "guide" / "checks.md").read_text("utf-8") == as_markdown()
