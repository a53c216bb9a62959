"""A section while it is typed: what the checks say of it before it is saved, and to whom."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from inspectorate.domain.reports.models import Document, Revision
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Problem
from tests.factories import returns
from tests.factories.findings import a_claim
from tests.factories.publishing import RELEASE, REPORT, Story, a_story, saved
from tests.factories.rooms import a_person, member
from tests.factories.upper import Door, door
from tests.sizes import drilled

SUMMARY = "# Summary"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    """Twelve forces judged, nine with mandatory training, a report and a release."""
    return a_story()


@pytest.fixture
def editor(story: Story) -> Door:
    return door(story.inspection, Role.EDITOR)


def section(story: Story, heading: str) -> tuple[str, str]:
    """Where a section of the report is asked of, and its text."""
    document = Document.objects.get(pk=story.report.pk)
    one = next(one for one in standing_of(document) if one.text.startswith(heading))
    return f"documents/report/sections/{one.identity}/typed/", one.text


def wrong(text: str) -> str:
    return text.replace("[Most forces have", "[Almost all forces have", 1)


def test_word_that_the_record_does_not_bear_is_told_where_it_stands_with_its_mend(
    story: Story, editor: Door
) -> None:
    at, text = section(story, SUMMARY)
    typed = wrong(text)
    told = editor.post(at, text=typed).json()
    (found,) = [one for one in told["problems"] if one["check"] == "quantity_word_holds"]
    assert typed[found["start"] : found["end"]] == found["words"]
    assert "Almost all" in found["words"]
    mended = typed[: found["start"]] + found["replacement"] + typed[found["end"] :]
    assert mended == text
    assert told["figures"] == {"mandatory-training": "9/12"}
    again = editor.post(at, text=mended).json()
    assert "quantity_word_holds" not in [one["check"] for one in again["problems"]]


def test_what_is_told_while_typing_is_what_the_document_page_tells_once_it_is_saved(
    story: Story, editor: Door
) -> None:
    at, text = section(story, SUMMARY)
    told = editor.post(at, text=wrong(text)).json()
    editor.post(at.removesuffix("typed/"), text=wrong(text), version=1)
    shown = problems(editor)
    of_page = {(one.check, one.what) for one in shown}
    assert {(one["check"], one["what"]) for one in told["problems"]} <= of_page
    assert len(told["problems"]) + told["elsewhere"] == len(shown)


def test_place_is_counted_from_the_section_when_it_is_not_the_first(
    story: Story, editor: Door
) -> None:
    at, text = section(story, "# Training")
    typed = "# Training\n\nA 🚂 line before it.\n\n" + wrong(text).removeprefix("# Training\n\n")
    told = editor.post(at, text=typed).json()
    (found,) = [one for one in told["problems"] if one["check"] == "quantity_word_holds"]
    assert typed[found["start"] : found["end"]] == found["words"]


def test_asking_writes_nothing(story: Story, editor: Door) -> None:
    at, text = section(story, SUMMARY)
    editor.post(at, text=text)
    before = (Entry.objects.count(), Revision.objects.count())
    assert editor.post(at, text=wrong(text)).status_code == 200
    assert (Entry.objects.count(), Revision.objects.count()) == before
    assert Document.objects.get(pk=story.report.pk).text == REPORT
    page = editor.get("documents/report/").content.decode()
    assert "Almost all forces" not in page


def test_who_may_not_save_the_section_is_not_answered(story: Story) -> None:
    at, text = section(story, SUMMARY)
    for stranger in (member(story.inspection, Role.INSPECTOR), a_person(Role.EDITOR)):
        assert door(story.inspection, stranger).post(at, text=text).status_code == 404
    editor = door(story.inspection, Role.EDITOR)
    assert editor.get(at).status_code == 405


def test_who_may_not_read_what_a_section_says_or_would_say_is_told_nothing_of_it(
    story: Story, editor: Door
) -> None:
    at, text = section(story, SUMMARY)
    hidden = "[A name]{.sensitive ground=person marking=OFFICIAL-SENSITIVE}\n\n"
    typed = editor.post(at, text=text + hidden)
    assert (typed.status_code, [*typed.json()]) == (422, ["detail"])
    assert "cleared" in typed.json()["detail"]
    # What stands in another section closes that one alone, and the checks are given nothing of it.
    training, _ = section(story, "# Training")
    saved(story.report, REPORT.replace("# How we worked\n", f"# How we worked\n\n{hidden}"))
    assert {editor.post(where, text=text).status_code for where in (at, training)} == {200}
    worked, _ = section(story, "# How we worked")
    answer = editor.post(worked, text=text)
    assert (answer.status_code, [*answer.json()]) == (422, ["detail"])


def marked_claim(story: Story) -> None:
    """A claim on what two forces returned, above the editor: one of them has a plan."""
    columns = "name,kind,required,unit,choices,least,most,meaning\nPlan,yes-no,no,,,,,\n"
    template = returns.a_template(story.inspection, columns=columns, rules="")
    for number, said in enumerate(("yes", "no")):
        content = returns.a_csv((said,), heads=("Plan",))
        asked = returns.asked(template, number)
        given = {"name": f"{number}.csv", "marking": "OFFICIAL-SENSITIVE"}
        returns.certify(returns.hand_in(asked, content=content, **given))
    plan = {"template": 1, "column": "Plan", "rows": "only", "is": "yes"}
    a_claim(story.inspection, plan, kind="return", name="marked")


@pytest.mark.parametrize(
    "words",
    drilled(
        [
            "[Some forces]{#marked} is good.",
            "See #marked for it.",
            "`[Some forces]{#marked}`",
            "[Some forces](#marked)",
            "# Plans {#marked}",
            "<!-- [Some forces]{#marked} -->",
            "```\n[Some forces]{#marked}\n```",
            "```chart\nkind: strip\nclaim: marked\ncaption: #marked\n```",
            "> [Some forces]{.quotation source=marked} #marked",
        ],
        3,
    ),
)
def test_who_may_not_read_a_claim_that_is_typed_is_told_neither_figure_nor_problem(
    story: Story, editor: Door, words: str
) -> None:
    marked_claim(story)
    # The release, which the editor may not read, names it: so the checks know what it says.
    saved(story.release, f"{RELEASE}\n[Some have a plan]{{#marked}}.\n")
    at, text = section(story, "# Training")
    typed = f"{text}\n{words}\n\n{wrong(text)}"
    told = editor.post(at, text=typed)
    answer = told.json()
    if told.status_code == 422:
        assert [*answer] == ["detail"]
        assert "cleared" in answer["detail"]
        lead = door(story.inspection, Role.LEAD).post(at, text=typed).json()
        assert lead["figures"]["marked"] == "1/2"
    else:
        assert "marked" not in answer["figures"]
        assert "marked" not in str([one["what"] for one in answer["problems"]])


def test_facts_that_pages_keep_are_not_those_of_words_that_nobody_saved(
    story: Story, editor: Door
) -> None:
    editor.get("documents/report/")
    at, text = section(story, "# Training")
    more = text.replace("number: 1", "number: 2").replace("chart", "table")
    before = [str(one) for one in problems(editor)]
    editor.post(at, text=more)
    assert [str(one) for one in problems(editor)] == before


def problems(editor: Door) -> list[Problem]:
    """What the page of the document shows."""
    page = editor.get("documents/report/")
    beside = [one.problem for row in page.context["rows"] for one in row.problems]
    return [*(one.problem for one in page.context["head"]), *beside]


def test_section_that_ended_and_a_text_that_cannot_be_read_are_told_why(
    story: Story, editor: Door
) -> None:
    at, _ = section(story, SUMMARY)
    gone = editor.post(at.replace("/sections/", "/sections/9"), text="words")
    assert (gone.status_code, "no longer" in gone.json()["detail"]) == (422, True)
    odd = editor.post(at, text="a \x07 bell")
    assert (odd.status_code, "cannot be printed" in odd.json()["detail"]) == (422, True)
    assert editor.post(at).status_code == 422
    long = editor.post(at, text="a" * 500_001)
    assert (long.status_code, "500,000" in long.json()["detail"]) == (422, True)


def test_session_alone_remembers_who_wants_the_plain_field(story: Story, editor: Door) -> None:
    at, text = section(story, SUMMARY)
    page = at.removesuffix("typed/")
    assert "data-plain" not in editor.get(page).content.decode()
    editor.post(at, text=text, plain="on")
    assert "data-plain" in editor.get(page).content.decode()
    editor.post(at, text=text)
    assert "data-plain" not in editor.get(page).content.decode()


def test_page_of_a_section_alone_takes_a_style_sheet_by_its_nonce(
    story: Story, editor: Door
) -> None:
    at, _ = section(story, SUMMARY)
    answer = editor.get(at.removesuffix("typed/"))
    assert f'nonce="{nonce_of(answer)}"' in answer.content.decode()
    assert not nonce_of(editor.get("documents/report/edit/"))


def nonce_of(answer: Any) -> str:
    """The nonce by which an answer lets a style sheet in; nothing where it lets none in."""
    policy = answer["Content-Security-Policy"].split("; ")
    (style,) = [one for one in policy if one.startswith("style-src")]
    return str(style.partition("'nonce-")[2].rstrip("'"))


def test_refused_section_that_is_shown_again_takes_it_by_the_nonce_of_that_answer(
    story: Story, editor: Door
) -> None:
    at, text = section(story, SUMMARY)
    page = at.removesuffix("typed/")
    (whose,) = set(re.findall(r'name="whose"\s+value="([^"]+)"', editor.get(page).content.decode()))
    led = editor.post(page, text=text, version=1, whose=whose)
    assert led.status_code == 303
    shown = editor.client.get(led["Location"])
    assert (shown.status_code, text in html.unescape(shown.content.decode())) == (422, True)
    assert set(re.findall(r'nonce="([^"]+)"', shown.content.decode())) == {nonce_of(shown)} != {""}
