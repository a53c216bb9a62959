"""Acts are locked, read and noted in one place, which nothing goes round.

Every action declares the streams it depends on, by what never changes of its arguments; the wrapper
alone locks and reads again; and every row of ours is written where the ledger notes it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from inspectorate.foundation.ledger import triggers
from inspectorate.foundation.ledger.acts import ACTIONS, STREAMS
from inspectorate.foundation.ledger.batches import BATCHES
from inspectorate.foundation.ledger.models import BroughtDigest, ColumnList, Entry, RowDigest
from inspectorate.foundation.ledger.recorded import Recorded, RecordedQuerySet
from tests.house.scratch import failed_in, replaced, scratch_copy
from tests.house.source import SRC, trees, walk

LEDGER = "inspectorate/foundation/ledger/"
# What may be followed from an argument to its stream: read before anything is locked, it must be
# what no act ever changes.
FOLLOWED = {
    "claim": "behind which an excerpt is released",
    "inspection": "whose a thing is",
    "document": "which text an edition or a fact check is of",
    "fact_check": "what a point was raised in",
    "quotation": "whose words were approved",
    "picture": "which picture was taken back",
    "recommendation": "what an addressee is asked",
    "addressee": "whose part a reply, a record or its confirmation is of",
    "response": "which reply was accepted",
    "scope_body": "which body an assignment or a visit is for",
    "body_id": "which body a scope names",
    "visit": "of which a session is one sitting",
    "submission": "whose grade was told",
    "assignment": "on which a submission was made",
    "told": "the grade of which a difference is said",
    "difference": "the words for a body that are withdrawn",
    "template": "by which a data return was checked or certified",
    "rule": "to which of a template's rules an exception is",
    "form": "which review form a sample is of",
    "sample": "whose a list of cases is",
    "case_list": "which list was drawn from",
    "draw": "by which a case was drawn",
    "case": "which a review or the record of a missing one is of",
    "stream": "made of the inspection's slug, which is given once",
    "slug": "given once",
    "archive": "a binder's, which is closed and verified",
    "contents": "a binder's",
    "exercise": "which exercise a case is of",
    "panel": "on whose agenda a judgment is",
    "left": "which bodies a comparison is of",
    "cell": "which judgment of a panel or a sample it is about",
}
STREAM = re.compile(
    r"ledger|people|quarantine|register|inspections|publisher|(inspection|visits)/[\w-]+"
)
# What takes a lock or reads a row again; a file's own lock (``store.held``) holds no row.
LOCKS = {"lock", "locking", "select_for_update", "Lock", "RLock", "acquire"}
LOCKING_SQL = re.compile(
    r"pg_(try_)?advisory|\bLOCK TABLE\b|\bFOR (NO KEY )?UPDATE\b|\bFOR (KEY )?SHARE\b"
)
# What locks and is no act, each with its reason. This list may only shrink.
LOCKS_BY_ITSELF = {
    ("inspectorate/domain/publication/actions.py", "lock(inspection.stream)"): "takes rows over "
    "into a stream before a binder of it is made, by the function that migrate uses",
    (
        "inspectorate/domain/reports/checks/remembered.py",
        "threading.Lock()",
    ): "keeps threads of one process apart at what checks remember; no row is locked",
    (
        "inspectorate/domain/reports/turns.py",
        "_TURNS.acquire(timeout=seconds)",
    ): "lets two files be made at once in a process, which asks for memory; no row is locked",
}
AGAIN = {"refresh_from_db", "arefresh_from_db"}
# Ways to write that pass the queryset that notes.
PAST_THE_NOTE = {"_raw_delete", "_insert", "_update", "save_base", "_base_manager", "_do_insert"}
WRITING_SQL = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE|REPLACE|MERGE|COPY)\b")
# Where SQL writes, each with its reason. This list may only shrink.
WRITES_BY_SQL = {
    "inspectorate/foundation/search/port.py": "the search index, derived from what rooms register",
    "inspectorate/foundation/search/highlights.py": "an index in memory, gone with the page",
}
# Where the plain manager is used, each with its reason. This list may only shrink.
PLAIN_MANAGER = {
    "inspectorate/domain/publication/binder/placing.py": "rows come with entries of their own",
    "inspectorate/domain/publication/binder/obstacles.py": "reads only",
    "inspectorate/domain/publication/binder/stream.py": "reads only",
    "inspectorate/domain/publication/binder/writing.py": "reads only",
    "inspectorate/foundation/people/credentials.py": "reads only",
}
# Tables that no act writes, each with its reason; test_unproven says what that means.
BESIDE_THE_LEDGER = {
    "single_sign_on.ProviderSession": "as a session is: ends with it, and gives nothing by itself",
    "tries.Tally": "how often somebody tried: written by strangers, at their pace",
    "tries.Device": "gives a counter of its own and nothing else",
    "jobs.Job": "how far a piece of long work is: written by its worker, and opens nothing",
    "documents.TextLayer": "derived from a file, made again at any time: no evidence",
    "documents.TextPage": "as the layer it is of",
    "documents.Scan": "what a scanner said, written by the worker; refusals go to the security log",
    "fieldwork.RequestReminder": "who was mailed a link: no act, and opens nothing",
    "reports.OpenedSection": "who has a section open: opens nothing, and nothing rests on it",
    "reports.CheckReminder": "who was mailed a link: no act, and opens nothing",
    "inspections.ReadersMark": "a reader's bookmark: no act, and nobody else's concern",
    "search.SavedSearch": "a person's own: asked again within what they may see, told to nobody",
    "search.OwnMark": "a reader's own, as the bookmark is: opens nothing, told to nobody",
}
MAKES_OR_ENDS = {"create", "bulk_create", "bulk_update", "delete"}


def _code() -> dict[str, ast.Module]:
    named = {path.relative_to(SRC).as_posix(): tree for path, tree in trees().items()}
    return {name: tree for name, tree in named.items() if name.startswith("inspectorate/")}


def _beyond_the_ledger() -> Iterator[tuple[str, ast.AST]]:
    """Every node of the source outside the ledger, with its file."""
    for name, tree in _code().items():
        if not name.startswith(LEDGER):
            for node in walk(tree):
                yield name, node


def _name(node: ast.expr) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))


class Told:
    """An argument of which only what never changes can be read."""

    def __getattr__(self, name: str) -> Any:
        if name not in FOLLOWED:
            raise AttributeError(f"{name} may change while an act waits for its lock")
        return {
            "stream": "inspection/told",
            "slug": "told",
            "body_id": 7,
            "contents": {"slug": "told"},
        }.get(name, self)

    def __iter__(self) -> Iterator[Told]:
        """Several rows, each told as one is."""
        return iter((Told(),))


def _streams_of(verb: str) -> list[str]:
    """The streams of an act whose every argument is told."""
    names = [*inspect.signature(ACTIONS[verb]).parameters]
    told = {name: "told" if name == "slug" else Told() for name in names}
    return list(STREAMS[verb](**told))


def _is_action(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(one, ast.Call) and _name(one.func) == "action" for one in node.decorator_list
    )


def test_every_action_names_its_streams_by_what_never_changes() -> None:
    for name, tree in _code().items():
        if any(map(_is_action, walk(tree))):
            importlib.import_module(name.removesuffix(".py").replace("/", "."))
    # A test of the ledger may have registered acts of its own.
    ours = [verb for verb, act in ACTIONS.items() if act.__module__.startswith("inspectorate.")]
    wrong = {}
    for verb in ours:
        try:
            streams = _streams_of(verb)
        except AttributeError as fault:
            wrong[verb] = str(fault)
            continue
        if not streams or not all(STREAM.fullmatch(one) for one in streams):
            wrong[verb] = str(streams)
    written = sum(_is_action(node) for tree in _code().values() for node in walk(tree))
    assert (wrong, len(ours)) == ({}, written)
    assert written > 70


def test_every_batch_is_of_an_action_beside_it() -> None:
    """Its streams are the action's, and so are the arguments by which a repeat is known."""
    importlib.import_module("inspectorate.domain.evidence.actions")
    ours = {
        verb: one
        for verb, one in BATCHES.items()
        if inspect.unwrap(one).__module__.startswith("inspectorate.")
    }
    for verb, one in ours.items():
        act, many = (inspect.signature(inspect.unwrap(each)) for each in (ACTIONS[verb], one))
        assert ACTIONS[verb].__module__ == one.__module__
        assert set(act.parameters) - {"key"} == set(many.parameters)
    written = [
        node.name
        for tree in _code().values()
        for node in walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(
            isinstance(one, ast.Call) and _name(one.func) == "batch" for one in node.decorator_list
        )
    ]
    assert len(written) == len(ours) > 0


