"""Secrets of a second reader in letters, orders of lists, words for numbers, earlier editions."""

from __future__ import annotations

from dataclasses import replace

from tests.drills.derivable import _before, openly, pick, removed, small
from tests.drills.derivable_second import (
    _bullets,
    _names,
    _of,
    _outstanding_of_kinds,
    _place,
    _plan,
    _rest,
    _unsaid,
    second,
    with_letter,
)
from tests.drills.derivable_world import GROUND, REF, Case, World


@second
def _letter_to_whom_a_count_of_one_speaks(world: World) -> Case:
    codes = pick(world)
    small(world, codes)
    to = f"Letter to the chief officer of {world.label(codes[0])}"
    return with_letter(world, "[You had a plan]{#plan}.", to)


@second
def _letter_with_its_addressee_in_the_first_line(world: World) -> Case:
    codes = pick(world)
    removed(world, codes)
    to = f"To the chief officer of {world.label(codes[0])}"
    return with_letter(world, f"{to}\n\n## Found\n\n[Yours was the only one with a plan]{{#plan}}.")


@second
def _letter_counts_what_the_report_withholds(world: World) -> Case:
    _unsaid(world, pick(world, 2), "Some had a plan")
    counts = world.claim("again", finding="plan", holds=True)
    return with_letter(world, f"[Few had it {counts}]{{#again}}.")


@second
def _letter_counts_another_population(world: World) -> Case:
    kind = world.kind("special", 2)
    world.say("plan", f"Some had it {_plan(world, [kind[0], *pick(world, 9)])}")
    world.planted = frozenset(kind[:1])
    of = {"kind": "territorial"}
    counts = world.claim("of", finding="plan", holds=True, population=of)
    return with_letter(world, f"[Some had it {counts}]{{#of}}.")


@second
def _letter_removes_what_the_report_has_no_page_of(world: World) -> Case:
    codes = pick(world)
    _plan(world, codes)
    world.text.append("We saw much.")
    world.named = world.paged = True
    world.lacks = set(codes)
    return with_letter(world, f"[One [({world.label(codes[0])})]{GROUND} had a plan]{{#plan}}.")


@second
def _bullets_descend_but_for_two(world: World) -> None:
    codes = sorted(pick(world, 2))
    small(world, codes)
    listed = [*reversed(_rest(world, codes)), *reversed(codes)]
    world.text.append(_bullets(world, listed))


@second
def _sentence_names_all_and_one_last(world: World) -> None:
    codes = [world.codes[world.rng.randint(3, 20)]]
    removed(world, codes)
    world.text.append(f"We saw {_names(world, [*_rest(world, codes), *codes])}.")


@second
def _rows_of_the_open_data_in_the_order_of_a_suppressed_grade(world: World) -> Case:
    codes = [world.codes[world.rng.randint(3, 20)]]
    world.grade("O", codes, "G")
    removed(world, codes)
    openly(world)
    case = world.case()
    tables = []
    for table in case.out.bundle.tables:
        if table.slug == "judgments":
            rows = [(*row[:2], "[c]", "[c]", *row[4:]) for row in table.rows if row[1] == REF]
            table = replace(table, rows=tuple(sorted(rows, key=lambda row: row[0] in codes)))
        tables.append(table)
    bundle = replace(case.out.bundle, tables=tuple(tables))
    return replace(case, out=replace(case.out, bundle=bundle))


@second
def _table_in_the_order_of_what_was_found(world: World) -> None:
    codes = [world.codes[5], world.codes[17]]
    small(world, codes)
    rows = "\n".join(
        f"| {world.label(code)} | {100 + world.codes.index(code)} |"
        for code in [*codes, *_rest(world, codes)]
    )
    world.text.append(f"| {world.noun} | Sessions |\n|---|---|\n{rows}")


@second
def _number_in_words(world: World) -> None:
    _unsaid(world, pick(world, 2), "Only two {noun}s had a plan")


@second
def _number_of_n_in_words(world: World) -> None:
    _unsaid(world, pick(world, 2), "Only two of the {n} had a plan")


@second
def _all_except_for_two(world: World) -> None:
    codes = pick(world, 2)
    _unsaid(world, _rest(world, codes), "All {noun}s, except for two, had a plan")
    world.planted = frozenset(codes)


