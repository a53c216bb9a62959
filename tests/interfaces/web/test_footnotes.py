"""An author's own footnotes on the pages of the staff: shown, told while one types, kept."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import REPORT, Story, a_story, saved
from tests.factories.upper import Door, door, words

TOLD = REPORT.replace(
    "We looked at training in forces.",
    "We looked at training in forces[^how].\n\n[^how]: Twice, <b>each</b> time for a day.",
)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    return a_story()


@pytest.fixture
def editor(story: Story) -> Door:
    saved(story.report, TOLD)
    return door(story.inspection, Role.EDITOR)


def test_footnote_stands_at_the_end_of_a_preview_and_is_led_to(editor: Door) -> None:
    answer = editor.get("documents/report/preview/public/")
    html = answer.content.decode()
    assert html.count('href="#fn:a"') == html.count('id="fn:a"') == 1
    assert html.index('href="#fn:a"') < html.index("What our words mean") < html.index('id="fn:a"')
    assert "Twice, &lt;b&gt;each&lt;/b&gt; time" in html
    page = words(editor.get("documents/report/"))
    assert "<strong>Footnote how:</strong> Twice, &lt;b&gt;each&lt;/b&gt; time" in page


def test_footnote_without_words_keeps_a_document_from_being_frozen(story: Story) -> None:
    saved(story.report, TOLD.replace("[^how]: Twice", "Twice"))
    told = words(door(story.inspection, Role.EDITOR).get("documents/report/"))
    assert "There is no footnote “how”." in told
    assert "Write its words on a line: [^how]: …" in told


def test_words_of_a_footnote_are_signed_by_themselves(editor: Door) -> None:
    page = words(editor.get("documents/report/wording/?show=all"))
    assert "Twice, &lt;b&gt;each&lt;/b&gt; time for a day." in page