def _columns_written(node: ast.AST) -> set[str | None]:
    """The columns that a call of ``save``, ``bulk_update`` or a table's ``update`` names."""
    if not isinstance(node, ast.Call):
        return set()
    if _name(node.func) == "update" and "objects" in ast.unparse(node.func):
        return {word.arg for word in node.keywords}
    if _name(node.func) not in {"save", "bulk_update"}:
        return set()
    given = (*node.args, *(word.value for word in node.keywords))
    constants = [one for each in given for one in walk(each) if isinstance(one, ast.Constant)]
    return {one.value for one in constants if isinstance(one.value, str)}


def test_what_leads_from_an_argument_to_its_stream_is_written_once() -> None:
    columns = {*FOLLOWED, *(f"{one}_id" for one in FOLLOWED)}
    assert [
        f"{name}:{node.lineno} {sorted(written)}"
        for name, node in _beyond_the_ledger()
        if isinstance(node, ast.Call) and (written := _columns_written(node) & columns)
    ] == []


def _locks(name: str, node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return _name(node.func) in LOCKS and (name, ast.unparse(node)) not in LOCKS_BY_ITSELF
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and LOCKING_SQL.search(node.value) is not None
    # The demonstration plays people whose pages go on showing what others change.
    return isinstance(node, ast.Attribute) and node.attr in AGAIN and "/demo/" not in name


def test_no_act_locks_or_reads_again_by_itself() -> None:
    """The wrapper holds key and streams and has read every argument before the body runs."""
    assert _found(_locks) == []


def _found(wrong: Callable[[str, ast.AST], bool]) -> list[str]:
    """What is ``wrong`` outside the ledger, each with its file and line."""
    return [
        f"{name}:{getattr(node, 'lineno', '?')} {ast.unparse(node)[:60]}"
        for name, node in _beyond_the_ledger()
        if wrong(name, node)
    ]


def _passes_the_note(name: str, node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in PAST_THE_NOTE and (
            node.attr != "_base_manager" or name not in PLAIN_MANAGER
        )
    if isinstance(node, ast.keyword):
        return node.arg in {"ignore_conflicts", "update_conflicts"}
    return isinstance(node, ast.Call) and _name(node.func) in {"QuerySet", "Manager"}


def test_no_write_passes_the_note() -> None:
    assert _found(_passes_the_note) == []


def test_plain_manager_makes_only_rows_that_come_with_their_own_entries() -> None:
    makers = {
        name
        for name in PLAIN_MANAGER
        for node in walk(_code()[name])
        if isinstance(node, ast.Call) and _name(node.func) in MAKES_OR_ENDS
    }
    assert makers == {name for name, why in PLAIN_MANAGER.items() if why != "reads only"}


def test_sql_writes_no_row_of_ours() -> None:
    assert {
        name
        for name, node in _beyond_the_ledger()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and WRITING_SQL.search(node.value)
    } == set(WRITES_BY_SQL)


def _ours() -> list[Any]:
    return [
        one
        for one in apps.get_models(include_auto_created=True)
        if one.__module__.startswith("inspectorate.")
    ]


def test_joining_tables_are_written_as_rows_of_their_own() -> None:
    """``set`` and ``add`` of a relation make rows that no queryset of ours sees."""
    fields = [field for model in _ours() for field in model._meta.many_to_many]
    joined = {field.name for field in fields}
    joined |= {str(field.remote_field.get_accessor_name()) for field in fields}

    def joins(name: str, node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"set", "add", "remove", "clear"}
            and isinstance(node.func.value, ast.Attribute)
            and node.func.value.attr in joined
        )

    assert (_found(joins), len(fields) >= 5) == ([], True)


def test_every_table_of_ours_is_recorded_or_the_ledgers_own() -> None:
    assert {
        one._meta.label
        for one in _ours()
        if one not in (Entry, ColumnList, RowDigest, BroughtDigest)
        and one._meta.label not in BESIDE_THE_LEDGER
        and not (
            issubclass(one, Recorded)
            and all(
                isinstance(manager.get_queryset(), RecordedQuerySet)
                for manager in one._meta.managers
            )
        )
    } == set()
    assert len(_ours()) > 60


@pytest.mark.django_db
def test_what_is_permanent_has_its_triggers_and_what_has_them_is_permanent() -> None:
    held = {
        re.sub("_no_(update|delete|change|truncate)$", "", name) for _, name in triggers.present()
    }
    assert held == {one._meta.db_table for one in triggers.permanent_models()}
    assert list(triggers.faults()) == []


# One fault a rule, each where somebody might write it.
FAULTS = {
    "test_every_action_names_its_streams_by_what_never_changes": (
        "domain/evidence/actions.py",
        "WITHDRAW, streams=lambda *, item, **_: [item.inspection.stream]",
        'WITHDRAW, streams=lambda *, item, **_: [f"inspection/{item.marking}"]',
    ),
    "test_what_leads_from_an_argument_to_its_stream_is_written_once": (
        "domain/inspections/actions.py",
        'save(update_fields=["phase", "version"])',
        'save(update_fields=["phase", "version", "slug"])',
    ),
    "test_no_act_locks_or_reads_again_by_itself": (
        "domain/bodies/actions.py",
        "    refuse_if(policies.closable(body, on))",
        "    body = Body.objects.select_for_update().get(pk=body.pk)",
    ),
    "test_every_batch_is_of_an_action_beside_it": (
        "domain/evidence/actions.py",
        '@batch(EvidenceVerb.RECORD, each="recording")',
        '@batch(EvidenceVerb.WITHDRAW, each="recording")',
    ),
    "test_no_write_passes_the_note": (
        "foundation/people/actions.py",
        "RoleHeld.objects.filter(person=person, ended_at=None).update",
        "RoleHeld._base_manager.filter(person=person, ended_at=None).update",
    ),
    "test_plain_manager_makes_only_rows_that_come_with_their_own_entries": (
        "domain/publication/binder/obstacles.py",
        "._base_manager.filter(slug=slug).exists()",
        "._base_manager.filter(slug=slug).delete()",
    ),
    "test_sql_writes_no_row_of_ours": (
        "foundation/health.py",
        '"SELECT 1"',
        '"DELETE FROM evidence_item"',
    ),
    "test_joining_tables_are_written_as_rows_of_their_own": (
        "domain/judgments/actions.py",
        "    draft.save()",
        "    draft.save(), draft.cited.set(cited)",
    ),
    "test_every_table_of_ours_is_recorded_or_the_ledgers_own": (
        "domain/claims/models.py",
        "class Claim(Recorded)",
        "class Claim(models.Model)",
    ),
    "test_what_is_permanent_has_its_triggers_and_what_has_them_is_permanent": (
        "domain/bodies/models.py",
        "class RegisterImport(Permanent)",
        "class RegisterImport(Recorded)",
    ),
}


def test_each_rule_has_a_fault_of_its_own_that_can_be_written() -> None:
    for name, before, _ in FAULTS.values():
        assert (SRC / "inspectorate" / name).read_text("utf-8").count(before) == 1, before
    assert set(FAULTS) == {
        name for name in globals() if name.startswith("test_") and "fault_of_its_own" not in name
    }


# Those that read the source alone; the drill breaks every one, in a copy.
@pytest.mark.parametrize(
    "rule", [test_sql_writes_no_row_of_ours, test_no_write_passes_the_note], ids=["sql", "note"]
)
def test_rule_is_broken_by_a_fault_of_its_own(
    monkeypatch: pytest.MonkeyPatch, rule: Callable[[], None]
) -> None:
    rule()
    name, before, after = FAULTS[rule.__name__]
    path = SRC / "inspectorate" / name
    broken = ast.parse(path.read_text("utf-8").replace(before, after))
    monkeypatch.setitem(trees(), path, broken)
    with pytest.raises(AssertionError):
        rule()


@pytest.mark.drill
def test_each_rule_is_broken_by_a_fault_of_its_own(tmp_path: Path) -> None:
    copy = scratch_copy(tmp_path / "copy")
    for name, before, after in FAULTS.values():
        replaced(copy / "src/inspectorate" / name, {before: after})
    failed = failed_in(copy, "tests/house/test_acts.py", "-k", "not fault_of_its_own")
    assert failed == set(FAULTS)
