"""A factory marked ``@kept`` leaves what its acts would have left, whether it acts or not."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.evidence import search
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.search import port
from inspectorate.foundation.search.terms import Term
from tests.factories import keeping
from tests.factories.asking import its_own, keep_in
from tests.factories.findings import a_claim, agreed, an_item
from tests.factories.keeping import every_row, kept
from tests.factories.noting import note_heads
from tests.factories.rooms import AT, a_key, an_admin, an_inspection, criterion, move_to, scope_body

pytestmark = pytest.mark.django_db
type Factory = Callable[..., Agreed]


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def asked() -> list[str]:
    """How often the factory acted, and for which grade."""
    return []


@pytest.fixture
def judged(asked: list[str]) -> Factory:
    """A factory of this test, that nobody asked before."""

    @kept
    def factory(inspection: Inspection, grade: str = "Good", *, of: str) -> Agreed:
        asked.append(grade)
        an_item(inspection, files=[("notes.txt", b"What was said.")])
        made = agreed(inspection, scope_body(inspection), criterion(inspection), grade)
        move_to(inspection, "drafting")
        return made

    return partial(factory, of=secrets.token_hex())


def test_factory_asked_alike_acts_once_and_leaves_the_same_rows_things_and_proofs(
    judged: Factory, asked: list[str], settings: Any
) -> None:
    def told() -> tuple[Any, ...]:
        inspection = an_inspection(phase="judging")
        made = judged(inspection)
        claim = a_claim(inspection, {"criterion": "1.1", "finding": "mandatory-training"})
        note_heads()
        files = sorted(path.name for path in settings.FILES_ROOT.rglob("*") if path.is_file())
        scope = search.Scope(inspection.pk, tuple(Marking.values))
        found = search.find(scope, [Term(("officers",))], start=0, size=9)
        things = (inspection.phase, inspection.version, made.scope_body.inspection is inspection)
        return every_row(), verify().faults, files, str(found), things, claim.pk

    with taken_back():
        first = told()
    with taken_back():
        assert told() == first
    assert asked == ["Good"]
    assert (first[1], first[4][0]) == ((), "drafting")


def test_factory_asked_alike_in_another_folder_of_a_test_acts_once(
    judged: Factory, asked: list[str], settings: Any, tmp_path: Path
) -> None:
    for folder in ("one", "other"):
        keep_in(tmp_path / folder, settings)
        keeping.forget()
        with taken_back():
            judged(an_inspection(phase="judging"))
    assert asked == ["Good"]


def test_folder_that_each_test_has_of_its_own_keeps_no_factory_from_being_put_back(
    settings: Any,
) -> None:
    own = {name for name, value in its_own().items() if str(settings.DATA) in value}
    assert own == set()


def test_factory_asked_otherwise_or_of_another_state_acts(
    judged: Factory, asked: list[str]
) -> None:
    with taken_back():
        judged(an_inspection(phase="judging"))
    with taken_back():
        judged(an_inspection(phase="judging"), "Outstanding")
    with taken_back():
        inspection = an_inspection(phase="judging")
        inspection.version += 1  # what somebody read before it was changed
        judged(inspection)
    with taken_back():
        inspection = an_inspection(phase="judging")
        bodies.register(
            by=an_admin(),
            at=AT,
            key=a_key(),
            kind="territorial",
            code="one-more",
            name="One more",
            short_name="One",
        )
        judged(inspection)
    assert asked == ["Good", "Outstanding", "Good", "Good"]


def test_factory_acts_while_something_stands_in_the_place_of_the_product(
    judged: Factory, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with taken_back():
        judged(an_inspection(phase="judging"))
    monkeypatch.setattr(port, "CAP", 1)
    with taken_back():
        judged(an_inspection(phase="judging"))
    monkeypatch.undo()
    with taken_back():
        judged(an_inspection(phase="judging"))
    assert asked == ["Good", "Good"]
