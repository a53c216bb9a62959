"""Any record in plain values: what JSON has, and one level of columns for a frame."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any


def plain(value: Any) -> Any:
    """Return any record as JSON values: dataclasses as objects, fractions as text, what is not
    finite as None.

    >>> from fractions import Fraction
    >>> plain({"a": float("nan"), "b": (1, Fraction(1, 3))})
    {'a': None, 'b': [1, '1/3']}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _of_record(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, bool | int | str) or value is None:
        return value
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, Iterable):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def _of_record(value: Any) -> Any:
    """A dataclass by its fields, unless it chooses what it holds."""
    if getattr(value, "OWN_DICT", False):
        return plain(value.to_dict())
    return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}


def flat(record: Any) -> dict[str, Any]:
    """Return a record as one row: counts as columns, parts with the name of their field, lists as
    text.

    >>> flat({"counts": {"n": 3}, "limits": {"low": 1.0}, "notes": ("a", "b")})
    {'n': 3, 'limits_low': 1.0, 'notes': 'a; b'}
    """
    out: dict[str, Any] = {}
    for name, value in plain(record).items():
        if isinstance(value, dict):
            begun = "" if name == "counts" else f"{name}_"
            out |= {f"{begun}{key}": each for key, each in flat(value).items()}
        elif isinstance(value, list):
            out[name] = "; ".join(_said(each) for each in value)
        else:
            out[name] = value
    return out


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_said(each) for each in value.values())
    return ", ".join(map(_said, value)) if isinstance(value, list) else str(value)
