"""Other shapes of the same secrets, which came up only once the search stood: each tries whether it
was built for the kind and not for the list.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.drills.derivable import chart, openly, pick, removed, withheld
from tests.drills.derivable_world import GRADES, GROUND, REF, World, table_of

SHAPES: dict[str, Callable[[World], None]] = {}


def shape(made: Callable[[World], None]) -> Callable[[World], None]:
    """Enter a shape under its name."""
    SHAPES[made.__name__.strip("_").replace("_", " ")] = made
    return made


def _one_outstanding(world: World) -> list[str]:
    codes = pick(world)
    world.grade("O", codes, "G")
    removed(world, codes)
    world.named = True
    return codes


@shape
def _two_criteria(world: World) -> None:
    codes = pick(world)
    world.find(codes, "plan", "1.3")
    world.find(world.codes, "plan", "1.2")
    world.claims["both"] = {"criterion": REF, "criteria": ["1.2", REF], "finding": "plan"}
    world.say("both", "One had both")
    world.grade("O", codes, "G")
    world.planted = frozenset(codes)
    openly(world)


@shape
def _grade_counted_and_name_removed(world: World) -> None:
    codes = pick(world)
    world.grade("O", codes, "G")
    world.claim("best", grades=["Outstanding"])
    world.say("best", f"One {world.noun} [({world.label(codes[0])})]{GROUND} was outstanding")
    world.planted = frozenset(codes)
    openly(world)


@shape
def _others_of_the_list_named(world: World) -> None:
    kind = world.kind("special", 4)
    world.find(kind)
    world.named = True
    names = ", ".join(world.label(code) for code in kind[1:])
    world.claim("plan", finding="plan", holds=True, population={"kind": "special"})
    world.say("plan", f"All had it: {names} and [{world.label(kind[0])}]{GROUND}")
    world.planted = frozenset(kind[:1])


@shape
def _sentence_without_a_claim(world: World) -> None:
    codes = pick(world)
    world.grade("I", codes, "R")
    counts = world.claim("trained", finding="trained", holds=True)
    world.say("trained", f"Some were trained {counts}")
    world.text.append(f"One {world.noun} [{world.label(codes[0])}]{GROUND} caused concern.")
    world.planted = frozenset(codes)
    openly(world)


@shape
def _number_among_the_removed_words(world: World) -> None:
    world.planted = world.find(pick(world, 2))
    world.claim("plan", finding="plan", holds=True)
    world.text.append(f"[Some, [2 of the {world.size}]{GROUND}, had a plan]{{#plan}}.")
    counts = world.claim("no-plan", finding="plan", holds=False)
    world.say("no-plan", f"Others had none {counts}")


@shape
def _number_withheld_and_typed_in_the_sentence(world: World) -> None:
    world.planted = world.find(pick(world, 2))
    world.claim("plan", finding="plan", holds=True)
    world.withheld.add("plan")
    world.say("plan", f"Some had a plan (2 of the {world.size})")


@shape
def _own_table_without_a_criterion(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    world.named = True
    cells = {code: "yes" if code in codes else "no" for code in world.codes}
    world.text.append(table_of(world, "Praised", cells))


@shape
def _table_with_a_body_a_column(world: World) -> None:
    _one_outstanding(world)
    head = " | ".join(world.label(code) for code in world.codes)
    cells = " | ".join(world.grades[code, REF] for code in world.codes)
    lines = "---|" * (world.size + 1)
    world.text.append(f"| Criterion | {head} |\n|{lines}\n| {REF} | {cells} |")


@shape
def _table_with_a_grade_a_row(world: World) -> None:
    _one_outstanding(world)
    rows = "\n".join(f"| {name} | {_named(world, letter)} |" for letter, name in GRADES)
    world.text.append(f"| {REF} | Who |\n|---|---|\n{rows}")


def _named(world: World, letter: str) -> str:
    of = [code for code in world.codes if world.grades[code, REF] == letter]
    return ", ".join(world.label(code) for code in of)


@shape
def _table_with_a_body_and_criterion_a_row(world: World) -> None:
    _one_outstanding(world)
    rows = "\n".join(
        f"| {world.label(code)} | {ref} | {world.grades[code, ref]} |"
        for code in world.codes
        for ref in world.refs[1:3]
    )
    world.text.append(f"| Who | Criterion | Grade |\n|---|---|---|\n{rows}")


@shape
def _named_in_a_sentence_that_names_the_criterion(world: World) -> None:
    codes = _one_outstanding(world)
    world.text.append(f"Outstanding on {REF}: {world.label(codes[0])}.")


@shape
def _chart_counts_a_grade_withheld(world: World) -> None:
    codes = pick(world)
    for code in world.codes:
        world.grades[code, REF] = world.rng.choice("RG")
    world.grade("I", codes, "R")
    world.claim("worst", grades=["Inadequate"])
    withheld(world, "worst")
    world.text.append(chart("distribution", criterion=REF))
    world.planted = frozenset(codes)


@shape
def _two_groups_that_overlap(world: World) -> None:
    out = pick(world, 2)
    world.groups["one"] = set(world.codes) - {out[0]}
    others = [code for code in pick(world, 12) if code not in out][:9]
    world.find([*others, out[0]])
    world.planted = frozenset(out[:1])
    for key, population in (("plan", {}), ("plan-of-one", {"population": {"group": "one"}})):
        counts = world.claim(key, finding="plan", holds=True, **population)
        world.say(key, f"Some had a plan {counts}")


def shaped(name: str, seed: int) -> World:
    """A made inspection with a secret of this shape."""
    world = World(seed)
    SHAPES[name](world)
    return world
