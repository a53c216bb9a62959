"""What checks found in a stretch of a text is remembered, and is what they would find again: under
other words, facts, claims or vocabulary, and beside another neighbour, it is found anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from benchmarks.contradictions.reading import cases
from benchmarks.contradictions.world import planned

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.reports.checks import registry, remembered
from inspectorate.domain.reports.checks.registry import CHECKS, run
from inspectorate.domain.reports.checks.remembered import Memory, Numbers, Remembering
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.stretches import stretches
from inspectstats.quantity.shipped import DEFAULT
from tests.demo.facts import facts, manuscripts
from tests.domain.reports.checks.flood import FACTS, TEXT, read, with_claim
from tests.domain.reports.checks.seeded import SEEDS

BELOW = "Before it all.\n\nAnd more.\n\n"


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """An empty memory of a test's own."""
    made = Memory()
    monkeypatch.setattr(registry, "MEMORY", made)
    return made


def told(problems: Iterable[Problem]) -> list[tuple[object, ...]]:
    return sorted((one.place.line, one.place.column, str(one), str(one.place)) for one in problems)


def every(one: registry.Check, remembering: Remembering) -> list[Problem]:
    """All that a check finds, stretch by stretch and across."""
    found = [*remembering.run(one.name, one.local)] if one.local else []
    return found + (one.across(remembering.manuscript, remembering.facts) if one.across else [])


def differing(manuscript: Manuscript, known: Facts, memory: Memory) -> Iterator[str]:
    """The checks that find otherwise in stretches than in the whole."""
    remembering = Remembering(manuscript, registry.told_of(manuscript, known), memory)
    for one in CHECKS:
        whole = told(one.run(manuscript, known)) if not one.missing(known) else []
        if not one.missing(known) and told(every(one, remembering)) != whole:
            yield one.name


def further_down(manuscript: Manuscript) -> Manuscript:
    """The same text under other paragraphs, where it is Markdown."""
    head, mark, body = manuscript.source.rpartition("\n---\n")
    return from_markdown(f"{head}{mark}{BELOW}{body}", manuscript.name)


def test_each_sown_contradiction_is_found_stretch_by_stretch_as_in_the_whole(
    memory: Memory,
) -> None:
    wrong = [
        (seed.name, name) for seed in SEEDS for name in differing(seed.text(), seed.facts, memory)
    ]
    assert wrong == []


def test_each_sown_contradiction_is_found_further_down_as_it_was_higher_up(memory: Memory) -> None:
    for seed in SEEDS:
        text = seed.text()
        list(differing(text, seed.facts, memory))
        assert list(differing(further_down(text), seed.facts, memory)) == [], seed.name


@pytest.mark.drill
def test_changed_demonstration_is_read_in_stretches_as_in_the_whole(memory: Memory) -> None:
    texts = manuscripts()
    for case in list(cases(planned(), "remembered", "short"))[::4]:
        text = from_markdown(case.text, case.page.name)
        known = facts(case.page.name, {**texts, case.page.name: text})
        assert list(differing(text, known, memory)) == [], case.new


def test_stretches_of_a_text_hold_each_of_its_blocks_once_and_in_order() -> None:
    for text in (read(), *manuscripts().values()):
        held = [block for one in stretches(text) for block in one.blocks]
        assert held == list(text.blocks)


def problems(text: str, known: Facts = FACTS) -> list[str]:
    return [str(one) for one in run(read(text), known).problems]


def test_fact_of_a_claim_that_changed_is_seen_at_once() -> None:
    assert problems(TEXT) == []
    changed = problems(TEXT, with_claim("plans", met=25, not_met=21))
    assert any("quantity_word_holds" in one for one in changed)
    assert problems(TEXT) == []


def test_vocabulary_that_changed_is_seen_at_once() -> None:
    assert problems(TEXT) == []
    bands = tuple(
        replace(one, low=Fraction(9, 10)) if one.word == "most" else one for one in DEFAULT.bands
    )
    changed = problems(TEXT, replace(FACTS, vocabulary=replace(DEFAULT, bands=bands)))
    assert any("quantity_word_holds" in one for one in changed)


