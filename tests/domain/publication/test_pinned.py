"""What an edition pins comes from the full edition: a number withheld, or a passage removed, from
the public one has not moved.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.publication import queries, verify
from inspectorate.domain.reports.editions.frozen import (
    PinnedClaim,
    canonical,
    pinned_in,
    read_pinned,
)
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.queries import data_of
from tests.factories.findings import agreed
from tests.factories.publishing import RELEASE, REPORT, a_story, frozen, released
from tests.factories.rooms import criterion, scope_body

WITHHELD = {"withhold_count": True, "small_number_decision": "Two of them are known locally."}
SECRET = '[Most forces]{.sensitive ground="Police Act 1996 s.55(2)" marking="OFFICIAL"}'
NINE = {
    "statement": "Forces that have mandatory training",
    "met": 9,
    "inspected": 12,
    "scope": 12,
    "word": "most",
    "figure": {},
}


def removed(text: str) -> str:
    """The text with the first words of each bound passage removed from a public edition."""
    return text.replace("[Most forces have", f"[{SECRET} have")


@pytest.mark.django_db
class TestWhatIsHiddenHasNotMoved:
    @pytest.mark.parametrize(
        "given",
        [
            {"claim": WITHHELD},
            {"report": removed(REPORT), "release": removed(RELEASE)},
        ],
        ids=["a number withheld", "a passage removed"],
    )
    def test_both_editions_pin_the_full_record_and_may_be_released(
        self, given: dict[str, Any]
    ) -> None:
        story = a_story(**given)
        public = frozen(story.report)
        full = Edition.objects.get(document=story.report, number=public.number, kind="full")
        assert full.facts == public.facts == {"mandatory-training": NINE}
        shown = data_of(public).claims.get("mandatory-training")
        assert shown is None or (shown.met, shown.word) == (None, "")
        (candidate,) = queries.candidates(story.inspection, [public])
        assert candidate.stale == ()

    @pytest.mark.parametrize(
        "given",
        [
            {"claim": WITHHELD},
            {"report": removed(REPORT), "release": removed(RELEASE)},
        ],
        ids=["a number withheld", "a passage removed"],
    )
    def test_release_with_something_hidden_goes_out(self, given: dict[str, Any]) -> None:
        bundle = released(a_story(**given))
        assert queries.folder_of(bundle).is_dir()

    def test_claim_that_counts_otherwise_now_has_moved_though_its_number_is_withheld(self) -> None:
        story = a_story(claim=WITHHELD)
        public = frozen(story.report)
        of = criterion(story.inspection)
        agreed(story.inspection, scope_body(story.inspection, 0), of, mandatory_training=False)
        (candidate,) = queries.candidates(story.inspection, [public])
        assert candidate.stale == ("mandatory-training",)

    def test_number_decided_to_be_withheld_after_the_freeze_keeps_the_edition_from_going_out(
        self,
    ) -> None:
        story = a_story()
        public = frozen(story.report)
        Claim.objects.filter(key="mandatory-training").update(withhold_count=True)
        (candidate,) = queries.candidates(story.inspection, [public])
        assert candidate.stale == ("mandatory-training",)

    def test_figures_are_never_pinned_from_a_public_edition(self) -> None:
        public = data_of(frozen(a_story().report))
        with pytest.raises(ValueError, match="full edition only"):
            pinned_in(public, {})


@pytest.mark.django_db
class TestStoredJson:
    def test_edition_frozen_before_a_field_was_added_is_sound_and_read_with_its_default(
        self,
    ) -> None:
        """An older version stored no margin of a claim and no number of a block."""
        edition = frozen(a_story().report)
        data = edition.data
        del data["claims"]["mandatory-training"]["margin"]
        for block in data["blocks"]:
            del block["number"]
        old = Edition(data=data, digest=hashlib.sha256(canonical(data)).hexdigest())
        assert verify.holds(old)
        assert data_of(old).claims["mandatory-training"].margin == ""
        assert {block.number for block in data_of(old).blocks} == {0}

    def test_edition_whose_stored_text_changed_is_not_sound(self) -> None:
        edition = frozen(a_story().report)
        assert verify.holds(edition)
        edition.data["title"] += " "
        assert not verify.holds(edition)


def test_pinned_figures_are_read_from_what_was_stored() -> None:
    assert read_pinned({"k": NINE})["k"] == PinnedClaim(
        "Forces that have mandatory training", 9, 12, 12, "most", {}
    )
