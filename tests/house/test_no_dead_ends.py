"""No dead ends: every action is reached by a person, and every act has an inverse or a sentence why
it has none.

A door is found by calling: each address that takes a form is sent an empty one by somebody who may,
and the action it would have done is noted.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inspectorate.foundation.ledger.acts import ACTIONS
from inspectorate.interfaces import act_forms, many
from inspectorate.interfaces.web.dashboard import work_of
from tests.factories.standing import made_once, world
from tests.factories.world import World
from tests.house.matrix import Asking, rows
from tests.house.source import SRC, trees

__all__ = ["made_once", "world"]

DOORS = "inspectorate/interfaces/"
# What no person does by itself, each with what does it.
INSIDE = {
    "inspections.amend": "written by publication.amend, which knows what is out",
    "people.change_factors": "written by the pages of the sign-in library, beside what they do",
    "people.use_recovery_code": "written by the sign-in page, where a code was typed",
    "people.rehash_password": "written by the sign-in page, where a hash has aged",
    "people.link_sign_in": "written where somebody comes in by the provider the first time",
    "ledger.take_over": "written by migrate, for rows that older code wrote",
    "people.set_password": "written by the sign-in library's page and by changepassword",
    "publication.export": "the command export, through binder/exchange.py",
    "publication.import_binder": "the command import, through binder/exchange.py",
    "recommendations.open": "written by recommendations.open_from, one for each",
    "recommendations.open_from": "written by publication.release, for what the document makes",
}


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


def _verb_of(act: Callable[..., Any]) -> str | None:
    while isinstance(act, partial):
        act = act.func
    return next((str(verb) for verb, one in ACTIONS.items() if one is act), None)


# Act by act: the act that takes it back, or why there is none.
INVERSES = {
    "bodies.change": "bodies.change",
    "bodies.close": "bodies.reopen",
    "bodies.end_contact": "bodies.name_contact",
    "bodies.end_oversight": "bodies.oversee",
    "bodies.group": "bodies.regroup",
    "bodies.import_register": "bodies.change",
    "bodies.name_contact": "bodies.end_contact",
    "bodies.oversee": "bodies.end_oversight",
    "bodies.register": "bodies.close",
    "bodies.regroup": "bodies.regroup",
    "bodies.reopen": "bodies.close",
    "claims.draft": "claims.edit",
    "claims.edit": "claims.edit",
    "claims.reference": "claims.reference",
    "claims.refresh": "claims.edit",
    "evidence.record": "evidence.withdraw",
    "evidence.supersede": "evidence.supersede",
    "evidence.withdraw": "evidence.record",
    "fieldwork.ask": "What was asked of a body was asked; another request is put beside it.",
    "fieldwork.cancel_session": "fieldwork.hold_session",
    "fieldwork.cancel_visit": "fieldwork.plan_visit",
    "fieldwork.end_visit": "A visit that was made was made.",
    "fieldwork.hold_session": "fieldwork.cancel_session",
    "fieldwork.move_session": "fieldwork.move_session",
    "fieldwork.move_visit": "fieldwork.move_visit",
    "fieldwork.plan_visit": "fieldwork.cancel_visit",
    "fieldwork.receive": "What was handed in stays as it came.",
    "inspections.amend": "inspections.amend",
    "inspections.approve": "An approval stands; an inspection is abandoned by inspections.move.",
    "inspections.end_need_to_know": "inspections.give_need_to_know",
    "inspections.give_need_to_know": "inspections.end_need_to_know",
    "inspections.join": "inspections.leave",
    "inspections.leave": "inspections.join",
    "inspections.leave_out": "inspections.take_back",
    "inspections.move": "inspections.move",
    "inspections.name_group": "Who advised is told as they did.",
    "inspections.open": "inspections.move",
    "inspections.remove_body": "inspections.take_back",
    "inspections.set_scope": "inspections.remove_body",
    "inspections.set_terms": "inspections.set_terms",
    "inspections.take_back": "inspections.leave_out",
    "judgments.agree": "judgments.agree",
    "judgments.agree_as_submitted": "judgments.agree",
    "judgments.assign": "judgments.unassign",
    "judgments.assign_many": "judgments.unassign",
    "judgments.moderate": "judgments.moderate",
    "judgments.save_draft": "judgments.save_draft",
    "judgments.submit": "judgments.withdraw",
    "judgments.unassign": "judgments.assign",
    "judgments.withdraw": "judgments.submit",
    "ledger.accept_checkpoint": "A checkpoint is a signed text of one moment.",
    "ledger.accept_heads": "ledger.accept_heads",
    "ledger.checkpoint": "A checkpoint is a signed text of one moment.",
    "ledger.take_over": "Rows that older code wrote are proven once.",
    "ledger.trust_key": "A key that signed stays trusted for what it signed.",
    "people.change_factors": "people.change_factors",
    "people.clear": "people.end_clearance",
    "people.declare": "people.end_declaration",
    "people.end_clearance": "people.clear",
    "people.end_declaration": "people.declare",
    "people.end_role": "people.grant",
    "people.first_administrator": "people.end_role",
    "people.grant": "people.end_role",
    "people.leave": "Who comes back is registered anew, and is the same person by the ledger.",
    "people.link_sign_in": "people.unlink_sign_in",
    "people.register": "people.leave",
    "people.rehash_password": "people.set_password",
    "people.reset_factors": "people.change_factors",
    "people.set_password": "people.set_password",
    "people.unlink_sign_in": "people.link_sign_in",
    "people.use_recovery_code": "A code is used once; others are made by people.change_factors.",
    "programmes.add_scale": "A scale that nothing is graded on does no harm.",
    "programmes.adopt_framework": "What was adopted never changes; another version is adopted.",
    "programmes.adopt_vocabulary": "What was adopted never changes; another version is adopted.",
    "programmes.load_framework": "What nobody adopts is used by nobody.",
    "programmes.mark_break": "programmes.mark_break",
    "programmes.register_strategy": "A strategy is told as it was published.",
    "publication.amend": "publication.amend",
    "publication.approve": "publication.cancel",
    "publication.cancel": "publication.prepare",
    "publication.confirm_clock": "What a clock showed was read.",
    "publication.end_mandate": "publication.mandate",
    "publication.export": "A binder that was given away is given away.",
    "publication.import_binder": "What was read in is an inspection of its own; its acts go on.",
    "publication.mandate": "publication.end_mandate",
    "publication.prepare": "publication.cancel",
    "publication.refresh": "publication.refresh",
    "publication.release": "What is public stays; a correction is a new release.",
    "recommendations.accept": "recommendations.withdraw_acceptance",
    "recommendations.claim_progress": "recommendations.claim_progress",
    "recommendations.close": "recommendations.close",
    "recommendations.confirm": "recommendations.withdraw_confirmation",
    "recommendations.move_due": "recommendations.move_due",
    "recommendations.open": "recommendations.close",
    "recommendations.open_from": "recommendations.close",
    "recommendations.respond": "recommendations.respond",
    "recommendations.verify": "recommendations.verify",
    "recommendations.withdraw_acceptance": "recommendations.accept",
    "recommendations.withdraw_confirmation": "recommendations.confirm",
    "reports.decide": "reports.decide",
    "reports.freeze": "A frozen edition stays; the document is frozen anew.",
    "reports.mend": "reports.save",
    "reports.open_document": "A document that is not released is read by the team alone.",
    "reports.open_fact_check": "What a body was shown it was shown.",
    "reports.place": "reports.save",
    "reports.raise_point": "A body's point is answered by reports.decide.",
    "reports.save": "reports.save",
    "reports.waive": "reports.save",
}


def called_by_doors() -> set[str]:
    """The actions that the code of a door calls itself, or hands on: ``actions.name``."""
    _loaded()
    known = {(act.__module__, act.__name__): str(verb) for verb, act in ACTIONS.items()}
    found = set()
    for path, tree in trees().items():
        if not path.relative_to(SRC).as_posix().startswith(DOORS):
            continue
        named = _modules_named(tree)
        for node in ast.walk(tree):
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
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }


def asked_by_forms(world: World) -> set[str]:
    """The acts that a form is sent for: each address that takes one, by one who may."""
    _loaded()
    found: set[str] = set()
    perform, many_page = act_forms.perform, many.many_page

    def performing(request: Any, form: Any, act: Any) -> Any:
        found.add(_verb_of(act) or "")
        return perform(request, form, act)

    def for_many(page: Any, request: Any, inspection: Any, form: Any, act: Any, **more: Any) -> Any:
        found.add(_verb_of(act) or "")
        return many_page(page, request, inspection, form, act, **more)

    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("inspectorate.interfaces"):
                if getattr(module, "perform", None) is perform:
                    patch.setattr(module, "perform", performing)
                if getattr(getattr(module, "many_page", None), "func", None) is many_page:
                    patch.setattr(module, "many_page", partial(for_many, *module.many_page.args))
        asking = Asking(world)
        for row in rows():
            for asker, status in row.who.get("post", {}).items():
                if status == 422:
                    asking.ask(row, asker, "post")
                    break
    return found


def no_door(asked: set[str], named: set[str]) -> list[str]:
    """The acts that no person reaches."""
    acts = ours()
    return sorted(acts - asked - named - set(INSIDE))


def without_inverse(inverses: dict[str, str]) -> list[str]:
    """The acts of which nobody said what takes them back, and those that say what is not there."""
    acts = ours()
    unknown = {act for act, back in inverses.items() if back not in acts and not back.endswith(".")}
    return sorted((acts - set(inverses)) | (set(inverses) - acts) | unknown)


class TestDoors:
    @pytest.mark.django_db
    def test_every_act_is_reached_by_a_page_a_command_or_within_another(self, world: World) -> None:
        asked, named = asked_by_forms(world), called_by_doors()
        assert no_door(asked, named) == []
        # What a page's form is sent for is what its code names: no act is asked for by accident.
        assert len(asked) > 50
        assert no_door(asked - {"judgments.unassign"}, named - {"judgments.unassign"}) == [
            "judgments.unassign"
        ]

    def test_what_is_reached_within_another_act_is_reached_by_nothing_else(self) -> None:
        assert sorted(set(INSIDE) - ours()) == []


@pytest.mark.django_db
def test_every_line_of_your_work_leads_to_a_page_that_opens_for_its_reader(
    world: World, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
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
        assert without_inverse(INVERSES) == []

    def test_act_left_out_or_taken_back_by_none_that_exists_is_named(self) -> None:
        _loaded()
        fewer = {act: back for act, back in INVERSES.items() if act != "judgments.submit"}
        assert without_inverse(fewer) == ["judgments.submit"]
        assert without_inverse({**INVERSES, "judgments.assign": "judgments.undo"}) == [
            "judgments.assign"
        ]
