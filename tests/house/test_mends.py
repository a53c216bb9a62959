"""Every mend says of what sort it is; one that sends somebody to an act names an act with a door,
the page links it for who may and names the role for who may not, and the link opens.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.interfaces.acts import ACTS
from inspectorate.interfaces.web.doors import DOORS, url_of, ways
from tests.factories.standing import made_once, world
from tests.factories.world import Half, World
from tests.house.source import SRC, trees, walk

__all__ = ["made_once", "world"]

# Which argument of what is built is its mend.
MEND = {"Reason": 2, "Problem": 3}
SORTS = ("by", "by_another", "words", "wait", "outside", "nothing")
# Acts as a sentence orders them. What is no act's own word (choose, give, write, name) is not here.
ORDERED = re.compile(
    r"(?i)(?:^|[,:;.] )(?:then |have (?:it|them|that|the \w+) |let \w+(?: \w+)? )?"
    r"(abandon|adopt|agree|approve|approved|adopted|agreed|moderated|refreshed|assign|cancel|"
    r"close|confirm|decide|declare|freeze|join|moderate|plan|prepare|publish|refresh|register|"
    r"release|reopen|supersede|take it back|take them back|verify|waive|withdraw)\b"
)
# Sentences of words that begin with such a word and order no act, each with its reason.
NO_ACT = {
    "Close every quotation mark, and double a quotation mark inside a quoted cell.": "of a file",
    "Release it to a rehearsal site.": "of another installation",
}


def built(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.expr | None]]:
    """Each reason or problem that the code builds, and what it says for its mend."""
    for node in walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = MEND.get(node.func.id)
            if place is not None:
                named = [one.value for one in node.keywords if one.arg == "mend"]
                given = node.args[place] if len(node.args) > place else None
                yield node, named[0] if named else given


def unsorted(tree: ast.AST) -> list[int]:
    """The lines on which a reason has no mend, or one that is a bare string."""
    return [
        call.lineno
        for call, mend in built(tree)
        if mend is None or isinstance(mend, ast.Constant | ast.JoinedStr | ast.BinOp)
    ]


def mends(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each mend that the code makes, with the name of its sort."""
    for node in walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and getattr(node.func.value, "id", "") == "Mend"
        ):
            yield node.func.attr, node


def verbs_of(tree: ast.Module, known: dict[str, type[Verb]]) -> set[Verb]:
    """The verbs that mends of a module name. Where a mend is given a variable, those verbs of the
    module that could be in it: all it names.
    """
    found: set[Verb] = set()
    for sort, call in mends(tree):
        if sort not in ("by", "by_another"):
            continue
        given = call.args[0]
        for one in given.elts if isinstance(given, ast.Tuple) else [given]:
            found |= _named(one if isinstance(one, ast.Attribute) else tree, known)
    return found


def _named(within: ast.AST, known: dict[str, type[Verb]]) -> set[Verb]:
    return {
        known[node.value.id][node.attr]
        for node in walk(within)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in known
    }


def ordering(tree: ast.AST) -> list[str]:
    """The sentences that order an act and are marked as words, or as something else than an act."""
    found = []
    for sort, call in mends(tree):
        text = "".join(
            one.value
            for one in walk(call)
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        )
        if sort not in ("by", "by_another") and ORDERED.search(text) and text not in NO_ACT:
            found.append(text)
    return found


def without_door(verbs: set[Verb]) -> list[str]:
    """The verbs that have neither a page to which a mend leads, nor a command."""
    return sorted(
        str(verb)
        for verb in verbs
        if verb not in DOORS and not (verb in ACTS and ACTS[verb].commands)
    )


def all_verbs() -> dict[str, type[Verb]]:
    """The enumerations of verbs by their names."""
    return {one.__name__: one for one in Verb.__subclasses__()}


class TestSorts:
    def test_every_reason_and_problem_declares_the_sort_of_its_mend(self) -> None:
        assert {
            path.relative_to(SRC).as_posix(): lines
            for path, tree in trees().items()
            if (lines := unsorted(tree))
        } == {}
        assert sum(1 for tree in trees().values() for _ in built(tree)) > 250

    def test_every_mend_is_of_a_sort_there_is(self) -> None:
        counted = {
            sort: sum(1 for tree in trees().values() for one, _ in mends(tree) if one == sort)
            for sort in SORTS
        }
        assert {one for tree in trees().values() for one, _ in mends(tree)} == set(SORTS)
        assert all(counted.values())

    def test_bare_string_and_missing_mend_are_found(self) -> None:
        seeded = ast.parse(
            'Reason(code, text, "Choose another.")\n'
            "Reason(code, text)\n"
            'Reason(code, text, Mend.words("Choose another."))\n'
            'Problem(NAME, where, what, mend=f"Write {it}.")\n'
        )
        assert unsorted(seeded) == [1, 2, 4]

    def test_sentence_that_orders_an_act_names_the_act(self) -> None:
        found = {
            path.relative_to(SRC).as_posix(): said
            for path, tree in trees().items()
            if (said := ordering(tree))
        }
        assert found == {}

    def test_act_ordered_in_words_alone_is_found(self) -> None:
        seeded = ast.parse(
            'Mend.words("Take it back into the coverage first.")\n'
            'Mend.words("Have it adopted first.")\n'
            'Mend.words("Choose another, or withdraw it.")\n'
            'Mend.by(InspectionVerb.TAKE_BACK, "Take it back into the coverage first.")\n'
            'Mend.words("Choose a grade that was agreed.")\n'
        )
        assert ordering(seeded) == [
            "Take it back into the coverage first.",
            "Have it adopted first.",
        ]


