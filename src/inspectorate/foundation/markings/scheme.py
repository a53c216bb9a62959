"""The marking scheme: what is made from marked values takes the highest of their marks.

SECRET text is never stored: a stub (reference, custodian, holding system) stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models


class Marking(models.TextChoices):
    """The levels, in rising order. ``PUBLIC`` may leave; ``SECRET`` may not even enter."""

    PUBLIC = "PUBLIC", "Public"
    OFFICIAL = "OFFICIAL", "Official"
    SENSITIVE = "OFFICIAL-SENSITIVE", "Official-sensitive"
    SECRET = "SECRET", "Secret"


# What whoever works here may see, and what only a clearance of the person opens.
BASELINE = Marking.OFFICIAL
VETTED = (Marking.SENSITIVE, Marking.SECRET)
# What a writer may say of words: SECRET words are never stored. Who writes from outside may also
# say that anybody may read them.
OF_WORDS = (Marking.OFFICIAL, Marking.SENSITIVE)
OF_WORDS_FROM_OUTSIDE = (Marking.PUBLIC, *OF_WORDS)
ORDER = {mark: rank for rank, mark in enumerate(Marking.values)}
# Of passages: what a claim in an edition may rest on is another bound (fact_loading.CEILINGS).
CEILING = {"public": Marking.PUBLIC, "body": Marking.OFFICIAL, "full": Marking.SENSITIVE}
# Of evidence: what is marked higher is neither described nor counted outside the inspectorate.
DESCRIBABLE = Marking.OFFICIAL


def highest(marks: Iterable[str]) -> str:
    """Return the highest of ``marks``; ``PUBLIC`` when there is none.

    A KeyError names an unknown mark.
    """
    return max(marks, key=lambda mark: ORDER[mark], default=Marking.PUBLIC.value)


def lowest(marks: Iterable[str]) -> str:
    """Return the lowest of ``marks``, of which there is at least one."""
    return min(marks, key=lambda mark: ORDER[mark])


def above(mark: str, ceiling: str) -> bool:
    """Is ``mark`` higher than ``ceiling``?"""
    return ORDER[mark] > ORDER[ceiling]


def up_to(ceiling: str) -> list[str]:
    """Return the marks no higher than ``ceiling``, in rising order."""
    return [mark for mark in ORDER if not above(mark, ceiling)]


def marking_column() -> models.CharField[Any, Any]:
    """Make the column in which a writer says how high words are marked, at least.

    What was written before it was asked is OFFICIAL: a model names the column in its ``ADDED``.
    """
    return models.CharField(max_length=20, choices=Marking, default=BASELINE)
