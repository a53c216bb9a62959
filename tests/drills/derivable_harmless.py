"""Releases of which nothing follows, as near to a secret as a second reader could make them."""

from __future__ import annotations

from dataclasses import replace

from inspectorate.domain.reports.editions.model import Block, Run
from tests.drills.derivable import pick, removed, withheld
from tests.drills.derivable_second import (
    _bullets,
    _of,
    _place,
    _plan,
    _rest,
    _unsaid,
    _with_block,
    harmless,
    with_letter,
)
from tests.drills.derivable_world import REF, Case, World, table_of


@harmless
def _large_regions_in_a_heading(world: World) -> None:
    removed(world, pick(world))
    _place(world, "Wales", pick(world, 6))
    _place(world, "England", _rest(world, sorted(world.words["Wales"])))
    world.text += ["## England and Wales", "Those in Wales were seen, and those outside Wales."]


@harmless
def _numbers_of_months_and_visits(world: World) -> None:
    _unsaid(world, pick(world, 2), "In the 12 months to March 2020, in two visits, some had one")


@harmless
def _list_by_kind_then_name(world: World) -> None:
    kind = world.kind("special", 2)
    removed(world, pick(world))
    world.text += ["# Annex", _bullets(world, [*_rest(world, kind), *kind])]


@harmless
def _list_in_no_order(world: World) -> None:
    removed(world, pick(world))
    world.text += ["# Annex", _bullets(world, world.rng.sample(world.codes, world.size))]


@harmless
def _large_kinds_in_a_table(world: World) -> None:
    kind = world.kind("special", 12)
    removed(world, pick(world))
    for code, letter in zip(kind, "IIIRRRGGGOOO", strict=True):
        world.grades[code, REF] = letter
    rest = _rest(world, kind)
    rows = "\n".join(
        f"| {name} {world.noun} | {_of(world, 'R', of)} | {_of(world, 'G', of)} |"
        for name, of in (("territorial", rest), ("special", kind))
    )
    world.text.append(f"| {REF} | Requires improvement | Good |\n|---|---|---|\n{rows}")


@harmless
def _letter_repeats_large_counts(world: World) -> Case:
    counts = _plan(world, world.codes[:14])
    world.say("plan", f"Some had a plan {counts}")
    world.find(pick(world, 2), "register", "1.2")
    few = world.claim("register", "1.2", finding="register", holds=True)
    world.say("register", f"Few had one {few}")
    to = f"Letter to the chief officer of {world.label(world.codes[3])}"
    return with_letter(world, f"[Some had a plan {counts}]{{#plan}}.", to)


@harmless
def _recommendation_to_all(world: World) -> Case:
    removed(world, pick(world))
    rows = tuple((code, "asked", "") for code in world.codes)
    return _with_block(
        world, Block("recommendation", (Run("Share."),), header=("body",), rows=rows)
    )


@harmless
def _range_of_all(world: World) -> None:
    removed(world, pick(world))
    noun = world.noun.capitalize()
    world.text.append(f"# Annex\n\nWe inspected {noun}s 001 to {world.size:03}.")


@harmless
def _percentage_of_another_claim(world: World) -> None:
    _plan(world, pick(world, 2))
    withheld(world)
    world.find(world.codes[:20], "trained")
    counts = world.claim("trained", finding="trained", holds=True)
    world.say("trained", f"Some ({2000 / world.size:.0f} %) were trained {counts}")


@harmless
def _group_of_seven_in_the_heading(world: World) -> None:
    codes = pick(world, 7)
    _place(world, "North East", codes)
    world.text.append("## North East")
    removed(world, codes[:1])


@harmless
def _headline_names_another(world: World) -> Case:
    codes = pick(world)
    removed(world, codes)
    world.named = True
    case = world.case()
    headline = f"{world.label(_rest(world, codes)[0])} to report in May"
    return replace(case, out=replace(case.out, bundle=replace(case.out.bundle, headline=headline)))


@harmless
def _number_of_a_day_and_of_a_section(world: World) -> None:
    _unsaid(world, pick(world, 2), "On 2 March 2020, as section 2 says, some had one")


@harmless
def _one_that_counts_nothing(world: World) -> None:
    _unsaid(world, pick(world), "Some {noun}s had a plan, though not one that was tested")


@harmless
def _letter_says_you_of_large_counts(world: World) -> Case:
    counts = _plan(world, world.codes[:14])
    world.say("plan", f"Some had a plan {counts}")
    world.find(pick(world), "register", "1.2")
    one = world.claim("register", "1.2", finding="register", holds=True)
    world.say("register", f"One had one {one}")
    to = f"Letter to {world.label(world.codes[3])}"
    return with_letter(world, f"[You will want to know that some had it {counts}]{{#plan}}.", to)


@harmless
def _lists_by_region(world: World) -> None:
    removed(world, pick(world))
    for place, name in enumerate("ABC"):
        codes = world.codes[place::3]
        _place(world, f"Region {name}", codes)
        world.text += [f"# Region {name}", _bullets(world, codes)]


@harmless
def _half_were_visited_twice(world: World) -> None:
    removed(world, pick(world))
    cells = {code: "yes" if place % 2 else "no" for place, code in enumerate(world.codes)}
    world.text += ["# Visits", table_of(world, "Visited twice", cells)]
