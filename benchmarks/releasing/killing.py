"""A publisher that is killed (SIGKILL, by itself) at one step of its work.

The step is found by wrapping the function that does it; what is killed is a real process with its
own connection, files and locks.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from importlib import import_module
from typing import Any

# The step: the module and name of the function, and whether to die before or after it.
_FOLDER = "inspectorate.domain.publication.folder:_place"
_PLACING = "inspectorate.interfaces.public.placing:exchange"
_WRITES = "inspectorate.interfaces.public.builder:_Writing._place"
_COMMIT = "django.db.backends.base.base:BaseDatabaseWrapper.commit"
_OPENED = "inspectorate.domain.recommendations.opening.actions:open_from"
_REGISTER = "inspectorate.domain.publication.register:keep"
STEPS: dict[str, tuple[str, bool]] = {
    f"{word} {name}": (function, word == "after")
    for name, function in (
        ("a folder is kept", _FOLDER),
        ("the recommendations open", _OPENED),
        ("the register is kept", _REGISTER),
        ("the commit", _COMMIT),
        ("a file of the site", _WRITES),
        ("the exchange", _PLACING),
    )
    for word in ("before", "after")
}


def at_step(step: str, number: int, work: Callable[[], None]) -> Callable[[], None]:
    """Return ``work`` that dies at the ``number``-th time it comes to ``step``."""
    function, after = STEPS[step]

    def killed() -> None:
        _wrap(function, number, after=after)
        work()

    return killed


def _wrap(function: str, number: int, *, after: bool) -> None:
    module, _, path = function.partition(":")
    holder: Any = import_module(module)
    *above, name = path.split(".")
    for one in above:
        holder = getattr(holder, one)
    whole, seen = getattr(holder, name), 0

    def counted(*args: Any, **given: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == number and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        made = whole(*args, **given)
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    setattr(holder, name, counted)
