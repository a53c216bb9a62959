"""Migrations that make anew only the models an operation changed.

While it migrates, Django makes a class of every model, and makes those anew that an operation might
have touched: all that the changed model is related to, over any number of steps. Here nearly every
model leads to a person and an inspection, so that each of some 900 operations made some 40 classes,
and `migrate` spent six sevenths of its time on them (ADR 79).

A class made alone has what statements for its own table are built from. What it lacks, relations
that lead to it, matters where rows are read by a migration's own code, which asks for classes
without a gap (``clear_delayed_apps_cache``), and where a column changes that others refer to: then
all are made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.migrations.state import ProjectState


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let states of migrations make models anew one by one, for as long as this is open."""
    one, many = ProjectState.reload_model, ProjectState.reload_models
    ours: Any = ProjectState
    ours.reload_model, ours.reload_models = _reload, _reload_several
    try:
        yield
    finally:
        ours.reload_model, ours.reload_models = one, many


def _reload(state: ProjectState, app_label: str, model_name: str, **_: bool) -> None:
    """Make one model anew; all of them, later, where others may see the difference."""
    if "apps" not in state.__dict__:
        return
    key = app_label, model_name
    if _seen_by_others(state, key):
        del state.__dict__["apps"]
        return
    state.is_delayed = True
    remake: Any = state
    remake._reload({key})


def _reload_several(state: ProjectState, *_: Any, **__: bool) -> None:
    """A model has another name: all are made anew, later."""
    state.__dict__.pop("apps", None)


def _seen_by_others(state: ProjectState, key: tuple[str, str]) -> bool:
    """Whether another model stands on this one, or a column of it to which others may refer has
    changed or is gone.
    """
    if any(
        ".".join(key) == str(base).lower() for one in state.models.values() for base in one.bases
    ):
        return True
    try:
        before = state.apps.get_model(*key)
    except LookupError:
        return False
    was = {one.name: one for one in before._meta.local_fields}
    now = state.models[key].fields
    return any(
        name not in now or _told(field) != _told(now[name])
        for name, field in was.items()
        if field.primary_key or field.unique
    )


def _told(field: models.Field[Any, Any]) -> tuple[Any, ...]:
    """A field as a migration writes it."""
    return field.deconstruct()[1:]
