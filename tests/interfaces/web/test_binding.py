"""Words are bound from the page of a section: which claims and evidence are told, and to whom."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.reports.models import Document, Revision
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import a_claim, an_item
from tests.factories.publishing import REPORT, Story, a_story, saved
from tests.factories.rooms import a_person, member
from tests.factories.upper import Door, door, words
from tests.interfaces.web.test_as_typed import marked_claim

MOST = "Most forces have mandatory training"
IN_PLACE = {"HTTP_HX_REQUEST": "true", "HTTP_X_SAYS": "itself"}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    """Twelve forces judged, nine with mandatory training, and a second claim on their grades."""
    found = a_story()
    good = {"criterion": "1.1", "grades": ["Good"]}
    a_claim(found.inspection, good, name="purpose", statement="Forces whose leaders understand it")
    return found


@pytest.fixture
def editor(story: Story) -> Door:
    return door(story.inspection, Role.EDITOR)


def section(story: Story, heading: str = "# Training") -> str:
    """The address of a section of the report, below the inspection's own."""
    document = Document.objects.get(pk=story.report.pk)
    one = next(one for one in standing_of(document) if one.text.startswith(heading))
    return f"documents/report/sections/{one.identity}/"


def asked(who: Door, at: str, of: str = "claims", **fields: str) -> Any:
    """What the open page of a section is answered."""
    return who.client.get(f"{who.root}{at}{of}/?{urlencode(fields)}", **IN_PLACE)


def keys(answer: Any) -> list[str]:
    """The keys of the claims that may be chosen, in their order."""
    return re.findall(r'data-claim="([^"]+)"', answer.content.decode())


def test_claim_that_fits_is_first_with_its_figures_sides_items_and_picture(
    story: Story, editor: Door
) -> None:
    answer = asked(editor, section(story), words=MOST)
    assert keys(answer) == ["mandatory-training", "purpose"]
    shown = words(answer)
    for told in ("9/12", "Fits", "9 of 12 inspected", "9 met it, 3 did not", "items of evidence"):
        assert told in shown
    assert shown.index("<svg") < shown.index("purpose")
    assert "<html" not in shown
    # No square of the picture stops the keyboard.
    assert "/judgments/" not in shown


def test_word_that_the_record_does_not_bear_is_told_before_it_is_bound(
    story: Story, editor: Door
) -> None:
    answer = asked(editor, section(story), words=MOST.replace("Most", "Almost all"))
    assert keys(answer)[0] == "mandatory-training"
    assert "Bound to it, this would be a problem" in words(answer)
    assert "Speaks of it" in words(answer)


def test_words_that_are_searched_for_narrow_the_claims(story: Story, editor: Door) -> None:
    assert keys(asked(editor, section(story), words=MOST, q="leaders")) == ["purpose"]
    none = asked(editor, section(story), words=MOST, q="nothing like it")
    assert (keys(none), "No claim that you may read fits" in words(none)) == ([], True)


def test_words_that_cannot_be_bound_lead_to_no_binding(story: Story, editor: Door) -> None:
    for given in ("[Most forces]{#purpose}", "", "x" * 5_000):
        assert keys(asked(editor, section(story), words=given)) == []


def test_asking_writes_nothing(story: Story, editor: Door) -> None:
    before = (Entry.objects.count(), Revision.objects.count())
    asked(editor, section(story), words=MOST)
    asked(editor, section(story), "evidence", words=MOST)
    assert (Entry.objects.count(), Revision.objects.count()) == before


def test_of_a_claim_marked_above_its_reader_not_even_the_key_is_told(
    story: Story, editor: Door
) -> None:
    marked_claim(story)
    at = section(story)
    assert "marked" not in keys(asked(editor, at, words="Some forces have a plan"))
    told = asked(editor, at, words="Some forces have a plan", q="marked")
    assert (keys(told), "1/2" in words(told)) == ([], False)
    lead = door(story.inspection, Role.LEAD)
    assert "marked" in keys(asked(lead, at, words="Some forces have a plan"))


def test_who_may_not_write_the_section_is_not_answered(story: Story) -> None:
    at = section(story)
    for stranger in (member(story.inspection, Role.INSPECTOR), a_person(Role.EDITOR)):
        who = door(story.inspection, stranger)
        assert {asked(who, at, of, words=MOST).status_code for of in ("claims", "evidence")} == {
            404
        }
    gone = at.replace("/sections/", "/sections/9")
    assert asked(door(story.inspection, Role.EDITOR), gone, words=MOST).status_code == 404


def test_who_may_not_read_the_section_is_told_of_no_claim(story: Story, editor: Door) -> None:
    hidden = "[A name]{.sensitive ground=person marking=OFFICIAL-SENSITIVE}\n"
    assert keys(asked(editor, section(story), words=MOST))
    saved(story.report, REPORT.replace("# Training\n", f"# Training\n\n{hidden}"))
    assert keys(asked(editor, section(story), words=MOST)) == []


def test_evidence_is_found_by_the_words_that_carry_meaning_and_fewer_where_none_holds_all(
    story: Story, editor: Door
) -> None:
    an_item(story.inspection, words="All officers know the flood plan by heart.")
    at = section(story)
    found = words(asked(editor, at, "evidence", words="Most forces know the flood plan"))
    assert ("flood" in found, 'target="_blank"' in found) == (True, True)
    fewer = words(asked(editor, at, "evidence", words="The flood plan is unheard of in Wales"))
    assert "No item holds all of these words. These hold “flood plan" in fewer
    none = words(asked(editor, at, "evidence", words=MOST, q=""))
    assert "No item that you may read holds these words" in none


