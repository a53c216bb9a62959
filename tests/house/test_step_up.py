"""Every verb gives power or does not; every page that gives some asks again who it is.

A new verb has to be put into one of the tables: nobody forgets to choose.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, resolve, reverse

from inspectorate.foundation.ledger.acts import ACTIONS
from tests.house.scratch import failed_in, replaced, scratch_copy
from tests.house.source import SRC, trees, walk

# It lets somebody in, or see, or decide; or it makes something public; or it answers for a whole.
GIVES_POWER = {
    *("people.register", "people.grant", "people.end_role", "people.clear"),
    *("people.end_clearance", "people.reset_factors"),
    *("people.invite_new", "people.invite", "people.revoke_link", "people.reset_password"),
    *("people.unlink_sign_in", "people.make_token"),
    *("people.enrol_device", "people.lose_device"),
    *("people.leave", "bodies.name_contact", "bodies.end_contact"),
    *("bodies.name_delegate", "bodies.end_delegate"),
    *("inspections.approve", "inspections.join", "inspections.leave"),
    "judgments.leave_team",
    *("inspections.give_need_to_know", "inspections.end_need_to_know"),
    *("reports.waive", "reports.freeze"),
    *("recommendations.accept", "recommendations.withdraw_acceptance"),
    *("recommendations.confirm", "recommendations.withdraw_confirmation"),
    *("publication.approve", "publication.release", "publication.refresh"),
    *("publication.mandate", "publication.confirm_clock"),
}
# Power, but asked for by other means than ``signing``.
ASKED_ELSEWHERE = {
    "people.change_factors": "asks for both proofs, see proofs.PAGES below",
    "people.set_password": "asks for the old password, or for a link that was mailed",
    "people.ask_for_link": "is done by whoever knows an address, and opens nothing by itself",
    "people.use_link": "asks for a link that was given, and lets nobody in by itself",
    "people.use_recovery_code": "is a proof of who it is",
    "people.link_sign_in": "is done at sign-in, where the provider and our factor were just asked",
    "people.rehash_password": "is done at sign-in, where the password was given",
}
# Power that no page gives: if any, whoever sits at the server's command line.
ON_NO_PAGE = {
    # Within reports.freeze and publication.approve, or publication.release, whose pages ask.
    *("reports.pass_gate", "inspections.publish"),
    *("people.first_administrator", "publication.export"),
    *("publication.import_binder", "ledger.take_over", "ledger.accept_heads"),
    *("ledger.checkpoint", "ledger.accept_checkpoint", "ledger.trust_key"),
}
WORK = "work of a day: seen, and undone, by others who hold the same roles"
SECOND = "counts only once a second person has put a name to it, and that one is asked"
STOPS = "stops or takes back, and must be done at the last second"
GIVES_NONE = {
    **dict.fromkeys(
        (
            *("bodies.register", "bodies.oversee", "bodies.close", "bodies.change", "bodies.group"),
            *("bodies.end_oversight", "bodies.reopen", "bodies.regroup"),
            *("bodies.import_register", "people.declare", "people.end_declaration"),
            *("reports.declare_draft", "reports.withdraw_draft", "reports.object", "reports.look"),
            *("claims.draft", "claims.edit", "claims.refresh", "claims.reference"),
            *("claims.release_excerpt", "claims.withdraw_excerpt"),
            *("evidence.record", "evidence.withdraw", "evidence.supersede", "evidence.receive"),
            *("evidence.record_received", "evidence.set_aside", "evidence.take_up"),
            "evidence.use_received",
            *("evidence.quarantine", "evidence.accept_quarantined"),
            *("evidence.set_quarantined_aside", "evidence.take_up_quarantined"),
            "people.note_pack",
            *("fieldwork.ask", "fieldwork.receive", "fieldwork.plan_visit"),
            *("fieldwork.move_request", "fieldwork.withdraw_request"),
            *("fieldwork.defer_visit", "fieldwork.pause_visit", "fieldwork.resume_visit"),
            *("fieldwork.leave_incomplete", "fieldwork.reopen_visit"),
            *("fieldwork.look_at_receipts", "fieldwork.say_travel"),
            *("fieldwork.plan_many", "fieldwork.move_plan", "fieldwork.cancel_plan"),
            *("people.take_days_off", "people.take_many_days_off", "people.withdraw_days_off"),
            *("fieldwork.move_visit", "fieldwork.cancel_visit", "fieldwork.end_visit"),
            *("fieldwork.hold_session", "fieldwork.move_session", "fieldwork.cancel_session"),
            *("fieldwork.hand_over_session", "judgments.hand_over"),
            *("fieldwork.make_calendar_address", "fieldwork.end_calendar_address"),
            *("people.end_token", "people.end_device"),
            *("fieldwork.make_review_form", "fieldwork.begin_sample", "fieldwork.close_list"),
            *("fieldwork.draw_cases", "fieldwork.review_case", "fieldwork.take_review_back"),
            *("fieldwork.replace_case", "fieldwork.find_case", "fieldwork.give_up_sample"),
            *("fieldwork.make_return_template", "fieldwork.replace_return_template"),
            *("fieldwork.withdraw_return_template", "fieldwork.return_data"),
            "fieldwork.take_return_back",
            *("fieldwork.except_rows", "fieldwork.withdraw_exception", "fieldwork.certify_return"),
            "fieldwork.withdraw_certificate",
            *("inspections.open", "inspections.set_terms", "inspections.set_scope"),
            *("inspections.leave_out", "inspections.take_back", "inspections.name_group"),
            *("inspections.move", "inspections.remove_body", "inspections.amend"),
            *("inspections.suppress", "inspections.unsuppress"),
            "publication.amend",
            *("judgments.assign", "judgments.assign_many", "judgments.save_draft"),
            *("judgments.submit", "judgments.moderate", "judgments.agree"),
            "judgments.take_grade",
            *("judgments.choose_mode", "judgments.accept_plan", "judgments.read_by_grade"),
            *("judgments.redraw", "judgments.work_out"),
            *("judgments.set_exercise", "judgments.add_case", "judgments.take_out_case"),
            *("judgments.set_pass_mark", "judgments.open_exercise", "judgments.close_exercise"),
            *("judgments.cancel_exercise", "judgments.save_answers"),
            *("judgments.hand_in_answers", "judgments.withdraw_answers"),
            "judgments.decide_readiness",
            *("judgments.hold_debrief", "judgments.set_telling", "judgments.tell_grade"),
            *("judgments.withdraw_told_grade", "judgments.say_difference"),
            "judgments.withdraw_difference",
            *("judgments.unassign", "judgments.withdraw", "judgments.agree_as_submitted"),
            *("judgments.draw_sample", "judgments.look"),
            *("judgments.say_how_sure", "judgments.withdraw_how_sure"),
            *("judgments.compare", "judgments.withdraw_comparison"),
            *("judgments.convene_panel", "judgments.put_on_agenda", "judgments.take_off_agenda"),
            *("judgments.step_aside", "judgments.open_panel", "judgments.decide_in_panel"),
            *("judgments.close_panel", "judgments.cancel_panel", "judgments.record_attendance"),
            *("judgments.override_agreed", "judgments.withdraw_override"),
            *("recommendations.answer_outcome", "recommendations.end_answer"),
            *("judgments.write_outcome", "judgments.reword_outcome"),
            *("judgments.withdraw_outcome", "judgments.put_back_outcome"),
            *("programmes.register_strategy", "programmes.add_scale"),
            *("programmes.load_framework", "programmes.adopt_vocabulary"),
            *("programmes.adopt_framework", "programmes.mark_break"),
            *("programmes.load_calendar", "programmes.adopt_style"),
            *("recommendations.open", "recommendations.open_from", "recommendations.respond"),
            "recommendations.claim_progress",
            *("reports.open_document", "reports.save", "reports.open_fact_check"),
            *("reports.save_section", "reports.restore_section", "reports.make_letter"),
            *("reports.assign_section", "reports.mark_section", "reports.open_variant"),
            *("reports.suggest", "reports.bring_suggestions", "reports.accept_suggestion"),
            *("reports.decline_suggestion", "reports.withdraw_suggestion"),
            *("reports.comment", "reports.bring_comments"),
            *("reports.resolve_comment", "reports.reopen_comment"),
            *("reports.extend_fact_check", "reports.answer_criticism"),
            *("reports.withdraw_criticism", "reports.recall_copy"),
            *("reports.finish_check", "reports.reopen_check"),
            *("reports.declare_quotation", "reports.ask_speaker"),
            "reports.withdraw_asking",
            *("reports.approve_quotation", "reports.withdraw_approval"),
            *("reports.add_picture", "reports.withdraw_picture"),
            *("reports.raise_point", "reports.decide", "reports.mend", "reports.place"),
        ),
        WORK,
    ),
    **dict.fromkeys(
        (
            *("publication.prepare", "recommendations.verify", "recommendations.close"),
            "recommendations.move_due",
            *("reports.sign", "reports.withdraw_signature"),
        ),
        SECOND,
    ),
    **dict.fromkeys(("publication.cancel", "publication.end_mandate"), STOPS),
}
DOORS = ("inspectorate/interfaces/web/", "inspectorate/interfaces/portal/")
OPENS = {
    *("inspection_page", "staff_page", "holding", "staff", "portal_page", "contact_page"),
    "contact",
    "login_required",  # what is one's own alone: whoever is signed in
}


def modules() -> dict[str, ast.Module]:
    named = {path.relative_to(SRC).as_posix(): tree for path, tree in trees().items()}
    return {name: tree for name, tree in named.items() if name.startswith(DOORS)}


def _load() -> None:
    for path in sorted(SRC.glob("inspectorate/*/*/actions.py")):
        importlib.import_module(".".join(path.relative_to(SRC).with_suffix("").parts))
    for path in sorted(SRC.glob("inspectorate/*/*/*/actions.py")):
        importlib.import_module(".".join(path.relative_to(SRC).with_suffix("").parts))


def verbs() -> dict[tuple[str, str], str]:
    """The verb of each action, by its module and name."""
    _load()
    return {
        (act.__module__, act.__name__): verb
        for verb, act in ACTIONS.items()
        if act.__module__.startswith("inspectorate.")
    }


def _aliases(tree: ast.Module) -> dict[str, str]:
    """Under which name a module imports which module of actions."""
    found = {}
    for node in walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                if one.name == "actions":
                    found[one.asname or one.name] = f"{node.module}.actions"
    return found


def _decorators(function: ast.FunctionDef) -> set[str]:
    return {
        str(getattr(node, "id", getattr(node, "attr", "")))
        for one in function.decorator_list
        for node in [one.func if isinstance(one, ast.Call) else one]
    }


type Place = tuple[str, str]


def _calls() -> dict[Place, tuple[ast.FunctionDef, set[Place]]]:
    """Each function of the doors, by file and name, with those of the doors that it names."""
    found: dict[Place, tuple[ast.FunctionDef, set[Place]]] = {}
    for file, tree in modules().items():
        own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        brought = {
            one.asname or one.name: one.name
            for node in walk(tree)
            if isinstance(node, ast.ImportFrom)
            for one in node.names
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                names = {one.id for one in walk(node) if isinstance(one, ast.Name)}
                called = {(file, name) for name in names & own}
                called |= {("", brought[name]) for name in names & set(brought) - own}
                found[file, node.name] = node, called
    return found


def _does() -> dict[Place, set[str]]:
    """The verbs that each function performs by itself."""
    known = verbs()
    found: dict[Place, set[str]] = {}
    for file, tree in modules().items():
        aliases = _aliases(tree)
        for node in tree.body:
            for one in walk(node) if isinstance(node, ast.FunctionDef) else ():
                if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                    act = aliases.get(one.value.id, ""), one.attr
                    if isinstance(node, ast.FunctionDef) and act in known:
                        found.setdefault((file, node.name), set()).add(known[act])
    return found


def performed() -> Iterator[tuple[str, str, ast.FunctionDef]]:
    """Yield each verb with the view that performs it, itself or by a function it calls."""
    calls, does = _calls(), _does()
    count = -1
    while count != sum(map(len, does.values())):
        count = sum(map(len, does.values()))
        for place, (_, called) in calls.items():
            for file, name in called:
                theirs = {other for other in does if other[1] == name and file in ("", other[0])}
                for other in theirs - {place}:
                    does.setdefault(place, set()).update(does[other])
    for (file, name), found in sorted(does.items()):
        node, _ = calls[file, name]
        if _decorators(node) & OPENS:
            for verb in sorted(found):
                yield verb, f"{file}: {name}", node


def test_every_verb_gives_power_or_does_not() -> None:
    tables = [GIVES_POWER, set(ASKED_ELSEWHERE), ON_NO_PAGE, set(GIVES_NONE)]
    assert set(verbs().values()) == set().union(*tables)
    assert sum(map(len, tables)) == len(set().union(*tables))


def test_every_page_that_gives_power_asks_again_who_it_is() -> None:
    unasked = {
        f"{view} performs {verb}"
        for verb, view, node in performed()
        if verb in GIVES_POWER and "signing" not in _decorators(node)
    }
    assert unasked == set()


def test_page_asks_after_it_has_seen_who_may_open_it() -> None:
    """Else whoever may not would be asked for a password by an address that does not exist."""
    for name, tree in modules().items():
        for node in walk(tree):
            if isinstance(node, ast.FunctionDef) and "signing" in _decorators(node):
                order = [
                    str(getattr(inner, "id", ""))
                    for one in node.decorator_list
                    for inner in [one.func if isinstance(one, ast.Call) else one]
                ]
                doors = [place for place, one in enumerate(order) if one in OPENS]
                assert doors, f"{name}: {node.name}"
                assert max(doors) < order.index("signing"), f"{name}: {node.name}"


def test_every_page_that_changes_or_shows_a_factor_is_one_that_asks_for_both_proofs() -> None:
    from inspectorate.foundation.people.proofs import PAGES
    from inspectorate.interfaces.web import closed, factors

    known = {one.name for one in factors.urlpatterns if one.callback is not closed.closed}
    assert len(known) == 7
    assert known <= PAGES
    others = {"sign-on-disconnect", "people-reset-factors", "people-unlink"}
    # It lets a program in for as long as a year.
    others |= {"people-make-token", "devices-enrol", "people-lost-device"}
    assert known | others == PAGES
    for name in sorted(PAGES):
        for number in ([], [1]):
            with contextlib.suppress(NoReverseMatch):
                assert resolve(reverse(name, args=number)).url_name == name
                break
        else:
            raise AssertionError(f"{name} is no page")


def test_every_verb_that_gives_power_has_its_page_and_what_has_none_is_said() -> None:
    pages = {verb for verb, _, _ in performed()}
    assert (GIVES_POWER - pages, ON_NO_PAGE & pages) == (set(), set())
    assert len(pages) > 50


@pytest.mark.drill
def test_page_that_stops_asking_is_named(tmp_path: Path) -> None:
    copy = scratch_copy(tmp_path / "copy")
    replaced(
        copy / "src/inspectorate/interfaces/web/people/views.py",
        {"@signing\ndef grant": "def grant"},
    )
    rule = "test_every_page_that_gives_power_asks_again_who_it_is"
    assert failed_in(copy, f"tests/house/test_step_up.py::{rule}") == {rule}
