"""Migrations that make anew only the models an operation changed.

While it migrates, Django makes a class of every model, and makes those anew that an operation might
have touched: all that the changed model is related to, over any number of steps. Here nearly every
model leads to a person and an inspection, so that each of some 900 operations made some 40 classes,
and `migrate` spent six sevenths of its time on them (ADR 79).

A class made alone has what statements for its own table are built from. What it lacks, relations
that lead to it, matters where rows are read by a migration's own code, which is given classes
without a gap (``clear_delayed_apps_cache``; Django forgets it on the way back), and where a table
or column has another name or type that others refer to: then all are made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.migrations.operations import RunPython
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import resolve_relation


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let states of migrations make models anew one by one, for as long as this is open."""
    one, many = ProjectState.reload_model, ProjectState.reload_models
    back = RunPython.database_backwards
    states: Any = ProjectState
    code: Any = RunPython
    states.reload_model, states.reload_models = _reload, _reload_several
    code.database_backwards = _whole_on_the_way_back(back)
    try:
        yield
    finally:
        states.reload_model, states.reload_models = one, many
        code.database_backwards = back


def _whole_on_the_way_back(back: Callable[..., None]) -> Callable[..., None]:
    """``database_backwards`` that gives a migration's own code every class without a gap."""

    def whole(
        self: RunPython, app_label: str, editor: Any, from_state: ProjectState, to_state: Any
    ) -> None:
        from_state.clear_delayed_apps_cache()
        back(self, app_label, editor, from_state, to_state)

    return whole


def _reload(state: ProjectState, app_label: str, model_name: str, **_: bool) -> None:
    """Make one model anew; all of them where others may see the difference."""
    if "apps" not in state.__dict__:
        return
    key = app_label, model_name
    if _seen_by_others(state, key):
        _make_all(state)
        return
    state.is_delayed = True
    remake: Any = state
    remake._reload({key})


def _reload_several(state: ProjectState, *_: Any, **__: bool) -> None:
    """A model has another name: all are made anew."""
    if "apps" in state.__dict__:
        _make_all(state)


def _make_all(state: ProjectState) -> None:
    # At once: the next operation may change what fields say that the state before it shares.
    del state.__dict__["apps"]
    state.apps  # noqa: B018


def _seen_by_others(state: ProjectState, key: tuple[str, str]) -> bool:
    """Whether another model stands on this one, or its table or a column to which others refer has
    changed or is gone.
    """
    if any(
        ".".join(key) == str(base).lower() for one in state.models.values() for base in one.bases
    ):
        return True
    try:
        before: Any = state.apps.get_model(*key)
    except LookupError:
        return False
    now = state.models[key]
    if before._meta.original_attrs.get("db_table") != now.options.get("db_table"):
        return True
    was = {one.name: one for one in before._meta.local_fields}
    known = {*was, *(one.name for one in before._meta.local_many_to_many)}
    if known - now.fields.keys() and now.fields.keys() - known:
        return True  # one has another name, by which others know it already
    referred = _referred_to(state, key)
    return any(
        name not in now.fields or _told(field) != _told(now.fields[name])
        for name, field in was.items()
        if field.primary_key or field.unique or name in referred
    )


def _referred_to(state: ProjectState, key: tuple[str, str]) -> set[str]:
    """The columns of a model that others name where they refer to it."""
    return {
        name
        for one in state.models.values()
        for field in one.fields.values()
        if field.remote_field
        and resolve_relation(field.remote_field.model, one.app_label, one.name_lower) == key
        for name in getattr(field, "to_fields", ())
        if name
    }


def _told(field: models.Field[Any, Any]) -> tuple[Any, ...]:
    """A field as a migration writes it."""
    return field.deconstruct()[1:]
