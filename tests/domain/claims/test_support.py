"""Each check of a claim's support: once failing, once quiet."""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.domain.claims.facts import LastWord, Setting
from inspectorate.domain.claims.support import CHECKS, problems
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO
from inspectorate.foundation.reasons.reasons import Reason
from tests.factories.claims import SIGNED, but, facts_of

GOOD = facts_of(
    "k",
    "qualitative",
    last_word=SIGNED,
    drafted_by="analyst",
    item_count=4,
    body_count=3,
    source_kinds=("interview", "document"),
    met=1,
    inspected=46,
    newest_item_on=date(2019, 1, 1),
    newest_judgment_on=date(2019, 2, 1),
)
SETTING = Setting(signing_on=date(2020, 1, 1))
BAD = {
    "referenced_by_another": {"last_word": LastWord("analyst")},
    "support_not_withdrawn": {"withdrawn_support": ("E-1",)},
    "support_unchanged": {
        "stale": (Reason("figures_changed", "The figures changed.", NOTHING_TO_DO),)
    },
    "support_older_than_signing": {
        "newest_item_on": date(2020, 2, 1),
        "newest_judgment_on": date(2020, 3, 1),
    },
    "judgment_newer_than_evidence": {"newest_judgment_on": date(2018, 1, 1)},
    "triangulated": {"source_kinds": ("interview", "interview")},
    "items_not_shared": {"same_items_as": ("other",)},
    "small_number_decided": {"identifies": True},
}


def test_claim_with_sound_support_is_quiet() -> None:
    assert problems(GOOD, SETTING) == []


@pytest.mark.parametrize("name", [one.NAME for one in CHECKS])
def test_claim_with_one_fault_is_named_for_it_alone(name: str) -> None:
    claim = but(GOOD, **BAD[name])
    assert [reason.code for reason in problems(claim, SETTING)] == [name]


def test_same_items_as_another_claim_are_no_fault_where_somebody_said_why() -> None:
    shared = but(GOOD, same_items_as=("other",), shares_because="Both sum up the same survey.")
    assert problems(shared, SETTING) == []


def test_warnings_can_be_left_out() -> None:
    assert (
        problems(but(GOOD, newest_judgment_on=date(2018, 1, 1)), SETTING, severity="blocks") == []
    )
