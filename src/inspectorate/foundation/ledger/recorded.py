"""Rows that an act writes are noted where they are saved: one model and one queryset, no signals.

:func:`noting` opens a note for the length of an act. What is saved, updated, made in bulk or
deleted meanwhile, cascades included, is noted as (model, primary key); the act then digests each as
the database holds it. Outside an act nothing is noted, and verification names the row as one that
no act wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.deletion import Collector

type Note = dict[type[models.Model], dict[Any, None]]
_notes: ContextVar[tuple[Note, ...]] = ContextVar("notes", default=())


@contextmanager
def noting() -> Iterator[Note]:
    """Note the rows written from now on, each once, in the order of their first writing."""
    note: Note = {}
    token = _notes.set((*_notes.get(), note))
    try:
        yield note
    finally:
        _notes.reset(token)


def noted(model: type[models.Model], keys: Iterable[Any]) -> None:
    """Note rows of ``model`` as written by the innermost act, if any is under way."""
    notes = _notes.get()
    if notes:
        notes[-1].setdefault(model._meta.concrete_model or model, {}).update(dict.fromkeys(keys))


class RecordedQuerySet[M: models.Model](models.QuerySet[M]):
    """Notes the rows that a whole query writes."""

    def update(self, **kwargs: Any) -> int:
        """Change the rows found; their keys are read first, under the act's lock."""
        keys = list(self.order_by().values_list("pk", flat=True)) if _notes.get() else []
        changed = super().update(**kwargs)
        noted(self.model, keys)
        return changed

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Make many rows at once; refused where the database would keep their keys to itself."""
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise AssertionError(
                f"{self.model._meta.label}: rows made with conflicts passed over cannot be noted"
            )
        made = super().bulk_create(objs, *args, **kwargs)
        noted(self.model, [one.pk for one in made])
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows found, and note them with all that goes with them."""
        _note_deletion(self)
        return super().delete()


def _note_deletion(rows: models.QuerySet[Any] | Sequence[models.Model]) -> None:
    found = list(rows)
    if not found or not _notes.get():
        return
    collector = Collector(using=found[0]._state.db or "default", origin=found[0])
    collector.collect(found)  # refuses what is protected, as the deletion itself would
    for model, instances in collector.data.items():
        noted(model, [one.pk for one in instances])
    for query in collector.fast_deletes:
        noted(query.model, list(query.values_list("pk", flat=True)))


class RecordedManager[M: models.Model](models.Manager[M]):
    """The manager of recorded tables."""

    def get_queryset(self) -> RecordedQuerySet[M]:
        """Every row, by a queryset that notes what it writes."""
        return RecordedQuerySet(self.model, using=self._db)


class Recorded(models.Model):
    """A table whose rows acts write and the ledger proves.

    ``UNPROVEN`` names columns that no act writes and that give no power, or that something else
    proves. Rows that are
    ``BROUGHT_ALONG`` are written by acts of one inspection and used by others (files): a binder
    brings their digests along, and here other acts prove them.
    """

    UNPROVEN: ClassVar[Collection[str]] = ()
    BROUGHT_ALONG: ClassVar[bool] = False
    objects = RecordedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and note it."""
        super().save(*args, **kwargs)
        noted(type(self), [self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, and note it with all that goes with it."""
        _note_deletion([self])
        return super().delete(*args, **kwargs)

    @classmethod
    def recorded_models(cls) -> Iterator[type[Self]]:
        """Every table that derives from this class, in the order of their names."""
        from django.apps import apps

        yield from sorted(
            (one for one in apps.get_models(include_auto_created=True) if issubclass(one, cls)),
            key=lambda one: one._meta.db_table,
        )


class Permanent(Recorded):
    """A recorded table whose rows never change: triggers refuse it, but for recorded disposals."""

    class Meta:
        abstract = True
