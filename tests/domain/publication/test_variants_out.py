"""A translation is released beside the edition of its original that it was frozen beside."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.models import Document, Edition
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.reports.test_variants import ENGLISH, WELSH, opened
from tests.factories.publishing import Story, a_document, a_story, frozen, prepared, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def original(story: Story) -> Document:
    return a_document(story.inspection, "summary", "summary", "Training in short", ENGLISH)


def translated(original: Document) -> Edition:
    return frozen(saved(opened(original), WELSH))


def refused(story: Story, *editions: Edition) -> list[str]:
    with pytest.raises(Refused) as refusal:
        prepared(story, list(editions))
    return [one.code for one in refusal.value.reasons]


def test_translation_alone_or_beside_a_later_edition_of_its_original_is_not_released(
    story: Story, original: Document
) -> None:
    frozen(original)
    welsh = translated(original)
    assert refused(story, welsh) == ["original_otherwise"]
    later = frozen(saved(original, ENGLISH.replace("We shall write", "We will write")))
    assert refused(story, welsh, later) == ["original_otherwise"]
    again = translated_again(welsh)
    assert prepared(story, [again, later]).editions.count() == 2


def translated_again(welsh: Edition) -> Edition:
    """The translation brought up with its original, and frozen."""
    return frozen(saved(welsh.document, WELSH.replace("eto.", "unwaith eto.")))
