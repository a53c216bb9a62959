"""Quantities of bodies rest on something, whatever an inspection calls its bodies."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from tests.factories.claims import facts_of
from tests.sizes import drilled

ONLY = ("no_unbound_quantity", "superlative_bound")
NOUNS = dict(
    line.split(" / ")
    for line in """\
force / forces
school / schools
home / homes
care home / care homes
auditee / auditees
trust / trusts
brigade / brigades
laboratory / laboratories
hospital / hospitals
prison / prisons
GP practice / GP practices
university / universities
local authority / local authorities
nursery / nurseries
court / courts
member state / member states
fire and rescue service / fire and rescue services
branch / branches
diocese / dioceses
licensee / licensees
children's home / children's homes
zoo / zoos
surgery / surgeries
gas company / gas companies
""".splitlines()
)
UNBOUND = (
    "Most {m} had training.",
    "Only one {o} had a plan.",
    "No {o} had a register.",
    "Every {o} had a lead.",
    "One {o} had none.",
    "A third of {m} had none.",
    "The only {o} with a plan was well led.",
    "The first {o} to act was well led.",
    "In 32 {m} we found good work.",
    "Each {o} had a lead.",
    "Not a single {o} kept a list.",
    "Another {o} had lost its list.",
    "Neither {o} had a plan.",
    "Dozens of {m} had none.",
    "No other {o} had one.",
    "In every {o} staff knew the plan.",
)
# Sentences of method and of what was asked: they count bodies and report nothing found of them.
TOLD = (
    "No force of law stands behind this advice.",
    "First of all we read what had been sent.",
    "We were there every day for a week.",
    "Most recently the guidance was revised.",
    "One of the aims is to keep people safe.",
    "One might expect more of a plan.",
    "We judged every {o} against the same words.",
    "Every {o} was asked for its plan.",
    "Not every {o} was asked about each criterion.",
    "The framework tells inspectors what to ask of each {o}.",
    "Each {o} was shown the draft.",
    "Every {o} should have a plan.",
    "We spent about a week with each {o}.",
    "The first {o} we visited was in the north.",
    "The purpose of this inspection is to help {m} improve.",
    "We inspect {m} in the public interest.",
    "All being well, the next inspection follows.",
    "Some time passed before we wrote.",
    "The plan is the first of its kind.",
    "Inspectors visited every {o} in turn.",
    "We wrote to each {o} in May.",
    "The report does not name any {o}.",
    "A few words on method follow.",
    "No one is named in our notes.",
    "After all, people depend on it.",
)


def problems(text: str, one: str, many: str) -> list[str]:
    facts = Facts(claims={}, population=many, nouns=(one,))
    return [each.place.excerpt for each in run(from_markdown(text), facts, only=ONLY).problems]


@pytest.mark.parametrize("mark", ["", "{.narrative}\n"], ids=["unmarked", "narrative"])
@pytest.mark.parametrize("form", UNBOUND)
@pytest.mark.parametrize("one", drilled(NOUNS, 4))
def test_unbound_quantity_of_bodies_is_named_under_every_noun(
    one: str, form: str, mark: str
) -> None:
    text = form.format(o=one, m=NOUNS[one])
    (excerpt,) = problems(mark + text, one, NOUNS[one])
    assert excerpt in text


@pytest.mark.parametrize("form", TOLD)
@pytest.mark.parametrize("one", drilled(NOUNS, 4))
def test_narrative_of_what_was_done_is_quiet_under_every_noun(one: str, form: str) -> None:
    text = form.format(o=one, m=NOUNS[one])
    assert problems(f"{{.narrative}}\n{text}", one, NOUNS[one]) == []


def test_problem_tells_the_noun_as_it_is_written() -> None:
    facts = Facts(claims={}, population="laboratories", nouns=("laboratory",))
    (found,) = run(from_markdown("Only one laboratory had a plan."), facts, only=ONLY).problems
    assert found.what == "`Only one laboratory` rests on nothing."


def test_plural_alone_is_enough_to_know_one_of_them() -> None:
    facts = Facts(claims={}, population="laboratories")
    (found,) = run(from_markdown("No laboratory had a plan."), facts, only=ONLY).problems
    assert found.place.excerpt == "No"


def test_bound_count_of_one_body_is_compared_under_its_own_noun() -> None:
    claim = facts_of("plans", met=2, not_met=4, inspected=6, scope=6)
    facts = Facts(claims={"plans": claim}, population="laboratories")
    text = "[Only one laboratory had a plan]{#plans}."
    (found,) = run(from_markdown(text), facts, only=("number_matches",)).problems
    # The mend changes the noun too: "Only two laboratories".
    assert found.place.excerpt == "Only one laboratory"


# What others inspect, named in a report of an inspection of forces.
ELSEWHERE = dict(
    line.split(" / ")
    for line in """\
local authority / local authorities
custody suite / custody suites
youth offending team / youth offending teams
magistrates' court / magistrates' courts
crown court / crown courts
ombudsman scheme / ombudsman schemes
academy / academies
London borough / London boroughs
harbour / harbours
county council / county councils
health board / health boards
ambulance trust / ambulance trusts
abattoir / abattoirs
hospice / hospices
immigration removal centre / immigration removal centres
sixth-form college / sixth-form colleges
bus company / bus companies
pharmacy / pharmacies
water undertaker / water undertakers
pupil referral unit / pupil referral units
young offender institution / young offender institutions
university / universities
housing association / housing associations
""".splitlines()
)
NINE = UNBOUND[:9]


@pytest.mark.parametrize("mark", ["", "{.narrative}\n"], ids=["unmarked", "narrative"])
@pytest.mark.parametrize("form", NINE)
@pytest.mark.parametrize("one", drilled(ELSEWHERE, 4))
def test_unbound_quantity_of_bodies_that_others_inspect_is_named_too(
    one: str, form: str, mark: str
) -> None:
    text = form.format(o=one, m=ELSEWHERE[one])
    (excerpt,) = problems(mark + text, "force", "forces")
    assert excerpt in text


@pytest.mark.parametrize(
    "text",
    [
        "Each team of inspectors worked in pairs.",
        "No board can know everything.",
        "Every office has its own ways.",
        "One board put it plainly.",
        "Such schemes fail without a list.",
        "A court may ask for the record.",
        "The law leaves it to the courts.",
    ],
)
def test_narrative_that_speaks_of_parts_and_of_things_is_quiet(text: str) -> None:
    assert problems(f"{{.narrative}}\n{text}", "force", "forces") == []
