"""Queries that are built once: each time they find what the query itself would find then."""

from __future__ import annotations

import ast
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q, QuerySet

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.ledger import prepared as room
from inspectorate.foundation.ledger.prepared import prepared
from inspectorate.foundation.people.models import Person, RoleHeld
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_person, an_inspection
from tests.house.source import trees, walk

EARLIER = AT - timedelta(days=400)


def _granted(person: Person, since: datetime) -> QuerySet[RoleHeld]:
    held = RoleHeld.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), person=person)
    return held.exclude(granted_at__lt=since).select_related("person").order_by("role")


def _in_scope(inspection: Inspection, codes: list[str]) -> QuerySet[ScopeBody]:
    there = ScopeBody.objects.filter(inspection=inspection, code__in=codes)
    return there.select_related("body", "inspection__framework")


@pytest.mark.django_db
def test_what_is_found_is_what_the_query_finds_with_the_values_of_each_time() -> None:
    one, other = a_person(Role.INSPECTOR, Role.LEAD), a_person(Role.ADMIN)
    found = prepared(_granted)
    for person, since in [(one, EARLIER), (other, EARLIER), (one, AT + timedelta(days=9_000))]:
        assert found(person, since) == list(_granted(person, since))
    (held,) = found(other, EARLIER)
    assert held.granted_at == RoleHeld.objects.get(pk=held.pk).granted_at


@pytest.mark.django_db
def test_things_come_with_what_is_read_along_and_ask_nothing_more() -> None:
    inspection = an_inspection()
    codes = list(inspection.scope.values_list("code", flat=True))
    found = prepared(_in_scope)(inspection, codes)
    there = list(_in_scope(inspection, codes))
    with connection.execute_wrapper(_nothing):
        read = [(one, one.body, one.inspection, one.inspection.framework) for one in found]
    assert found
    assert read == [(one, one.body, one.inspection, one.inspection.framework) for one in there]
    same = [vars(one) | {"_state": None} for one in there]
    assert [vars(one) | {"_state": None} for one in found] == same


def _nothing(*_: object) -> None:
    raise AssertionError("something more was asked")


@pytest.mark.django_db
def test_values_are_found_alone_and_in_lists() -> None:
    inspection = an_inspection()
    rows = prepared(lambda one: ScopeBody.objects.filter(inspection=one).values_list("code", "pk"))
    first = prepared(
        lambda one: (
            ScopeBody.objects.filter(inspection=one)
            .order_by("-code")
            .values_list("code", flat=True)[:1]
        )
    )
    there = list(inspection.scope.values_list("code", "pk"))
    assert rows(inspection) == there
    assert first(inspection) == [max(code for code, _ in there)]


@pytest.mark.django_db
def test_a_statement_is_built_once_for_each_length_of_a_list() -> None:
    built: list[int] = []

    def of_codes(codes: list[str]) -> QuerySet[ScopeBody]:
        built.append(len(codes))
        return ScopeBody.objects.filter(code__in=codes)

    found = prepared(of_codes)
    codes = list(an_inspection().scope.values_list("code", flat=True))
    assert len(codes) > 1
    for asked in (codes[:1], codes[1:2], codes[:2], codes[-2:], codes[:1]):
        assert {one.code for one in found(asked)} == set(asked)
    assert built == [1, 2]
    assert found([]) == []
    longer = [*codes, *map(str, range(room.LONGEST))]
    assert {one.code for one in found(longer)} == set(codes)


@pytest.mark.django_db
def test_nothing_is_no_value_and_what_is_fetched_apart_is_no_prepared_query() -> None:
    named = prepared(lambda name: Person.objects.filter(name=name))
    with pytest.raises(AssertionError):
        named(None)
    apart = prepared(lambda name: Person.objects.filter(name=name).prefetch_related("held"))
    with pytest.raises(AssertionError, match="as they are"):
        apart("Somebody")


@pytest.mark.django_db(transaction=True)
def test_a_statement_built_by_one_thread_is_asked_by_another_over_its_own_connection() -> None:
    person = a_person(Role.INSPECTOR)
    found = prepared(_granted)
    seen: list[list[RoleHeld]] = []

    def ask() -> None:
        try:
            seen.append(found(person, EARLIER))
        finally:
            connection.close()

    for _ in range(2):
        asking = threading.Thread(target=ask)
        asking.start()
        asking.join()
    assert seen == [found(person, EARLIER)] * 2
    assert seen[0]


def test_no_prepared_query_looks_at_its_values() -> None:
    """What it is built with stands for any value: a choice by it would be made once for all."""
    looking, found = [], 0
    for path, tree in trees().items():
        for one in filter(_is_prepared, walk(tree)):
            assert isinstance(one, ast.FunctionDef)
            found += 1
            looking += [f"{path.name}: {one.name}" for each in ast.walk(one) if _looks(one, each)]
    assert found
    assert not looking


def _is_prepared(one: ast.AST) -> bool:
    return isinstance(one, ast.FunctionDef) and any(
        isinstance(each, ast.Name) and each.id == "prepared" for each in one.decorator_list
    )


def _looks(function: ast.FunctionDef, part: ast.AST) -> bool:
    names = {one.arg for one in function.args.args}
    of_one = isinstance(part, ast.Attribute | ast.Subscript) and isinstance(part.value, ast.Name)
    return isinstance(
        part, ast.If | ast.IfExp | ast.BoolOp | ast.Compare | ast.comprehension | ast.JoinedStr
    ) or (of_one and part.value.id in names)