class TestDoors:
    def test_every_act_that_a_mend_names_has_a_door(self) -> None:
        known = all_verbs()
        named = {verb for tree in trees().values() for verb in verbs_of(tree, known)}
        assert len(named) > 45
        assert without_door({verb for verb in named if verb in ACTS} - set(_others())) == []
        fewer = {JudgmentVerb.SEE_DESK, JudgmentVerb.AGREE}
        assert without_door(fewer) == ["judgments.see_desk"]

    def test_every_door_leads_to_pages_that_a_form_of_the_act_or_its_thing_has(self) -> None:
        assert [str(verb) for verb, door in DOORS.items() if door.takes and not door.listed] == []

    # Where a link leads is of Python; on PostgreSQL the matrix opens these pages.
    @pytest.mark.of_python
    @pytest.mark.django_db
    def test_every_way_that_a_reader_is_shown_opens_for_them(self, world: World) -> None:
        shown, closed = set(), []
        for half, verb in (
            *((world.second, verb) for verb in DOORS),
            # What was released has parts to be answered.
            *((world.first, verb) for verb in DOORS if verb.room == "recommendations"),
        ):
            for who, reader in half.people.items():
                urls = {
                    url_of(reader, half.inspection, verb, thing)
                    for thing in _things(half, reader, verb)
                }
                for url in urls - {""} - {one for whose, one in shown if whose == who}:
                    client = Client()
                    client.force_login(reader)
                    shown.add((who, url))
                    if client.get(url).status_code != 200:
                        closed.append((who, str(verb), url))
        assert closed == []
        assert len(shown) > 100


def _others() -> Iterator[Verb]:
    """Verbs that stand in a module where a mend is given a variable, and that no mend names."""
    yield from (JudgmentVerb.ASSIGN_MANY, JudgmentVerb.UNASSIGN)


def _things(half: Half, reader: Person, verb: Verb) -> Iterator[object]:
    """Things of the inspection to which a mend may send this reader, or none at hand."""
    yield None
    yield from (half.inspection.framework, *half.visits[:1], half.draft, *half.parts[:1])
    yield from (half.release, half.item)
    # Nobody is sent to a judgment that is another's, nor to withdraw what was not submitted.
    withdraws = verb is JudgmentVerb.WITHDRAW
    own = half.submitted_assignment if withdraws else half.open_assignment
    if own is not None and own.inspector_id == reader.pk:
        yield own


class TestWays:
    @pytest.mark.django_db
    def test_who_may_is_led_to_the_page_and_who_may_not_is_told_the_role(
        self, world: World
    ) -> None:
        half, mend = world.second, Mend.by(JudgmentVerb.ASSIGN, "Assign an inspector.")
        lead, inspector = half.people["lead"], half.people["inspector"]
        (to_lead,) = ways(lead, half.inspection, mend)
        (to_inspector,) = ways(inspector, half.inspection, mend)
        slug = half.inspection.slug
        assert (to_lead.label, to_lead.url, to_lead.who) == (
            "Assign",
            f"/i/{slug}/judgments/assign/",
            "",
        )
        assert (to_inspector.url, to_inspector.who) == ("", "lead inspector")

    @pytest.mark.django_db
    def test_what_somebody_else_must_do_is_no_link_for_whoever_reads_it(self, world: World) -> None:
        half = world.second
        mend = Mend.by_another(JudgmentVerb.AGREE, "Somebody who did not judge it must do this.")
        (way,) = ways(half.people["lead"], half.inspection, mend)
        assert (way.url, way.who) == ("", "another lead inspector or another moderator")

    @pytest.mark.django_db
    def test_act_of_a_person_leads_to_that_person_and_else_to_the_list(self, world: World) -> None:
        admin, reader = world.first.people["admin"], world.first.people["lead"]
        mend = Mend.by(PersonVerb.GRANT, "Ask an administrator to give the role first.", reader)
        bare = Mend.by(PersonVerb.GRANT, "Give the role to someone else first.")
        urls = [ways(admin, None, one)[0].url for one in (mend, bare)]
        assert urls == [f"/people/{reader.pk}/grant/", "/people/"]
        assert ways(reader, None, mend)[0].who == "administrator"

    def test_mend_of_words_leads_nowhere(self) -> None:
        nobody: Any = None
        for mend in (Mend.words("Choose one."), Mend.wait("Wait."), "Choose one."):
            assert ways(nobody, None, mend) == []
