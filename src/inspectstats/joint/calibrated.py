"""How the chances of this method came out when they were last tried whole, as ships with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from inspectstats.joint.prior import PRIOR
from inspectstats.records import Record

# Written by the whole drill of calibration, when it is told to keep what it found; until one is
# whole, taken by hand from a part, and then it does not hold.
KEPT = Path(__file__).with_name("calibrated.toml")


@dataclass(frozen=True, slots=True)
class Design(Record):
    """One design at one scale of the prior: its name, how many claims were told, their Brier score
    over the base rate's, mean stated less share held, and how many tenths of a thousand claims lay
    off. ``held`` says that nothing of it by itself fell short: smaller tenths are judged over all
    designs together, and only ``Calibrated.holds`` tells of them.
    """

    name: str
    scale: float
    claims: int
    brier: float
    lean: float
    off: int
    held: bool


@dataclass(frozen=True, slots=True)
class Calibrated(Record):
    """What the whole drill of calibration found, on the day ``on``.

    ``fit`` and ``chance`` are the methods it tried, ``prior`` the scales of the prior by name,
    ``pairs`` the fewest double judgments with which it was run and held, 0 where it did not hold.
    ``holds`` says that every design held at every scale of the prior and every control failed.
    """

    PARTS = "designs"

    on: date
    fit: str
    chance: str
    pairs: int
    holds: bool
    prior: Mapping[str, float] = field(default_factory=dict)
    designs: tuple[Design, ...] = ()

    def bears(self, fit_method: str, chance_method: str) -> bool:
        """Whether a chance of these methods may be told: it held, for them and this prior."""
        same = (self.fit, self.chance) == (fit_method, chance_method)
        return self.holds and same and dict(self.prior) == asdict(PRIOR)


@cache
def calibrated() -> Calibrated | None:
    """Return the result that ships; None where none does."""
    return read(KEPT.read_text("utf-8")) if KEPT.is_file() else None


def read(text: str) -> Calibrated:
    """Read a result as :func:`written` writes it; a field that is missing is a ``KeyError``."""
    told: dict[str, Any] = tomllib.loads(text)
    return Calibrated(
        told["on"],
        told["fit"],
        told["chance"],
        told["pairs"],
        told["holds"],
        told["prior"],
        tuple(Design(**one) for one in told["designs"]),
    )


def written(found: Calibrated) -> str:
    """Write a result as TOML, one table a design."""
    lines = [
        "# Written by `./run drill calibration --keep FILE`, never by hand.",
        f"on = {found.on.isoformat()}",
        f'fit = "{found.fit}"',
        f'chance = "{found.chance}"',
        f"pairs = {found.pairs}",
        f"holds = {_said(found.holds)}",
        "",
        "[prior]",
        *(f"{name} = {_said(value)}" for name, value in found.prior.items()),
    ]
    for one in found.designs:
        lines += ["", "[[designs]]"]
        lines += [f"{name} = {_said(value)}" for name, value in asdict(one).items()]
    return "\n".join(lines) + "\n"


def _said(value: object) -> str:
    """One value as TOML has it; a name holds no quotation mark."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)
