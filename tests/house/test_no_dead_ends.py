"""No dead ends: every action is reached by a person, and every act has an inverse or a sentence why
it has none.

A door is found by calling: each address that takes a form is sent an empty one by somebody who may,
and the action it would have done is noted.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import click
import pytest
from django.test import Client
from django.utils import timezone

from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.reports.models import Criticism, Document
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.ledger.acts import ACTIONS
from inspectorate.foundation.ledger.verbs import LedgerVerb
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.interfaces import act_forms, many
from inspectorate.interfaces.acts import ACTS, Act
from inspectorate.interfaces.cli.main import main
from inspectorate.interfaces.web.dashboard import work_of
from tests.factories import telling
from tests.factories.findings import a_claim, agreed
from tests.factories.publishing import frozen, prepared, saved
from tests.factories.standing import made_once, world
from tests.factories.world import FOLLOWED, World
from tests.house.matrix import Asking, Row, rows
from tests.house.source import SRC, trees, walk

__all__ = ["made_once", "world"]

DOORS = "inspectorate/interfaces/"
# Acts whose forms call a function of the page that calls the act: no form names them.
BY_A_FUNCTION = {
    PersonVerb.END_DECLARATION,
    PersonVerb.RESET_FACTORS,
    # By whoever has the link, who is not signed in.
    PersonVerb.USE_LINK,
    PersonVerb.UNLINK_SIGN_IN,
    InspectionVerb.JOIN,
    # Of what the page showed as new.
    FieldworkVerb.LOOK_AT_RECEIPTS,
    # Asked of a worker, one act a letter; of what a file was read to hold; of all with one press.
    ReportVerb.MAKE_LETTER,
    ReportVerb.BRING_SUGGESTIONS,
    ReportVerb.BRING_COMMENTS,
    ReportVerb.OPEN_FACT_CHECK,
    JudgmentVerb.SAVE_DRAFT,
    # With its files, which are then read; taken in a moment before; sent by a script; of many.
    EvidenceVerb.RECORD_RECEIVED,
    EvidenceVerb.ACCEPT_QUARANTINED,
    PersonVerb.ENROL_DEVICE,
    PersonVerb.LOSE_DEVICE,
    # Moderated and agreed in one press; saved beside what is handed in; done by a job.
    JudgmentVerb.MODERATE,
    JudgmentVerb.SAVE_ANSWERS,
    JudgmentVerb.WORK_OUT,
}
# Of a binder: the commands call publication/binder/exchange.py, which calls the act.
BY_A_BINDER = {PublicationVerb.EXPORT, PublicationVerb.IMPORT_BINDER}


def _loaded() -> None:
    for path in sorted(SRC.glob("inspectorate/**/*.py")):
        if path.name == "actions.py" or DOORS in path.as_posix():
            name = ".".join(path.relative_to(SRC).with_suffix("").parts)
            importlib.import_module(name.removesuffix(".__init__"))


def ours() -> set[str]:
    """The verbs of the acts of the house: tests make some of their own."""
    _loaded()
    return {
        str(verb)
        for verb, act in ACTIONS.items()
        if act.__module__.startswith(("inspectorate.domain", "inspectorate.foundation"))
    }


def _verb_of(act: Callable[..., Any] | None) -> str | None:
    """The verb of an act, whatever is put around it: arguments, or what a door does afterwards."""
    while act is not None:
        found = next((str(verb) for verb, one in ACTIONS.items() if one is act), None)
        if found:
            return found
        act = act.func if isinstance(act, partial) else getattr(act, "__wrapped__", None)
    return None


def called_by_doors() -> set[str]:
    """The actions that the code of a door calls itself, or hands on: ``actions.name``."""
    _loaded()
    known = {(act.__module__, act.__name__): str(verb) for verb, act in ACTIONS.items()}
    found = set()
    for path, tree in trees().items():
        if not path.relative_to(SRC).as_posix().startswith(DOORS):
            continue
        named = _modules_named(tree)
        for node in walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                of = (named.get(node.value.id, ""), node.attr)
                if of in known:
                    found.add(known[of])
            elif isinstance(node, ast.ImportFrom):
                found |= {
                    known[node.module or "", one.name]
                    for one in node.names
                    if (node.module or "", one.name) in known
                }
    return found


def _modules_named(tree: ast.Module) -> dict[str, str]:
    """What each name of a module stands for."""
    return {
        one.asname or one.name: f"{node.module}.{one.name}"
        for node in walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }


def asked_by_forms(world: World, given: Iterable[Row] | None = None) -> dict[str, set[str]]:
    """The acts that a form is sent for, each with the names of the addresses that took one; of the
    rows ``given``, or of all.
    """
    _loaded()
    found: dict[str, set[str]] = {}
    asked = ""
    perform, many_page = act_forms.perform, many.many_page

    def performing(request: Any, form: Any, act: Any) -> Any:
        found.setdefault(_verb_of(act) or "", set()).add(asked)
        return perform(request, form, act)

    def for_many(page: Any, request: Any, inspection: Any, form: Any, act: Any, **more: Any) -> Any:
        found.setdefault(_verb_of(act) or "", set()).add(asked)
        return many_page(page, request, inspection, form, act, **more)

    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("inspectorate.interfaces"):
                if getattr(module, "perform", None) is perform:
                    patch.setattr(module, "perform", performing)
                if getattr(getattr(module, "many_page", None), "func", None) is many_page:
                    patch.setattr(module, "many_page", partial(for_many, *module.many_page.args))
        asking = Asking(world)
        for row in rows() if given is None else given:
            for asker, status in row.who.get("post", {}).items():
                if status == 422:
                    asked = row.name
                    asking.ask(row, asker, "post")
                    break
    return found


def no_door(asked: Collection[str], named: Collection[str]) -> list[str]:
    """The acts that no person reaches."""
    inside = {str(verb) for verb, act in ACTS.items() if act.inside or verb in BY_A_BINDER}
    return sorted(ours() - set(asked) - set(named) - inside)


def wrong_pages(table: Mapping[Verb, Act], asked: Mapping[str, set[str]]) -> list[str]:
    """The acts of which the table names other addresses than those that take a form for them."""
    own = {page for act in table.values() for page in act.pages}
    return sorted(
        str(verb)
        for verb, act in table.items()
        if not (verb in BY_A_FUNCTION or set(act.pages) == asked.get(str(verb), set()))
    ) + sorted(asked.get("", set()) - own)


def without_inverse(table: Mapping[Verb, Act]) -> list[str]:
    """The acts of which nobody said what takes them back, and those that say what is not there."""
    known, acts = {str(verb) for verb in table}, ours()
    unknown = {
        str(verb)
        for verb, act in table.items()
        if act.back not in acts and (isinstance(act.back, Verb) or not act.back.endswith("."))
    }
    return sorted((acts - known) | (known - acts) | unknown)


def commands_of(table: Mapping[Verb, Act]) -> set[str]:
    """The commands of a table that the command line does not have."""
    return {one for act in table.values() for one in act.commands if not _is_command(one)}


def _is_command(words: str) -> bool:
    command: click.Command | None = main
    for word in words.split():
        if not isinstance(command, click.Group):
            return False
        command = command.get_command(click.Context(command), word)
    return command is not None


class TestDoors:
    # Which act a form calls is of Python; its pages are opened on both by the permission matrix.
    @pytest.mark.of_python
    @pytest.mark.django_db
    def test_every_act_is_reached_by_a_page_a_command_or_within_another(self, world: World) -> None:
        asked, named = asked_by_forms(world), called_by_doors()
        # Of the world nothing stands that this could withdraw, until something is said.
        _told_otherwise(world)
        (row,) = (one for one in rows() if one.name == "judgments-withdraw-difference")
        asked |= asked_by_forms(world, [replace(row, who={"post": {"lead": 422}})])
        _answered(world)
        (row,) = (one for one in rows() if one.name == "reports-withdraw-answer")
        asked |= asked_by_forms(world, [replace(row, who={"post": {"referencer": 422}})])
        assert no_door(asked, named) == []
        # What a page's form is sent for is what its code names: no act is asked for by accident.
        assert len(asked) > 50
        fewer = set(asked) - {JudgmentVerb.UNASSIGN}
        assert no_door(fewer, named - {JudgmentVerb.UNASSIGN}) == ["judgments.unassign"]
        assert wrong_pages(ACTS, asked) == []
        assert wrong_pages(_without(JudgmentVerb.UNASSIGN, "pages"), asked) == [
            "judgments.unassign"
        ]

    def test_commands_of_the_table_are_commands(self) -> None:
        assert commands_of(ACTS) == set()
        other = {LedgerVerb.CHECKPOINT: Act("", commands=("checkpoint mkae",))}
        assert commands_of(other) == {"checkpoint mkae"}

    def test_act_has_a_page_or_a_command_or_is_inside_another_and_never_both(self) -> None:
        assert [
            str(verb)
            for verb, act in ACTS.items()
            if bool(act.pages or act.commands) is bool(act.inside)
        ] == []


def _without(verb: Verb, what: str) -> dict[Verb, Act]:
    """The table, in which one act lacks its ``what``."""
    return {**ACTS, verb: replace(ACTS[verb], **{what: ()})}


def _told_otherwise(world: World) -> None:
    """A judgment agreed otherwise than its body was told, and why."""
    told = world.second.told
    assert told is not None
    of = told.submission.assignment
    other = of.criterion.scale.grades.exclude(pk=told.submission.grade_id).last()
    agreed(world.second.inspection, of.scope_body, of.criterion, other.name, at=FOLLOWED)
    telling.say(told)


def _answered(world: World) -> None:
    """An answer on a change, under the digest that addresses of the matrix name."""
    signed = world.first.story.report.signatures.filter(kind="singly").latest("pk")
    Criticism.objects.create(
        fact_check=world.first.checks[0],
        identity=signed.identity,
        new=False,
        by=world.first.people["referencer"],
        at=FOLLOWED,
    )


def _more_waits(world: World) -> None:
    """A correction to approve, and a claim to reference in each half."""
    story = world.first.story
    saved(story.report, Document.objects.get(pk=story.report.pk).text + "\n\n{.narrative}\nMore.\n")
    out = world.first.release
    prepared(story, [frozen(story.report)], corrects=out, correction_reason="A word.")
    for half in (world.first, world.second):
        for name in ("waits", "waits-too"):
            predicate = {"criterion": "1.1", "finding": "mandatory-training"}
            a_claim(half.inspection, predicate, name=name, statement="Forces that train")


# What a page says and how it is made is of Python; on PostgreSQL the matrix opens these pages.
@pytest.mark.of_python
@pytest.mark.django_db
def test_every_line_of_your_work_leads_to_a_page_that_opens_for_its_reader(
    world: World, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    _more_waits(world)
    led, closed = 0, []
    for half in (world.first, world.second):
        for who, person in half.people.items():
            client = Client()
            client.force_login(person)
            for work in work_of(person, timezone.localdate()):
                for line in (*work.mine, *work.others):
                    led += 1
                    if client.get(line.url).status_code != 200:
                        closed.append((who, line.what, line.url))
    assert led >= 20
    assert closed == []


class TestInverses:
    def test_every_act_has_an_inverse_or_a_sentence_why_there_is_none(self) -> None:
        _loaded()
        assert without_inverse(ACTS) == []

    def test_act_left_out_or_taken_back_by_none_that_exists_is_named(self) -> None:
        _loaded()
        fewer = {verb: act for verb, act in ACTS.items() if verb is not JudgmentVerb.SUBMIT}
        assert without_inverse(fewer) == ["judgments.submit"]
        seen = replace(ACTS[JudgmentVerb.ASSIGN], back=JudgmentVerb.SEE)
        assert without_inverse({**ACTS, JudgmentVerb.ASSIGN: seen}) == ["judgments.assign"]