def test_who_may_not_see_evidence_is_offered_none(story: Story) -> None:
    press = door(story.inspection, Role.PRESS)
    at = section(story)
    assert asked(press, at, "evidence", words=MOST).status_code == 404
    shown = words(asked(press, at, words=MOST))
    assert ("Evidence</a>" in shown, "Make a claim" in shown) == (False, False)


def conditions(field: Any) -> Iterator[tuple[str, str]]:
    """The conditions that a form offers, whatever the groups they stand in."""
    for value, said in field.field.choices:
        yield from ((value, said),) if isinstance(said, str) else said


def test_claim_is_made_of_the_words_and_its_key_comes_back(story: Story, editor: Door) -> None:
    answer = asked(editor, section(story), words="Most forces know the flood plan")
    (address,) = re.findall(r'href="([^"]+kind=counted[^"]*)"', answer.content.decode())
    form = editor.client.get(address.replace("&amp;", "&"), **IN_PLACE)
    fields = form.context["form"]
    assert fields["statement"].value() == "Most forces know the flood plan"
    assert fields["claim_key"].value() == "know-flood-plan"
    choice = next(one for one, said in conditions(fields["condition_1"]) if "mandatory" in said)
    given = {
        "key": "web-made",
        "claim_key": "know-flood-plan",
        "statement": "Forces that know the flood plan",
        "condition_1": choice,
        "how": "all",
        "population": fields["population"].value() or "",
    }
    wrong = editor.client.post(address, {**given, "claim_key": "No Key"}, **IN_PLACE)
    assert (wrong.status_code, "There is a problem" in words(wrong)) == (422, True)
    assert "Forces that know the flood plan" in words(wrong)
    made = editor.client.post(address, given, **IN_PLACE)
    assert made.status_code == 204, made.context["form"].errors
    assert json.loads(made["HX-Trigger"]) == {"ins:made": {"claim": "know-flood-plan"}}
    assert Claim.objects.filter(key="know-flood-plan").exists()
    # It is told where it was made, and on no other page.
    assert "The claim is drafted" not in words(editor.get("claims/"))


def test_opened_by_itself_it_is_a_page_that_leads_to_the_form_with_words_and_claim(
    story: Story, editor: Door
) -> None:
    at = section(story)
    page = words(editor.get(at))
    assert f'href="{editor.root}{at}claims/"' in page
    alone = editor.get(f"{at}claims/?{urlencode({'words': 'We looked at training in forces'})}")
    assert "<html" in words(alone)
    (address,) = re.findall(r'data-claim="mandatory-training"[^>]*href="([^"]+)"', words(alone))
    form = editor.client.get(address.replace("&amp;", "&")).context["form"]
    assert form["excerpt"].value() == "We looked at training in forces"
    assert form.fields["claim"].initial.key == "mandatory-training"


def test_what_rests_on_nothing_is_offered_its_claim_while_it_is_typed(
    story: Story, editor: Door
) -> None:
    typed = "# Training\n\nOf the 12 forces, nine have mandatory training.\n"
    told = editor.post(f"{section(story)}typed/", text=typed).json()
    (one, *_) = [each for each in told["problems"] if each["check"] == "no_unbound_quantity"]
    (offer,) = one["offers"]
    assert (offer["key"], offer["figure"]) == ("mandatory-training", "9/12")
    start = one["start"] - len(offer["before"])
    assert typed.startswith(offer["words"], start)
    bound = typed.replace(offer["words"], f"[{offer['words']}]{{#{offer['key']}}}")
    again = editor.post(f"{section(story)}typed/", text=bound).json()
    assert [each["check"] for each in again["problems"] if each["offers"]] == []


def test_claim_marked_above_the_reader_or_the_text_is_not_offered(
    story: Story, editor: Door
) -> None:
    marked_claim(story)
    typed = "# Training\n\n1 of the 2 forces have a plan, one of two forces.\n"
    for who in (editor, door(story.inspection, Role.LEAD)):
        told = who.post(f"{section(story)}typed/", text=typed).json()
        assert "marked" not in str([one["offers"] for one in told["problems"]])


def test_outline_and_section_tell_how_much_is_bound_and_signed(story: Story, editor: Door) -> None:
    saved(story.report, REPORT.replace("We looked", "Nine of 12 forces did. We looked"))
    shown = editor.get("documents/report/")
    told = {
        one.heading: shown.context["covered"][one.identity] for one, _ in shown.context["outline"]
    }
    assert told["Summary"].words == "1 of 2 bound; 0 of 2 signed"
    outline = shown.content.decode().split('id="outline"')[1]
    headers = re.findall(r'<th scope="col"[^>]*>([^<]*)', outline.split("</thead>")[0])
    (row,) = [one for one in outline.split("<tr id=")[1:] if ">Summary</a>" in one]
    cells = dict(zip(headers, re.findall(r"<t[dh]\b.*?</t[dh]>", row, re.DOTALL), strict=True))
    assert "1 of 2 bound" in cells["Bound and signed"]
    assert "remarks on Summary" in cells["Remarks"]
    page = words(editor.get(section(story, "# Summary")))
    assert told["Summary"].words in page
