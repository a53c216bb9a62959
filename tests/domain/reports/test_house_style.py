"""The style of the house in a document: told beside the checks, never in the way of publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.programmes import actions as programmes
from inspectorate.domain.reports.checks import house_style
from inspectorate.domain.reports.checks.registry import CHECKS, run
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.mend import apply
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.codes import ReasonCode
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.spelling import Lexicon
from inspectorate.prose.style.house import HouseStyle, StyleRule
from tests.factories.publishing import Story, a_story, saved
from tests.factories.rooms import AT, a_key, a_person
from tests.factories.wording import signed, signed_text

STYLE = HouseStyle(
    rules=frozenset(StyleRule),
    words=(("utilise", "use"),),
    swaps=(("staff", "personnel"),),
)
SLIPS = "# We utilise it\n\nThey utilise 7 plans of 7th November 2018; the forrce knows.\n"
OF_STYLE = [one.name for one in CHECKS if one.name.startswith("style_")]


def told(style: HouseStyle | None, text: str = SLIPS) -> list[tuple[ReasonCode, str]]:
    found = run(from_markdown(text), Facts(style=style), only=OF_STYLE)
    assert all(one.severity == "warns" for one in found.problems)
    return [(one.check, one.place.excerpt) for one in found.problems]


def test_each_rule_tells_what_it_finds_and_one_press_mends_it() -> None:
    assert told(STYLE) == [
        ("style_words", "utilise"),
        ("style_words", "utilise"),
        ("style_numbers", "7"),
        ("style_days", "7th November 2018"),
        ("style_spelling", "forrce"),
    ]
    text = SLIPS
    while found := run(from_markdown(text), Facts(style=STYLE), only=OF_STYLE).problems:
        text = apply(found[0], text)
    assert text == "# We use it\n\nThey use seven plans of 7 November 2018; the force knows.\n"


def test_rule_that_is_off_tells_nothing() -> None:
    for rule in StyleRule:
        left = told(replace(STYLE, rules=frozenset(StyleRule) - {rule}))
        assert f"style_{rule}" not in {check for check, _ in left}
    assert told(HouseStyle()) == []


def test_house_without_a_style_is_told_nothing_and_lacks_nothing() -> None:
    found = run(from_markdown(SLIPS), Facts(), only=OF_STYLE)
    assert (found.problems, found.not_run) == ((), ())


def test_words_of_others_and_rows_of_a_table_are_not_held_to_the_style() -> None:
    text = (
        "> They utilise 7 plans.\n\n| Utilise | 7 plans |\n| --- | --- |\n| utilise | 7 plans |\n"
    )
    assert told(STYLE, text) == []


def test_words_that_are_known_are_gathered_once_for_a_document_and_not_for_each_paragraph(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gathered: list[tuple[str, ...]] = []

    def gather(words: list[str]) -> Lexicon:
        gathered.append(tuple(words))
        return Lexicon(words)

    monkeypatch.setattr(house_style, "Lexicon", gather)
    facts = Facts(style=STYLE, body_names=("Ambleforth Constabulary",))
    for _ in range(2):
        run(from_markdown("The forrce knows.\n\n" * 3), facts, only=["style_spelling"])
    assert gathered == [("ambleforth", "constabulary", "forces")]


def adopt(style: HouseStyle) -> None:
    programmes.adopt_style(by=a_person(Role.SIGNING), at=AT, key=a_key(), style=style)


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.mark.django_db
class TestInTheDatabase:
    def test_text_is_held_to_the_newest_style_and_its_slips_freeze_nothing_out(
        self, story: Story
    ) -> None:
        adopt(STYLE)
        saved(story.report, story.report.text + "\nThey utilise it.\n")
        found = proof_of(Document.objects.get(pk=story.report.pk)).problems()
        assert [one.place.excerpt for one in found.problems if one.check == "style_words"] == [
            "utilise"
        ]
        adopt(HouseStyle())
        found = proof_of(Document.objects.get(pk=story.report.pk)).problems()
        assert not [one for one in found.problems if one.check == "style_words"]

    def test_signed_sentence_stays_signed_by_an_agreed_swap_and_not_once_it_is_gone(
        self, story: Story
    ) -> None:
        adopt(STYLE)
        more = "\n{.narrative}\nLeaders saw the staff at work.\n"
        now = signed(saved(story.report, story.report.text + more))
        assert list(signed_text(now).left()) == []
        swapped = saved(now, now.text.replace("the staff at", "the personnel at"))
        text = signed_text(swapped)
        assert list(text.left()) == []
        assert sum(one.wording == "editorial" for one in text.standing.passages) == 1
        adopt(replace(STYLE, swaps=()))
        assert len(list(signed_text(swapped).left())) == 1