def test_name_on_record_that_changed_is_seen_at_once() -> None:
    text = f"{TEXT}\nThe Flood Agency for Rivers [helped]{{.context source=guidance}} with it.\n"
    known = replace(FACTS.known, names=(*FACTS.known.names, "Flood Agency for Rivers"))
    assert problems(text, replace(FACTS, known=known)) == []
    renamed = replace(FACTS.known, names=(*FACTS.known.names, "Flood Agency for the Rivers"))
    assert any("names_as_recorded" in one for one in problems(text, replace(FACTS, known=renamed)))


def test_name_that_a_source_elsewhere_in_the_text_no_longer_bears_is_seen_at_once() -> None:
    said = "The Institute of Boats is old.\n"
    source = '\nIt says [so]{.context source="Institute of Boats report"}.\n'
    named = "no record has the name Institute of Boats"
    assert not any(named in one for one in problems(f"{TEXT}\n{said}{source}"))
    assert any(named in one for one in problems(f"{TEXT}\n{said}"))


def test_list_under_another_stem_is_read_anew() -> None:
    items = "- boats\n- ropes\n"
    assert not any(
        "enumeration" in one for one in problems(f"{TEXT}\nIt has two parts:\n\n{items}")
    )
    found = problems(f"{TEXT}\nIt has three parts:\n\n{items}")
    assert any("enumeration_adds_up" in one for one in found)


def test_claim_that_another_reader_may_know_more_of_is_not_told_as_to_them() -> None:
    claims = dict(FACTS.claims or {})
    open_to = replace(claims["plans"], withdrawn_support=("item FLD-0007",))
    closed = replace(claims["plans"], withdrawn_support=("an item",))
    more = problems(TEXT, replace(FACTS, claims={**claims, "plans": open_to}))
    less = problems(TEXT, replace(FACTS, claims={**claims, "plans": closed}))
    assert any("FLD-0007" in one for one in more)
    assert less != []
    assert not any("FLD-0007" in one for one in less)


def test_only_the_changed_stretch_is_given_to_the_checks(memory: Memory) -> None:
    given: list[int] = []

    def check(manuscript: Manuscript, known: Facts) -> list[Problem]:
        given.append(len(manuscript.blocks))
        return []

    now = read(TEXT.replace("Most forces", "Most of the forces", 1))
    list(Remembering(read(), FACTS, memory).run("a", check))
    given.clear()
    list(Remembering(now, FACTS, memory).run("a", check))
    (changed,) = (one for one in stretches(now) if "Most of the forces" in one.blocks[0].text)
    # Once for the front matter, and once for the stretch.
    assert given == [0, len(changed.blocks)]
    assert len(changed.blocks) < len(now.blocks)


def test_check_of_a_stretch_is_given_the_claims_that_it_names_and_no_other_text(
    memory: Memory,
) -> None:
    held: list[Facts] = []

    def check(manuscript: Manuscript, known: Facts) -> list[Problem]:
        held.append(known)
        return []

    list(Remembering(read("Some had [plans]{#plans}."), FACTS, memory).run("a", check))
    of_stretch = held[-1]
    assert set(of_stretch.claims or {}) == {"plans"}
    assert (of_stretch.documents, of_stretch.sources, of_stretch.pinned) == ({}, {}, {})


def test_memory_holds_no_more_words_than_its_bound(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "MOST_CHARACTERS", 1_000)
    for number in range(100):
        run(from_markdown(f"In {number} forces, boats were old and people said so to us.\n"), FACTS)
    assert 0 < memory.size <= 1_000
    assert memory.size == sum(one.size for one in memory.held())


def test_long_stretch_is_checked_and_not_remembered(memory: Memory) -> None:
    text = "Yesterday we saw boats. " * 1_000
    found = run(from_markdown(text), FACTS).problems
    assert sum(one.check == "no_relative_date" for one in found) == 1_000
    assert memory.size == 0


def test_value_that_was_forgotten_gets_a_number_that_none_had() -> None:
    numbers = Numbers()
    first = numbers.of("a", ClaimFacts("a"))
    assert numbers.of("a", ClaimFacts("a")) == first
    others = [numbers.of("a", ClaimFacts("a", statement=str(one))) for one in range(10)]
    again = numbers.of("a", ClaimFacts("a"))
    assert again not in [first, *others]
