"""Secrets that a second reader planted once the search stood, who had not written it: in headings,
stems, captions, orders, ranges, words for numbers, and in a letter beside the report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inspectorate.domain.publication.removed import removed_in
from inspectorate.domain.publication.schema import DocumentInfo
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.compile import EditionFrame, compile_edition
from inspectorate.domain.reports.editions.model import Block, EditionKind, Run
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.drills.derivable import _before, chart, pick, removed, small
from tests.drills.derivable_world import GRADES, REF, Case, World, table_of
from tests.factories.claims import facts_of

Second = Callable[[World], Case | None]
SECOND: dict[str, Second] = {}
HARMLESS: dict[str, Second] = {}


def second(made: Second) -> Second:
    """Enter a form under its name."""
    SECOND[made.__name__.strip("_").replace("_", " ")] = made
    return made


def harmless(made: Second) -> Second:
    """Enter a release of which nothing follows."""
    HARMLESS[made.__name__.strip("_").replace("_", " ")] = made
    return made


def case_of(made: Second, seed: int) -> Case:
    """A made release with a secret of this form, or with none."""
    world = World(seed)
    return made(world) or world.case()


def with_letter(world: World, text: str, subtitle: str = "") -> Case:
    """The release with a letter beside the report."""
    case = world.case()
    claims = {}
    for key in world.claims:
        met, looked, scope = world.counts(key)
        claims[key] = facts_of(
            key, statement=f"Found {key}", met=met, inspected=looked, scope=scope
        )
    frame = EditionFrame("letter", DocumentKind.LETTER, "Letter", "", "", "2020-03-09", "")
    front = f"---\nsubtitle: {subtitle}\n---\n\n" if subtitle else ""
    manuscript = from_markdown(f"{front}# Letter\n\n{text}", "letter")
    facts = Facts(claims=claims, vocabulary=DEFAULT)
    board = replace(world.board(world.refs), withheld_claims=frozenset())
    made = compile_edition(manuscript, facts, board, frame, EditionKind.PUBLIC)
    assert not made.problems, made.problems
    letter, out = made.edition, case.out
    there = {one.key for one in out.bundle.claims}
    added = tuple(letter.claims[key] for key in sorted(letter.claims.keys() - there))
    info = DocumentInfo("letter", DocumentKind.LETTER, letter.title, 1, False)
    bundle = replace(
        out.bundle,
        claims=(*out.bundle.claims, *added),
        documents=(*out.bundle.documents, info),
    )
    words = [*case.removed, *removed_in(manuscript, letter.title, case.known)]
    return replace(
        case,
        out=replace(out, bundle=bundle, documents=[*out.documents, letter]),
        removed=words,
    )


def _with_block(world: World, *blocks: Block) -> Case:
    case = world.case()
    document = case.out.documents[0]
    added = replace(document, blocks=(*document.blocks, *blocks))
    return replace(case, out=replace(case.out, documents=[added]))


def _plan(world: World, codes: list[str]) -> str:
    world.planted = world.find(codes)
    return world.claim("plan", finding="plan", holds=True)


def _unsaid(world: World, codes: list[str], words: str) -> None:
    """Say it of a claim whose number is withheld."""
    _plan(world, codes)
    world.withheld.add("plan")
    world.say("plan", words.format(noun=world.noun, n=world.size))


def _rest(world: World, codes: list[str]) -> list[str]:
    return [code for code in world.codes if code not in codes]


def _names(world: World, codes: list[str]) -> str:
    return ", ".join(map(world.label, codes))


def _bullets(world: World, codes: list[str]) -> str:
    return "They are:\n\n" + "\n".join(f"- {world.label(code)}" for code in codes)


def _place(world: World, words: str, codes: list[str]) -> None:
    world.words[words] = frozenset(codes)


@second
def _nation_in_a_heading_two_levels_up(world: World) -> None:
    codes = pick(world)
    _place(world, "Wales", codes)
    world.text += ["## Wales", "### Plans"]
    small(world, codes)


@second
def _kind_in_the_heading_over_a_removed_name(world: World) -> None:
    kind = world.kind("special", 2)
    world.text.append(f"## The special {world.noun}s")
    removed(world, kind[:1])


@second
def _region_in_the_stem_of_a_list(world: World) -> None:
    codes = pick(world)
    _place(world, "North East", codes)
    said = f"[one {world.noun} had a plan {_plan(world, codes)}]{{#plan}}."
    world.text.append(f"In the North East:\n\n- {said}\n- much was done.")


@second
def _regions_in_the_items_under_a_stem(world: World) -> None:
    one, other = pick(world, 2)
    _place(world, "Wales", [one])
    _place(world, "North East", [other])
    said = f"[Two {world.noun}s had a plan {_plan(world, [one, other])}]{{#plan}}:"
    world.text.append(f"{said}\n\n- one in Wales;\n- one in the North East.")


@second
def _nation_in_the_sentence_before(world: World) -> None:
    codes = pick(world)
    _place(world, "Wales", codes)
    said = f"[There, one {world.noun} had a plan {_plan(world, codes)}]{{#plan}}."
    world.text.append(f"We looked closely at Wales. {said}")


@second
def _nation_in_the_sentence_after(world: World) -> None:
    codes = pick(world)
    _place(world, "Wales", codes)
    said = f"[One {world.noun} had a plan {_plan(world, codes)}]{{#plan}}."
    world.text.append(f"{said} It is in Wales.")


@second
def _two_regions_one_each(world: World) -> None:
    one, other = pick(world, 2)
    _place(world, "Wales", [one])
    _place(world, "North East", [other])
    counts = _plan(world, [one, other])
    world.say("plan", f"Two, one in Wales and one in the North-East, had a plan {counts}")


@second
def _outside_a_nation(world: World) -> None:
    codes = pick(world, 2)
    _place(world, "England", _rest(world, codes))
    world.say("plan", f"One outside England had a plan {_plan(world, codes[:1])}")


@second
def _caption_names_the_kind(world: World) -> None:
    kind = world.kind("special", 2)
    world.say("plan", f"Few had a plan {_plan(world, kind)}")
    world.text.append(chart("strip", claim="plan", caption=f"Each special {world.noun}"))


@second
def _statement_of_the_claim_names_the_nation(world: World) -> Case:
    codes = pick(world)
    _place(world, "Wales", codes)
    small(world, codes)
    case = world.case()
    claims = tuple(replace(one, statement="Plans in Wales") for one in case.out.bundle.claims)
    return replace(case, out=replace(case.out, bundle=replace(case.out.bundle, claims=claims)))


@second
def _bullets_lack_one(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    world.text.append(_bullets(world, _rest(world, codes)))


@second
def _bullets_name_two(world: World) -> None:
    codes = pick(world, 2)
    small(world, codes)
    world.text.append(_bullets(world, codes))


@second
def _numbered_headings_lack_one(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    world.text += [f"### {n}. {world.label(one)}" for n, one in enumerate(_rest(world, codes), 1)]


@second
def _two_tables_lack_one(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    rest = _rest(world, codes)
    for part in (rest[:20], rest[20:]):
        world.text.append(table_of(world, REF, {one: world.grades[one, REF] for one in part}))


@second
def _bodies_in_the_second_column(world: World) -> None:
    codes = pick(world)
    world.grade("O", codes, "G")
    removed(world, codes)
    rows = "\n".join(
        f"| {n} | {world.label(code)} | {world.grades[code, REF]} |"
        for n, code in enumerate(world.codes, 1)
    )
    world.text.append(f"| No. | Name | {REF} |\n|---|---|---|\n{rows}")


@second
def _bodies_by_their_numbers_alone(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    rows = "\n".join(
        f"| {int(code[-3:])} | {world.grades[code, REF]} |" for code in _rest(world, codes)
    )
    world.text.append(f"| {world.noun.capitalize()} | {REF} |\n|---|---|\n{rows}")


@second
def _ranges_of_numbers_lack_one(world: World) -> None:
    removed(world, world.codes[12:13])
    noun = world.noun.capitalize()
    world.text.append(f"On {REF} we name {noun}s 001 to 012 and 014 to {world.size:03}.")


@second
def _ranges_of_names_lack_one(world: World) -> None:
    removed(world, world.codes[12:13])
    first, last, again, end = (world.label(world.codes[at]) for at in (0, 11, 13, -1))
    world.text.append(f"On {REF} we name {first} to {last} and {again} to {end}.")


def _outstanding_of_kinds(world: World) -> tuple[list[str], list[str]]:
    kind = world.kind("special", 2)
    world.grade("O", [kind[0], *pick(world, 8)], "G")
    world.planted = frozenset(kind[:1])
    counts = world.claim("best", grades=["Outstanding"])
    world.say("best", f"Some were outstanding {counts}")
    return kind, _rest(world, kind)


def _of(world: World, letter: str, codes: list[str]) -> int:
    return sum(world.grades[code, REF] == letter for code in codes)


@second
def _table_with_a_kind_a_row(world: World) -> None:
    kind, rest = _outstanding_of_kinds(world)
    rows = "\n".join(
        f"| {name} {world.noun} | {_of(world, 'O', of)} ({_of(world, 'O', of)} %) |"
        for name, of in (("territorial", rest), ("special", kind))
    )
    world.text.append(f"| {REF} by kind | Outstanding |\n|---|---|\n{rows}")


@second
def _table_with_a_kind_a_column(world: World) -> None:
    kind, rest = _outstanding_of_kinds(world)
    rows = "\n".join(
        f"| {name} | {_of(world, letter, rest)} | {_of(world, letter, kind)} |"
        for letter, name in GRADES
    )
    head = f"| {REF} | territorial {world.noun} | special {world.noun} |"
    world.text.append(f"{head}\n|---|---|---|\n{rows}")


@second
def _head_of_a_table_says_the_kind(world: World) -> None:
    _, rest = _outstanding_of_kinds(world)
    head = f"| Territorial {world.noun} | Outstanding |"
    world.text.append(f"{head}\n|---|---|\n| {REF} | {_of(world, 'O', rest)} |")


@second
def _findings_of_each_kind(world: World) -> None:
    kind = world.kind("special", 2)
    world.say("plan", f"Some had one {_plan(world, [kind[0], *pick(world, 8)])}")
    world.planted = frozenset(kind[:1])
    rows = f"| territorial {world.noun} | 8 |\n| special {world.noun} | 1 |"
    world.text.append(f"| Kind | Had a plan |\n|---|---|\n{rows}")


@second
def _headline_names_it(world: World) -> Case:
    codes = pick(world)
    removed(world, codes)
    out = world.case().out
    headline = f"{world.label(codes[0])} leads on plans"
    return replace(world.case(), out=replace(out, bundle=replace(out.bundle, headline=headline)))


@second
def _caption_names_it(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    caption = f"Grades, and the plan of {world.label(codes[0])}"
    world.text.append(chart("distribution", criterion=REF, caption=caption))


@second
def _source_of_a_quotation_names_it(world: World) -> Case:
    codes = pick(world)
    removed(world, codes)
    said = (Run("We wrote it ourselves."),)
    return _with_block(world, Block("quote", said, source=f"An officer, {world.label(codes[0])}"))


@second
def _words_for_a_picture_name_it(world: World) -> Case:
    codes = pick(world)
    removed(world, codes)
    told = f"A bar for {world.label(codes[0])} stands alone."
    return _with_block(world, Block("chart", caption="Plans", alternative=told))


@second
def _method_names_it(world: World) -> Case:
    codes = pick(world)
    removed(world, codes)
    case = world.case()
    method = (f"On {REF} we looked again at {world.label(codes[0])}.",)
    return replace(case, out=replace(case.out, bundle=replace(case.out.bundle, method=method)))


@second
def _caption_before_named_it(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    caption = f"The plan of {world.label(codes[0])}"
    picture = chart("distribution", criterion=REF, caption=caption)
    _before(world, ["[Some had a plan]{#plan}.", picture], named=True)


@second
def _two_sentences_name_one_each(world: World) -> None:
    codes = pick(world, 2)
    small(world, codes)
    one, other = map(world.label, codes)
    world.text.append(f"{one} had a register. {other} was slower.")


@second
def _recommendation_beside_a_removed_name(world: World) -> Case:
    codes = pick(world)
    removed(world, codes)
    row = (codes[0], "asked", "")
    asked = Block("recommendation", (Run("Share it."),), number=1, header=("body",), rows=(row,))
    return _with_block(world, asked)
