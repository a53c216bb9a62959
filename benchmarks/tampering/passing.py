"""What nothing proves: the list, with reasons, that the house test holds and the guide prints."""

from __future__ import annotations


def passes(table: str, column: str) -> bool:
    """Need this column, or this table's rows, not be proven?"""
    # Not before Django is loaded.
    from tests.house.test_unproven import NOT_PROVEN

    return table in NOT_PROVEN or f"{table}.{column}" in NOT_PROVEN
