"""The frozen records every statistic answers with.

A result is never NaN and never an exception for data that merely say nothing: ``value`` is then
``None`` and ``reason`` says why in one code (``no_pairable_units``, ``no_variation``,
``too_few_forces`` …). Only unusable *input* raises, with :class:`InputError`, which names the row,
the column and the mend.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, cast

from inspectstats.plain import flat, plain

__all__ = ["OK", "Dropped", "InputError", "Record", "Result", "digest", "frame_of", "seed_text"]

OK = "ok"


class InputError(ValueError):
    """Unusable input: ``where`` names the row, column or argument, ``mend`` how to put it right."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(
            ". ".join(part for part in (f"{where}: {what}" if where else what, mend) if part)
        )


class Record:
    """What every result can do: become a dictionary, become a frame, and say in short what it is.

    ``PARTS`` names the field that holds records of its own, such as the points of a funnel: these
    are then the rows of the frame; :meth:`parts` may say otherwise. ``OWN_DICT`` says that a record
    chooses what its dictionary holds.
    """

    __slots__ = ()
    PARTS: ClassVar[str] = ""
    OWN_DICT: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        # Set before the dataclass is made, which writes a long one where none is there.
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = Record.__repr__  # type: ignore[method-assign]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole record as values that JSON has; what is not finite is None."""
        return cast(dict[str, Any], plain(self))

    def to_frame(self, kind: str = "polars") -> Any:
        """Return the record as a frame of polars or pandas: one row, or one for each of its
        parts.
        """
        return frame_of(self.parts(), kind)

    def parts(self) -> Mapping[Any, Any] | Iterable[Any]:
        """Return the rows of the frame: the record itself, or its parts, by name or in order."""
        return getattr(self, self.PARTS) if self.PARTS else [self]

    def __repr__(self) -> str:
        shown = []
        for each in fields(self):  # type: ignore[arg-type]
            value = getattr(self, each.name)
            if isinstance(value, float):
                shown.append(f"{each.name} {value:.4g}")
            elif isinstance(value, str | int) and value not in ("", OK) and len(str(value)) < 32:
                shown.append(f"{each.name} {value}")
            elif isinstance(value, tuple | Mapping) and len(value) > 3:
                shown.append(f"{len(value)} {each.name}")
        return f"<{type(self).__name__}: {', '.join(shown[:6])}>"


def frame_of(records: Mapping[Any, Any] | Iterable[Any], kind: str = "polars") -> Any:
    """Return records as a frame, a row each; those of a mapping are named in the first column.

    Parameters
    ----------
    records : results by name, such as those of ``by_criterion``, or one after the other.
    kind : "polars", whose frames any reader of Arrow streams takes, or "pandas".

    Returns
    -------
    polars.DataFrame or pandas.DataFrame; counts are columns, lists are text.

    Raises
    ------
    InputError, for another kind, and where pandas is not installed.

    Examples
    --------
    >>> frame_of({"North": Result("share/1", 0.5), "South": Result("share/1", None)}).shape[0]
    2
    """
    if isinstance(records, Mapping):
        rows = [
            {"name": ", ".join(key) if isinstance(key, tuple) else str(key), **flat(each)}
            for key, each in records.items()
        ]
    else:
        rows = [flat(each) for each in records]
    names = dict.fromkeys(name for row in rows for name in row)
    return framed({name: [row.get(name) for row in rows] for name in names}, kind)


def framed(columns: Mapping[str, Iterable[Any]], kind: str = "polars") -> Any:
    """Return columns as a frame of polars or pandas; neither is loaded before it is asked for."""
    if kind not in ("polars", "pandas"):
        raise InputError(f"{kind!r} is unknown", where="kind", mend="Use polars or pandas.")
    try:
        library = importlib.import_module(kind)
    except ImportError:
        raise InputError(
            f"{kind} is not installed", where="kind", mend="Install it, or use the other."
        ) from None
    held = {name: list(cells) for name, cells in columns.items()}
    return library.DataFrame(held, strict=False) if kind == "polars" else library.DataFrame(held)


@dataclass(frozen=True, slots=True)
class Dropped:
    """``count`` things left out of a figure, and the ``reason`` code for it."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Result(Record):
    """One figure with everything a reader needs to check it.

    ``value``, ``low`` and ``high`` are in ``unit`` (proportions in [0, 1], severity in logits) or
    ``None`` with a ``reason`` code; ``level`` is the interval's level, 0.95 unless told; ``method``
    is an id with a version such as ``krippendorff_alpha.ordinal/1``; ``counts`` holds n_units,
    n_ratings, n_forces and the like; ``input_sha256`` identifies the data.
    """

    method: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    se: float | None = None
    interval_method: str | None = None
    unit: str = ""
    reason: str = OK
    interval_reason: str = OK
    counts: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = ()
    input_sha256: str = ""

    def __repr__(self) -> str:
        said = self.reason if self.value is None else f"{self.value:.4g}"
        if self.low is not None and self.high is not None:
            said += f" ({self.low:.4g} to {self.high:.4g})"
        counts = "".join(f", {name} {count:,}" for name, count in list(self.counts.items())[:2])
        return f"<Result {self.method}: {said}{counts}>"


def seed_text(seed: object) -> str:
    """Return a seed, which is text.

    Parameters
    ----------
    seed : what a caller gave.

    Returns
    -------
    The same text.

    Raises
    ------
    InputError, for anything else, such as ``seed=1``.

    Examples
    --------
    >>> seed_text("drawn on 3 May")
    'drawn on 3 May'
    """
    if isinstance(seed, str):
        return seed
    raise InputError(
        f"{seed!r} is {type(seed).__name__}, not text",
        where="seed",
        mend=f"Write it as text: seed={str(seed)!r}.",
    )


def digest(parts: Iterable[bytes | memoryview]) -> str:
    """SHA-256 over length-prefixed ``parts``, so that no two different inputs run together.

    Parameters
    ----------
    parts : bytes, or views of them.

    Returns
    -------
    64 hexadecimal digits.

    Raises
    ------
    Nothing.

    Examples
    --------
    >>> digest([b"ab", b"c"]) == digest([b"a", b"bc"])
    False
    """
    sha = hashlib.sha256()
    for part in parts:
        size = part.nbytes if isinstance(part, memoryview) else len(part)
        sha.update(size.to_bytes(8, "big"))
        sha.update(part)
    return sha.hexdigest()
