"""Reads what a refused act answered."""

from __future__ import annotations

import pytest

from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.reasons.texts import TextReason


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return the reasons' codes in order of the alphabet, a text's with the field it names."""
    return sorted(
        f"{reason.field}: {reason.code}" if isinstance(reason.code, TextReason) else reason.code
        for reason in refusal.value.reasons
    )
