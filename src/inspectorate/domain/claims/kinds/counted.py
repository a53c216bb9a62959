"""Counted: of how many bodies the agreed judgments say one thing."""

from __future__ import annotations

from .kind import Kind


class CountedKind(Kind):
    """Bodies of a population whose agreed judgments meet one or more conditions."""

    code = "counted"
    label = "Counted over agreed judgments"
    example = "Most forces, 32 of 43, no force"
    method = (
        "Counted over the agreed judgments of every {noun} inspected{on}. Each judgment was made "
        "against written characteristics, with its reasons and the evidence it rests on."
    )


KIND = CountedKind()
