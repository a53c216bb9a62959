"""Each form of secret that a release can give away is found with its derivation; a release without
any is left alone; what a derivation names, taken out, leaves none. Of the planted forms a part; all
in ``./run drill simulations``, and in ``./run drill disclosure`` under other seeds.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.publication.hidden import gathered
from inspectorate.domain.publication.schema import TableInfo
from inspectorate.domain.reports.editions.model import Block
from inspectstats.disclosure.derivations import K
from inspectstats.disclosure.intruder import search
from tests.drills import derivable_harmless, derivable_letters
from tests.drills.derivable import PLANTS, clean, derived, found, planted, suppressed
from tests.drills.derivable_forms import FORMS
from tests.drills.derivable_second import HARMLESS, SECOND, case_of
from tests.drills.derivable_shapes import SHAPES, shaped
from tests.sizes import sized


def test_forms_of_the_second_reader_are_entered() -> None:
    for entered, module in ((SECOND, derivable_letters), (HARMLESS, derivable_harmless)):
        assert {one.__module__ for one in entered.values()} >= {module.__name__}
    assert (len(SECOND), len(HARMLESS)) == (55, 16)


def test_every_form_of_the_list_is_planted() -> None:
    assert list(PLANTS) == [(one.family, one.name) for one in FORMS]


@pytest.mark.parametrize("form", list(PLANTS)[:: sized(3, 1)], ids=" ".join)
def test_a_planted_secret_is_found_with_its_derivation_and_gone_once_suppressed(
    form: tuple[str, str],
) -> None:
    case = planted(form, len(form[1]))

    every = derived(case)

    assert found(case, every), (case.planted, every)
    assert [one for one in derived(suppressed(case, every)) if not one.earlier] == []


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("seed", sized([3], [3, 4]))
def test_another_shape_of_a_secret_is_found_too(name: str, seed: int) -> None:
    case = shaped(name, seed).case()

    every = derived(case)

    assert found(case, every), (case.planted, every)


@pytest.mark.parametrize("name", list(SECOND)[:: sized(4, 1)])
def test_what_a_second_reader_planted_is_found_too(name: str) -> None:
    case = case_of(SECOND[name], 31)

    every = derived(case)

    assert found(case, every), (case.planted, every)


@pytest.mark.parametrize("name", HARMLESS)
@pytest.mark.parametrize("seed", sized([21], [21, 22]))
def test_words_lists_and_tables_of_which_nothing_follows_give_no_alarm(
    name: str, seed: int
) -> None:
    assert derived(case_of(HARMLESS[name], seed)) == []


@pytest.mark.parametrize("seed", range(sized(3, 8)))
def test_a_release_without_a_derivable_secret_is_left_alone(seed: int) -> None:
    case = clean(seed)
    _, secrets = gathered(case.out, case.known, case.removed, k=K)

    assert {one.hidden.value for one in secrets} == {"removed", "withheld", "small"}
    assert derived(case) == []


def test_an_earlier_grid_alone_gives_nothing_away_where_nothing_was_hidden_then() -> None:
    case = planted(("earlier edition", "grid"), 3)

    every = derived(case)

    assert every
    assert not any(one.earlier for one in every)


def test_a_name_printed_before_is_listed_as_earlier_and_blocks_nothing() -> None:
    case = planted(("earlier edition", "name"), 3)

    every = derived(case)

    assert every
    assert all(one.earlier for one in every if one.secret.hidden.value == "removed")


def test_another_k_is_held_to_by_all() -> None:
    case = planted(("kind", "region in words"), 4)

    assert derived(case, 3)
    assert derived(case, 2) == []


def test_the_published_set_without_which_it_does_not_follow_is_what_gives_it_away() -> None:
    case = planted(("equal size", "one and one"), 5)
    given, secrets = gathered(case.out, case.known, case.removed, k=K)
    named = {step.where[0] for one in search(given, secrets) for step in one.steps if step.where}

    without = replace(
        given, statements=tuple(one for one in given.statements if not named & set(one.where))
    )

    assert search(given, secrets)
    assert search(without, secrets) == []


def test_whom_a_recommendation_is_put_to_is_not_taken_for_a_secret() -> None:
    case = clean(2)
    code = case.known.bodies[0].code
    columns = tuple((name, name, "string", "") for name in ("recommendation", "addressee"))
    table = TableInfo("recommendations", "R", "", columns, (("R1", f"overseer-of-{code}"),), ())
    listed = Block("table", header=("Number", "To"), rows=(("1", case.known.bodies[0].label),))
    document = case.out.documents[0]
    out = replace(
        case.out,
        bundle=replace(case.out.bundle, tables=(*case.out.bundle.tables, table)),
        documents=[replace(document, blocks=(*document.blocks, listed))],
    )

    assert derived(replace(case, out=out)) == []
