"""Codes of doubts about a clock, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class DoubtCode(ReasonCode):
    """Why the time is not believed."""

    UNSYNCHRONISED = (
        "unsynchronised",
        "The host began without reporting that its clock is kept right.",
    )
    JUMPED = ("jumped", "The clock was set while the host ran.")
    LEDGER_AHEAD = ("ledger_ahead", "The ledger's newest entry is of a moment yet to come.")
    PROCESS_DIFFERS = ("process_differs", "This process's clock is not the database's.")
    HOST_DIFFERS = ("host_differs", "The host's own clock is not the database's.")
    SOURCE_DIFFERS = ("source_differs", "The time source's clock is not the database's.")
