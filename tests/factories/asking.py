"""What a factory is asked, told so that the same is told alike (``keeping.py``)."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DJANGO_VERSION_PICKLE_KEY, models
from django.db.models import QuerySet
from django.db.models.base import ModelState

# Where each test keeps what is its own (conftest.py), by setting: no factory writes anything else
# for them, so that two tests ask alike wherever their folders lie.
OWN = {
    "DATA": "",
    "FILES_ROOT": "files",
    "BUNDLES_ROOT": "bundles",
    "PIECES_ROOT": "pieces",
    "OPENING_KEYS": "opening-keys",
    "FILE_UPLOAD_TEMP_DIR": "uploads",
    "HEADS_FILE": "heads.log",
    "CHECKPOINT_ROOT": "checkpoint",
    "SECURITY_LOG": "security.log",
    "CLOCK_FILE": "clock.json",
}
# Those that the product holds as text.
_AS_TEXT = {"OPENING_KEYS", "SECURITY_LOG"}


def keep_in(folder: Path, changed: Any) -> None:
    """Let what a test keeps lie in a folder of its own; ``changed`` are its settings."""
    for name, place in OWN.items():
        path = folder / place
        setattr(changed, name, str(path) if name in _AS_TEXT else path)


class Untold(Exception):
    """An argument of which it cannot be said whether it is the same as another."""


class Asked:
    """What a factory is asked, told so that the same is told alike: every value that can be
    reached, with who is who among the things.
    """

    PLAIN = (str, bytes, int, float, Decimal, date, datetime, time, timedelta, UUID, Path)

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.things: list[models.Model] = []
        self.places: dict[int, int] = {}

    @classmethod
    def told(cls, named: str, given: Any, last: int) -> Asked | None:
        """What was asked; None where it cannot be told."""
        asked = cls([named, str(settings.BASE_URL), str(last)])
        try:
            asked.tell(given)
            asked.tell(its_own())
        except Untold:
            return None
        return asked

    def key(self) -> bytes:
        """The same for the same."""
        return hashlib.blake2b("\n".join(self.words).encode(), digest_size=20).digest()

    def tell(self, value: Any) -> None:
        """Add a value to the words."""
        if isinstance(value, Enum):
            self.words.append(f"{type(value).__qualname__}.{value.name}")
        elif value is None or isinstance(value, self.PLAIN):
            self.words.append(f"{type(value).__name__} {value!r}")
        elif isinstance(value, models.Model):
            self._thing(value)
        else:
            parts = self._parts(value)
            self.words.append(f"{type(value).__qualname__} {len(parts)}")
            for one in parts:
                self.tell(one)

    def _parts(self, value: Any) -> Sequence[Any]:
        """What a value is made of, in an order of its own."""
        if isinstance(value, dict):
            return list(itertools.chain.from_iterable(value.items()))
        if isinstance(value, list | tuple):
            return value
        if isinstance(value, ModelState):
            return [value.db, value.adding, getattr(value, "fields_cache", {})]
        if isinstance(value, QuerySet) and value._result_cache is not None:
            return value._result_cache
        plain = isinstance(value, set | frozenset)
        if plain and all(isinstance(one, self.PLAIN) for one in value):
            return sorted(value, key=repr)
        if hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
            return [getattr(value, name) for name in value.__dataclass_fields__]
        raise Untold

    def _thing(self, value: models.Model) -> None:
        if id(value) in self.places:
            self.words.append(f"again {self.places[id(value)]}")
            return
        self.places[id(value)] = len(self.things)
        self.things.append(value)
        self.words.append(value._meta.label)
        # Its version stays in what pickle brings back.
        self.tell({k: v for k, v in value.__dict__.items() if k != DJANGO_VERSION_PICKLE_KEY})


def its_own() -> dict[str, Any]:
    """The settings that this test has made its own, but for where its files lie."""
    found: dict[str, Any] = {}
    holder = settings._wrapped
    while hasattr(holder, "default_settings"):
        for name, value in holder.__dict__.items():
            if name.isupper() and name not in OWN:
                found.setdefault(name, repr(value))
        holder = holder.default_settings
    return dict(sorted(found.items()))