@second
def _a_pair(world: World) -> None:
    _unsaid(world, pick(world, 2), "A pair of {noun}s had a plan")


@second
def _number_of_the_others(world: World) -> None:
    _unsaid(world, pick(world, 2), f"Some ({world.size - 2} had none) had a plan")


@second
def _percentage(world: World) -> None:
    _unsaid(world, pick(world, 2), f"Some ({200 / world.size:.1f} %) had a plan")


@second
def _number_in_the_heading(world: World) -> None:
    world.text.append("## Two with a plan")
    _unsaid(world, pick(world, 2), "Some had a plan")


@second
def _number_in_the_sentence_after(world: World) -> None:
    _plan(world, pick(world, 2))
    world.withheld.add("plan")
    world.text.append("[Some had a plan]{#plan}. There were two of them.")


@second
def _headline_counts_what_is_withheld(world: World) -> Case:
    _unsaid(world, pick(world, 2), "Some had a plan")
    case = world.case()
    document = replace(case.out.documents[0], subtitle=f"Two of the {world.size} had a plan")
    return replace(case, out=replace(case.out, documents=[document]))


@second
def _either_is_withheld_and_both_and_each_are_counted(world: World) -> None:
    one, other, holds = "1.2", REF, {"finding": "plan", "holds": True}
    met = _rest(world, pick(world, 2))
    world.find(met[:30], "plan", one)
    world.find(met[20:], "plan", other)
    world.planted = frozenset(world.codes) - frozenset(met)
    for key, ref in (("one", one), ("other", other)):
        world.say(key, f"Some {world.claim(key, ref, **holds)}")
    criteria = {"criterion": other, "criteria": [one, other]}
    world.claims["both"] = {**criteria, "finding": "plan"}
    number, looked, _ = world.counts("both")
    world.say("both", f"Some had both ({number} of the {looked})")
    asked = [{"criterion": ref, "finding": "plan"} for ref in (one, other)]
    world.claims["either"] = {**criteria, "any_of": asked}
    world.withheld.add("either")
    world.say("either", "Many had either")


@second
def _bullets_before_lacked_one(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    _before(world, ["[Some had a plan]{#plan}.", _bullets(world, _rest(world, codes))], named=True)


@second
def _two_earlier_releases_count_the_others(world: World) -> None:
    kind, fire = world.kind("special", 2), world.kind("fire", 9)
    counts = _plan(world, [kind[0], *fire[:3], *pick(world, 6)])
    world.planted = frozenset(kind[:1])
    for name in ("territorial", "fire"):
        of = {"kind": name}
        said = world.claim(f"of-{name}", finding="plan", holds=True, population=of)
        _before(world, [f"[Some {said}]{{#of-{name}}}."])
    world.say("plan", f"Some had a plan {counts}")


@second
def _nation_two_sentences_before(world: World) -> None:
    codes = pick(world)
    _place(world, "Wales", codes)
    said = f"[There, one {world.noun} had a plan {_plan(world, codes)}]{{#plan}}."
    world.text.append(f"We looked closely at Wales. It is large. {said}")


@second
def _two_columns_of_names_lack_one(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    rest = [*map(world.label, _rest(world, codes)), ""]
    half = len(rest) // 2
    rows = "\n".join(f"| {a} | {b} |" for a, b in zip(rest[:half], rest[half:], strict=False))
    last = f"| {rest[-1]} | |" if len(rest) % 2 else ""
    world.text.append(f"| Left | Right |\n|---|---|\n{rows}\n{last}")


@second
def _sections_together_name_all_but_one(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    rest = _rest(world, codes)
    for at in range(0, len(rest), 6):
        world.text += [f"## Part {at}", f"We saw {_names(world, rest[at : at + 6])}."]


@second
def _table_with_a_row_of_all_and_one_of_a_kind(world: World) -> None:
    kind, rest = _outstanding_of_kinds(world)
    del world.claims["best"], world.text[-1]
    rows = f"| All {world.noun}s | {_of(world, 'O', [*kind, *rest])} |\n"
    rows += f"| territorial {world.noun}s | {_of(world, 'O', rest)} |"
    world.text.append(f"| {REF} | Outstanding |\n|---|---|\n{rows}")
