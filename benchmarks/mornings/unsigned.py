"""The server with signing switched off: nothing asks whether words are signed. The control of the
drill, as ``tests.browser.later`` is the server whose clock is moved on.
"""

from __future__ import annotations

from typing import Any

from tests.browser.later import application

from inspectorate.domain.reports import queries
from inspectorate.domain.reports.documents.gates import Gate
from inspectorate.domain.reports.gaps import Gap

__all__ = ["application"]


def _nothing_asked(*_: Any) -> Gap:
    return Gap(Gate.SIGNATURES, ())


queries.unsigned_gap = _nothing_asked
