"""The statistics of judging many bodies by one yardstick: pure functions from arrays and counts to
frozen records.

Owns agreement, severity, the joint model, orders from comparisons, design, sampling, intervals,
estimates, variation, quantity words, disclosure and triangulation. Imports neither Django nor
anything of the inspectorate; reads no clock and no file outside ``cli``. A method never changes
under its id: a new way of computing is a new version beside it.

>>> import inspectstats
>>> inspectstats.quantity.flips(inspectstats.quantity.DEFAULT, "most", 36, 46).fewest
2
"""

import importlib
from types import ModuleType

__version__ = "0.1.0"
ROOMS = (
    "agreement",
    "design",
    "disclosure",
    "drawing",
    "estimates",
    "intervals",
    "joint",
    "ordering",
    "quantity",
    "records",
    "sampling",
    "severity",
    "tables",
    "triangulation",
    "variation",
)
__all__ = ["ROOMS", "__version__", *ROOMS]


def __getattr__(name: str) -> ModuleType:
    """Open a room when it is asked for: scipy takes a second, and quantity words need none."""
    if name in ROOMS:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *ROOMS])
