"""Plants a secret into a made release in each of the forms, and takes it out of it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inspectorate.domain.publication.disclosed import Out
from inspectorate.domain.publication.hidden import gathered
from inspectorate.domain.reports.editions.model import EditionData
from inspectstats.disclosure.intruder import Derived, K, search
from tests.drills.derivable_forms import FORMS
from tests.drills.derivable_world import GROUND, REF, Case, World, table_of

Plant = Callable[[World], None]
PLANTS: dict[tuple[str, str], Plant] = {}


def plant(family: str, name: str) -> Callable[[Plant], Plant]:
    """Enter a plant for a form of the list."""
    assert any((one.family, one.name) == (family, name) for one in FORMS), (family, name)

    def enter(made: Plant) -> Plant:
        PLANTS[family, name] = made
        return made

    return enter


def removed(world: World, codes: list[str], narrow: str = "") -> None:
    """Say that so many had a plan, the names removed."""
    world.planted = world.find(codes)
    world.claim("plan", finding="plan", holds=True)
    names = " and ".join(world.label(code) for code in codes)
    many = {1: "Only one", 2: "Only two"}[len(codes)]
    world.say("plan", f"{many} {narrow or world.noun} [({names})]{GROUND} had a plan")


def small(world: World, codes: list[str], **predicate: object) -> None:
    """Say that so many had a plan, nobody named."""
    world.planted = world.find(codes)
    counts = world.claim("plan", finding="plan", holds=True, **predicate)
    world.say("plan", f"Few {world.noun}s had a plan {counts}")


def withheld(world: World, key: str = "plan") -> None:
    """Say it without a number."""
    world.withheld.add(key)
    world.say(key, f"Some {world.noun}s had it")


def pick(world: World, number: int = 1, kind: str = "territorial") -> list[str]:
    """Draw bodies of a kind."""
    of = [code for code in world.codes if world.kinds[code] == kind]
    return sorted(world.rng.sample(of, number))


def chart(kind: str, **fields: str) -> str:
    """Write a picture."""
    lines = "\n".join(f"{name}: {value}" for name, value in {"kind": kind, **fields}.items())
    return f"```chart\n{lines}\n```"


def openly(world: World) -> None:
    """Publish the grades of every body in the open data."""
    world.named = world.data = True


@plant("unique row", "grade")
def _grade(world: World) -> None:
    codes = pick(world)
    world.grade("O", codes, "G")
    removed(world, codes)
    openly(world)


@plant("unique row", "worst")
def _worst(world: World) -> None:
    codes = pick(world)
    world.grade("I", codes, "R")
    removed(world, codes)
    openly(world)


@plant("unique row", "grid")
def _grid(world: World) -> None:
    codes = pick(world)
    world.grade("O", codes, "G")
    removed(world, codes)
    world.named = True
    world.text.append(chart("grid", area="one"))


@plant("unique row", "tiles")
def _tiles(world: World) -> None:
    codes = pick(world)
    world.grade("O", codes, "G")
    removed(world, codes)
    world.named = True
    world.text.append(chart("tiles", criterion=REF))


@plant("unique row", "own table")
def _own_table(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    cells = {code: "Yes" if code in codes else "No" for code in world.codes}
    world.text.append(table_of(world, f"{REF} was praised", cells))


@plant("unique row", "pair")
def _pair(world: World) -> None:
    codes = pick(world, 2)
    world.grade("O", codes, "G")
    small(world, codes)
    openly(world)


@plant("unique row", "body pages")
def _body_pages(world: World) -> None:
    codes = pick(world)
    world.grade("O", codes, "G")
    removed(world, codes)
    world.named = world.paged = True


@plant("complement", "rest graded")
def _rest_graded(world: World) -> None:
    codes = pick(world)
    world.grade("R", [code for code in world.codes if code not in codes], "G")
    world.grade("G", codes, "R")
    world.planted = world.find(codes)
    counts = world.claim("no-plan", finding="plan", holds=False)
    world.say("no-plan", f"Almost all {world.noun}s had no plan {counts}")
    openly(world)


@plant("complement", "all but two")
def _all_but_two(world: World) -> None:
    codes = pick(world, 2)
    world.grade("I", codes, "R")
    world.find([code for code in world.codes if code not in codes])
    world.planted = frozenset(codes)
    counts = world.claim("plan", finding="plan", holds=True)
    world.say("plan", f"Almost all {world.noun}s had a plan {counts}")
    openly(world)


@plant("complement", "bands together")
def _bands_together(world: World) -> None:
    codes = pick(world)
    for code in world.codes:
        world.grades[code, REF] = world.rng.choice("RIO")
    world.grade("G", codes, "R")
    removed(world, codes)
    openly(world)


@plant("complement", "named rest")
def _named_rest(world: World) -> None:
    kind = world.kind("special", 4)
    small(world, kind[:1], population={"kind": "special"})
    world.claim("no-plan", finding="plan", holds=False, population={"kind": "special"})
    others = ", ".join(world.label(code) for code in kind[1:])
    world.say("no-plan", f"{others} had no plan")
    world.named = True


def _parts(world: World, *, inside: int) -> tuple[list[str], list[str]]:
    """A kind of two bodies of which so many had a plan, as had some of the others."""
    kind = world.kind("special", 2)
    others = pick(world, world.rng.randint(8, 14))
    world.find([*others, *kind[:inside]])
    return kind, others


@plant("difference", "all less a kind")
def _all_less_a_kind(world: World) -> None:
    kind, _ = _parts(world, inside=1)
    world.planted = frozenset(kind[:1])
    for key, population in (
        ("plan", {}),
        ("plan-of-kind", {"population": {"kind": "territorial"}}),
    ):
        counts = world.claim(key, finding="plan", holds=True, **population)
        world.say(key, f"Some {world.noun}s had a plan {counts}")


@plant("difference", "none of the kind")
def _none_of_the_kind(world: World) -> None:
    kind = world.kind("special", 2)
    small(world, kind)
    counts = world.claim(
        "plan-of-kind", finding="plan", holds=True, population={"kind": "territorial"}
    )
    world.say("plan-of-kind", f"No {world.noun} of the other kind had a plan {counts}")


@plant("difference", "all less a group")
def _all_less_a_group(world: World) -> None:
    outside = pick(world, 2)
    world.groups["city"] = set(world.codes) - set(outside)
    met = world.rng.sample(sorted(world.groups["city"]), 11)
    world.find([*met, outside[0]])
    world.planted = frozenset(outside[:1])
    for key, population in (("plan", {}), ("plan-in-city", {"population": {"group": "city"}})):
        counts = world.claim(key, finding="plan", holds=True, **population)
        world.say(key, f"Some {world.noun}s had a plan {counts}")


@plant("difference", "three counts")
def _three_counts(world: World) -> None:
    kind, _ = _parts(world, inside=1)
    fire = world.kind("fire", 9)
    world.find([*fire[:4], kind[0], *pick(world, 7)])
    world.planted = frozenset(kind[:1])
    for key, population in (
        ("plan", {}),
        ("plan-of-one", {"population": {"kind": "territorial"}}),
        ("plan-of-fire", {"population": {"kind": "fire"}}),
    ):
        counts = world.claim(key, finding="plan", holds=True, **population)
        world.say(key, f"Some {world.noun}s had a plan {counts}")


@plant("difference", "denial")
def _denial(world: World) -> None:
    kind, _ = _parts(world, inside=1)
    world.planted = frozenset(kind[:1])
    counts = world.claim("plan", finding="plan", holds=True)
    world.say("plan", f"Some {world.noun}s had a plan {counts}")
    counts = world.claim("no-plan", finding="plan", holds=False, population={"kind": "territorial"})
    world.say("no-plan", f"Some had none {counts}")


@plant("difference", "all of the kind")
def _all_of_the_kind(world: World) -> None:
    kind = world.kind("special", 2)
    world.find([code for code in world.codes if code not in kind])
    world.planted = frozenset(kind)
    for key, population in (
        ("plan", {}),
        ("plan-of-kind", {"population": {"kind": "territorial"}}),
    ):
        counts = world.claim(key, finding="plan", holds=True, **population)
        world.say(key, f"Of these {world.noun}s so many had a plan {counts}")


@plant("gap", "one cell empty")
def _one_cell_empty(world: World) -> None:
    codes = pick(world)
    world.leave_out(codes)
    counts = world.claim("trained", finding="trained", holds=True)
    world.say("trained", f"Some {world.noun}s were trained {counts}")
    name = world.label(codes[0])
    world.text.append(f"One {world.noun} [({name})]{GROUND} was not seen.")
    world.planted = frozenset(codes)
    openly(world)


@plant("gap", "row left out")
def _row_left_out(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    names = {"O": "Outstanding", "G": "Good", "R": "Requires improvement", "I": "Inadequate"}
    cells = {code: names[world.grades[code, REF]] for code in world.codes if code not in codes}
    world.text.append(table_of(world, REF, cells))
    world.named = True


@plant("gap", "kind not inspected")
def _kind_not_inspected(world: World) -> None:
    kind = world.kind("special", 2)
    world.leave_out([code for code in world.codes if code not in kind])
    small(world, kind[:1])
    counts = world.claim("trained", finding="trained", holds=True, population={"kind": "special"})
    world.find(kind, "trained")
    world.say("trained", f"All {world.noun}s of the kind were trained {counts}")


@plant("gap", "cell left out")
def _cell_left_out(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    cells = {code: world.grades[code, REF] if code not in codes else "[c]" for code in world.codes}
    world.text.append(table_of(world, REF, cells))
    world.named = True


@plant("equal size", "one and one")
def _one_and_one(world: World) -> None:
    codes = pick(world)
    world.grade("O", codes, "G")
    small(world, codes)
    openly(world)
    world.text.append(chart("distribution", area="one"))


@plant("equal size", "two and two")
def _two_and_two(world: World) -> None:
    codes = pick(world, 2)
    world.grade("I", codes, "R")
    small(world, codes)
    openly(world)


@plant("equal size", "complement")
def _equal_complement(world: World) -> None:
    codes = pick(world)
    for code in world.codes:
        world.grades[code, REF] = world.rng.choice("RI")
    world.grade("G", codes, "R")
    small(world, codes)
    openly(world)


@plant("equal size", "two findings")
def _two_findings(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    world.find(codes, "register")
    world.claim("register", finding="register", holds=True)
    world.say("register", f"{world.label(codes[0])} alone had a register")
    world.named = True


@plant("equal size", "unnamed")
def _unnamed(world: World) -> None:
    kind = world.kind("special", 2)
    small(world, kind[:1])
    world.find(kind[:1], "register")
    counts = world.claim("register", finding="register", holds=True, population={"kind": "special"})
    world.say("register", f"Of one kind, one had a register {counts}")


@plant("kind", "small kind")
def _small_kind(world: World) -> None:
    kind = world.kind("special", 2)
    small(world, kind[:1], population={"kind": "special"})


def _in_words(world: World, words: str, codes: list[str], found: list[str]) -> None:
    world.words[words] = frozenset(codes)
    world.planted = world.find(found)
    counts = world.claim("plan", finding="plan", holds=True)
    world.say("plan", f"One {words} {world.noun} had a plan {counts}")


@plant("kind", "nation in words")
def _nation(world: World) -> None:
    codes = pick(world)
    _in_words(world, "Welsh", codes, codes)


@plant("kind", "region in words")
def _region(world: World) -> None:
    codes = pick(world, 2)
    _in_words(world, "North East", codes, codes[:1])


@plant("kind", "group in words")
def _group(world: World) -> None:
    codes = pick(world, 2)
    _in_words(world, "metropolitan", codes, codes)


@plant("kind", "words beside a redaction")
def _beside(world: World) -> None:
    kind = world.kind("special", 2)
    removed(world, kind[:1], narrow=f"special {world.noun}")


def _before(world: World, text: list[str], **given: bool) -> None:
    """Put an earlier release out, with a text of its own."""
    now, world.text = world.text, text
    kept = world.named, world.data
    world.named, world.data = given.get("named", False), given.get("data", False)
    world.earlier.append(world.out("release 1"))
    world.text, (world.named, world.data) = now, kept


@plant("earlier edition", "grid")
def _earlier_grid(world: World) -> None:
    codes = pick(world)
    world.grade("O", codes, "G")
    removed(world, codes)
    _before(world, [], named=True, data=True)


@plant("earlier edition", "name")
def _earlier_name(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    said = f"[Only one {world.noun} ({world.label(codes[0])}) had a plan]{{#plan}}."
    _before(world, [said], named=True)


@plant("earlier edition", "population")
def _earlier_population(world: World) -> None:
    kind, _ = _parts(world, inside=1)
    world.planted = frozenset(kind[:1])
    counts = world.claim("plan", finding="plan", holds=True)
    other = world.claim(
        "plan-of-kind", finding="plan", holds=True, population={"kind": "territorial"}
    )
    _before(world, [f"[Some had a plan {other}]{{#plan-of-kind}}."])
    world.say("plan", f"Some {world.noun}s had a plan {counts}")


@plant("earlier edition", "number")
def _earlier_number(world: World) -> None:
    world.planted = world.find(pick(world, 2))
    counts = world.claim("plan", finding="plan", holds=True)
    _before(world, [f"[Few had a plan {counts}]{{#plan}}."])
    withheld(world)


@plant("linked sums", "grades")
def _linked_grades(world: World) -> None:
    codes = pick(world, 2)
    world.grade("O", codes, "G")
    world.planted = frozenset(codes)
    world.claim("best", grades=["Outstanding"])
    withheld(world, "best")
    many = [sum(world.grades[code, REF] == letter for code in world.codes) for letter in "IRG"]
    world.text.append(
        "| Criterion | Inadequate | Requires improvement | Good | Inspected |\n"
        f"|---|---|---|---|---|\n| {REF} | {many[0]} | {many[1]} | {many[2]} | {world.size} |"
    )


@plant("linked sums", "denial")
def _linked_denial(world: World) -> None:
    world.planted = world.find(pick(world, 2))
    world.claim("plan", finding="plan", holds=True)
    withheld(world)
    counts = world.claim("no-plan", finding="plan", holds=False)
    world.say("no-plan", f"Almost all had none {counts}")


@plant("linked sums", "kinds")
def _linked_kinds(world: World) -> None:
    kind = world.kind("special", 6)
    world.planted = world.find([kind[0], *pick(world)])
    world.claim("plan", finding="plan", holds=True)
    withheld(world)
    for one in ("territorial", "special"):
        key = f"plan-of-{one}"
        counts = world.claim(key, finding="plan", holds=True, population={"kind": one})
        world.say(key, f"One of them had a plan {counts}")


@plant("linked sums", "kind withheld")
def _kind_withheld(world: World) -> None:
    kind = world.kind("special", 7)
    world.find([*kind[:2], *pick(world, 9)])
    world.planted = frozenset(kind[:2])
    world.claim("plan-of-special", finding="plan", holds=True, population={"kind": "special"})
    withheld(world, "plan-of-special")
    for key, population in (
        ("plan", {}),
        ("plan-of-kind", {"population": {"kind": "territorial"}}),
    ):
        counts = world.claim(key, finding="plan", holds=True, **population)
        world.say(key, f"Some {world.noun}s had a plan {counts}")


@plant("linked sums", "two tables")
def _two_tables(world: World) -> None:
    codes = pick(world, 2)
    world.grade("O", codes, "G")
    world.planted = frozenset(codes)
    world.claim("best", grades=["Outstanding"])
    withheld(world, "best")
    many = [sum(world.grades[code, REF] == letter for code in world.codes) for letter in "IRG"]
    world.text += [
        f"| Criterion | Inadequate | Good |\n|---|---|---|\n| {REF} | {many[0]} | {many[2]} |",
        f"And so:\n\n| Criterion | Requires improvement |\n|---|---|\n| {REF} | {many[1]} |",
    ]


@plant("missing page", "page")
def _missing_page(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    world.named = world.paged = True
    world.lacks = set(codes)


@plant("missing page", "row of bodies")
def _missing_row(world: World) -> None:
    codes = pick(world)
    removed(world, codes)
    world.unlisted = set(codes)


@plant("missing page", "two pages")
def _two_pages(world: World) -> None:
    codes = pick(world, 2)
    small(world, codes)
    world.named = world.paged = True
    world.lacks = set(codes)


def clean(seed: int) -> Case:
    """A release with a small number, a name removed and a number withheld, none of them derivable.

    Every second one publishes the grades of every body too.
    """
    world = World(seed)
    world.kind("special", 5)
    removed(world, pick(world))
    world.find(pick(world, 2), "register", "1.2")
    counts = world.claim("register", "1.2", finding="register", holds=True)
    world.say("register", f"Two {world.noun}s had a register {counts}")
    world.find(pick(world, 2), "trained", "1.1")
    world.claim("trained", "1.1", finding="trained", holds=True)
    withheld(world, "trained")
    for population in ({}, {"population": {"kind": "territorial"}}):
        key = f"good{len(population)}"
        counts = world.claim(key, "1.4", grades=["Good"], **population)
        world.say(key, f"Some {world.noun}s were good {counts}")
    world.text.append(chart("distribution", area="one"))
    if seed % 2:
        world.named = world.data = world.paged = True
        world.text.append(chart("grid", area="one"))
    return world.case()


def planted(form: tuple[str, str], seed: int) -> Case:
    """A release that is clean but for a secret of this form."""
    world = World(seed)
    PLANTS[form](world)
    return world.case()


def derived(case: Case, k: int = K) -> list[Derived]:
    """What the intruder works out of it."""
    given, secrets = gathered(case.out, case.known, case.removed, case.earlier, k=k)
    return search(given, secrets, k=k, seconds=60)


def found(case: Case, every: list[Derived]) -> bool:
    """Is what was planted among what was worked out, each with how?"""
    return any(
        one.settled
        and one.steps
        and (one.secret.holders == case.planted or case.planted <= set(one.bodies))
        for one in every
    )


def spans_only(case: Case) -> bool:
    """Does a look at each removed span alone find it: its name still in the sentence around it?"""
    labels = {one.code: one.label for one in case.known.bodies}
    return any(labels[code] in one.said for one in case.removed for code in one.bodies)


def suppressed(case: Case, every: list[Derived]) -> Case:
    """Take out of a release whatever the derivations name: a claim, a table, a column, pages."""
    steps = [step for one in every if not one.earlier for step in one.steps]
    named = {step.statement for step in steps} | {one.secret.key for one in every}
    claims = {
        name.removeprefix("claim ").removesuffix(", the others").removesuffix(", what is left")
        for name in named
    }
    claims |= {name.split(" beside claim ")[-1] for name in named}
    places = {place for step in steps for place in step.where}
    out = case.out
    document = _without(out.documents[0], claims, places, named)
    data = tuple(one for one in out.bundle.tables if f"the open data, {one.slug}.csv" not in places)
    carried = tuple(one for one in out.bundle.claims if one.key in document.claims)
    bundle = replace(out.bundle, tables=data, claims=carried)
    pages = {} if "the pages of bodies" in places else out.pages
    left = [
        one
        for one in case.removed
        if claims.isdisjoint(one.keys) and not any(one.said[:40] in name for name in _said(every))
    ]
    return replace(case, out=Out(bundle, [document], pages), removed=left, planted=frozenset())


def _said(every: list[Derived]) -> list[str]:
    return [one.secret.says for one in every]


def _without(
    document: EditionData, claims: set[str], places: set[str], named: set[str]
) -> EditionData:
    blocks = [
        block
        for block in document.blocks
        if f"{document.title}, {block.caption or block.kind}" not in places
        and not any(run.claim in claims for run in block.runs)
        and not any(run.redacted for run in block.runs)
    ]
    kept = {key: info for key, info in document.claims.items() if key not in claims}
    return replace(document, blocks=tuple(blocks), claims=kept)
