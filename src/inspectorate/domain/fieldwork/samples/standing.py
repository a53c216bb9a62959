"""What stands of a sample: asked of its rows one by one, as acts need it."""

from __future__ import annotations

from ..models import CaseList, CaseReview, CaseSample, DrawnCase


def stands(sample: CaseSample) -> bool:
    """Whether a sample was not given up."""
    return not hasattr(sample, "given_up")


def newest_list(sample: CaseSample) -> CaseList | None:
    """The list that counts."""
    return sample.lists.order_by("-number").first()


def standing_review(case: DrawnCase) -> CaseReview | None:
    """The review of a case that was not taken back."""
    return case.reviews.filter(withdrawal=None).first()
