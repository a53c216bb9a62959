"""The desk where words are signed: what it shows, what one press does, and what it refuses."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.actions import edit
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.reports.models import Document, Objection, Signature
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import a_claim, agreed
from tests.factories.forging import unguarded
from tests.factories.publishing import Story, a_story, frozen, saved
from tests.factories.rooms import AT, a_key, criterion, join, reads_no_more
from tests.factories.upper import Door, door, entries, words
from tests.factories.wording import declared, signed

pytestmark = pytest.mark.django_db
PAGE = "documents/report/wording/"


def in_place(one: Door, path: str, **fields: str) -> Any:
    """As the browser asks that runs scripts."""
    return one.client.post(one.root + path, fields, headers={"HX-Request": "true"})


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story() -> Story:
    return a_story()


def sealed(answer: Any) -> list[str]:
    found = re.findall(r'name="asked"\s+value="([^"]+)"', answer.content.decode())
    return [html.unescape(one) for one in found]


def test_nothing_is_offered_for_signing_before_the_text_is_said_to_be_ready(story: Story) -> None:
    page = door(story.inspection, Role.REFERENCER).get(PAGE)
    assert "Not ready to be signed yet" in words(page)
    assert sealed(page) == []
    editor = door(story.inspection, Role.EDITOR)
    assert editor.post(PAGE + "declare/", key=a_key("web")).status_code == 302
    assert "Ready to be signed" in words(editor.get(PAGE))
    assert len(sealed(door(story.inspection, Role.REFERENCER).get(PAGE))) == 9


def test_each_press_signs_what_it_shows_and_says_so_in_its_place(story: Story) -> None:
    declared(story.report)
    checker = door(story.inspection, Role.REFERENCER)
    every = sealed(checker.get(PAGE))
    for place, asked in enumerate(every, start=1):
        answer = in_place(checker, PAGE + "sign/", asked=asked, key=a_key("web"))
        assert answer.status_code == 200
        assert "Signed" in words(answer)
        assert Signature.objects.filter(document=story.report).count() == place
    assert "Every word is signed as it stands." in words(checker.get(PAGE))
    assert entries("reports.sign") == len(every)


def test_without_scripts_a_press_leads_back_to_the_desk(story: Story) -> None:
    declared(story.report)
    checker = door(story.inspection, Role.REFERENCER)
    asked = sealed(checker.get(PAGE))[0]
    answer = checker.post(PAGE + "sign/", asked=asked, key=a_key("web"))
    assert (answer.status_code, answer["Location"].endswith(PAGE)) == (302, True)
    assert len(sealed(checker.get(PAGE))) == 8


def test_what_this_server_did_not_show_is_not_signed(story: Story) -> None:
    declared(story.report)
    declared(story.release)
    checker = door(story.inspection, Role.REFERENCER)
    other = sealed(checker.get("documents/press-release/wording/"))[0]
    for asked in ("", "forged", sealed(checker.get(PAGE))[0][:-3] + "abc", other):
        answer = checker.post(PAGE + "sign/", asked=asked, key=a_key("web"))
        assert answer.status_code == 422
        told = in_place(checker, PAGE + "sign/", asked=asked, key=a_key("web"))
        assert "This was not signed." in words(told)
    assert not Signature.objects.exists()


def test_changed_words_stand_beside_the_old_ones_and_are_objected_to(story: Story) -> None:
    signed(story.report)
    text = Document.objects.get(pk=story.report.pk).text
    saved(story.report, text.replace("[Most forces have mand", "[Most forces do not have mand", 1))
    checker = door(story.inspection, Role.REFERENCER)
    page = checker.get(PAGE)
    assert "Most forces do not have mandatory training." in words(page)
    assert "<del>Most forces have mandatory training.</del>" in words(page)
    wanted = r'href="[^"]*/(wording/[0-9a-f]{64}/object/)'
    address = re.findall(wanted, page.content.decode())[0]
    answer = checker.post(
        f"documents/report/{address}", reason="The records say the opposite.", key=a_key("web")
    )
    assert answer.status_code == 302
    assert Objection.objects.get().reason == "The records say the opposite."
    assert "The records say the opposite." in words(door(story.inspection, Role.EDITOR).get(PAGE))
    refused = door(story.inspection, Role.SIGNING).post(
        "documents/report/freeze/", version=Document.objects.get(pk=story.report.pk).version
    )
    assert "Most forces do not have mandatory training" in words(refused)


def test_old_words_and_those_leaned_on_stand_with_their_numbers(story: Story) -> None:
    text = Document.objects.get(pk=story.report.pk).text
    counted = "[They trained their staff (9 of the 12)]{#mandatory-training}."
    text = text.replace("as their records show.", f"as their records show. {counted}")
    saved(story.report, text)
    signed(story.report)
    saved(story.report, text.replace("They trained their staff", "They did not train their staff"))
    page = door(story.inspection, Role.REFERENCER).get(PAGE)
    assert "<del>They trained their staff (9 of the 12).</del>" in words(page)
    assert "After: Most forces have mandatory training, as their records show." in words(page)
    assert "\u27e6" not in words(page)


def test_words_unlike_any_that_were_signed_have_no_old_ones_beside_them(story: Story) -> None:
    signed(story.report)
    text = Document.objects.get(pk=story.report.pk).text
    other = "[No leader could say what any officer had learned]{#mandatory-training}."
    saved(story.report, text.replace(", as their records show.", f". {other}"))
    page = door(story.inspection, Role.REFERENCER).get(PAGE)
    assert "No leader could say what any officer had learned." in words(page)
    assert "<del>" not in words(page)


def test_items_that_go_against_the_words_come_first_each_with_its_body(story: Story) -> None:
    items = list(Item.objects.filter(inspection=story.inspection).order_by("number")[:8])
    numbers = [one.number for one in items]
    predicate = {"criteria": ["1.1"], "min_items": 2, "min_kinds": 1, "min_bodies": 1}
    named = {"says_so": numbers[:-1], "says_otherwise": numbers[-1:]}
    a_claim(story.inspection, {**predicate, **named}, kind="qualitative", name="training-helps")
    text = Document.objects.get(pk=story.report.pk).text
    saved(story.report, text + "\n\n[Training helps those who have it]{#training-helps}.\n")
    declared(story.report)
    page = words(door(story.inspection, Role.REFERENCER).get(PAGE))
    shown = page[page.index("6 of 8 items of evidence") :]
    against, first = shown.index("Says otherwise"), shown.index(items[0].ref)
    assert against < shown.index(items[-1].ref) < first
    assert shown.count("Says otherwise") == 1
    contrary = items[-1]
    heard = contrary.get_method_display().lower()
    said_by = f"{contrary.scope_body.label}, {contrary.origin}, {heard}"
    where = shown[shown.index(f"{contrary.ref}</a>") :][:200]
    assert f"{said_by}:" in where
    assert "All 8 on the claim's page" in shown, "six stand here, and the way to the others"


def test_words_quoted_stand_beside_the_passage_with_their_source(story: Story) -> None:
    item = Item.objects.filter(inspection=story.inspection).order_by("number")[0]
    quoted = {"source": item.ref, "words": "mandatory training in March"}
    a_claim(story.inspection, quoted, kind="quotation", name="quote-march", statement="Heard.")
    text = Document.objects.get(pk=story.report.pk).text
    said = "An officer told us of [“mandatory training in May”]{#quote-march}."
    saved(story.report, f"{text}\n\n{said}\n")
    declared(story.report)
    page = words(door(story.inspection, Role.REFERENCER).get(PAGE))
    assert f"{item.ref}: “mandatory training in March”" in page
    assert f"{item.scope_body.label}, {item.origin}, " in page, "who spoke, and where"


def test_signature_is_taken_back_with_a_reason(story: Story) -> None:
    signed(story.report)
    one = Signature.objects.filter(document=story.report, kind="singly").latest("pk")
    checker = door(story.inspection, Role.REFERENCER)
    address = f"{PAGE}signatures/{one.pk}/withdraw/"
    assert one.words["full"] in words(checker.get(address))
    assert checker.post(address, reason="", key=a_key("web")).status_code == 422
    assert checker.post(address, reason="Misread.", key=a_key("web")).status_code == 302
    assert "Signed before" not in words(checker.get(PAGE))
    assert one.words["full"] in words(checker.get(PAGE))


def test_signature_on_words_marked_above_a_reader_is_no_page_of_theirs(story: Story) -> None:
    signed(story.report)
    one = Signature.objects.filter(document=story.report, kind="singly").latest("pk")
    address = f"{PAGE}signatures/{one.pk}/withdraw/"
    checker = door(story.inspection, Role.REFERENCER)
    assert checker.get(address).status_code == 200
    # The text may be marked lower than words that it prints from records.
    unguarded(Signature).filter(pk=one.pk).update(marking=Marking.SECRET)
    reads_no_more(story.who(Role.REFERENCER))
    answer = checker.get(address)
    assert answer.status_code == 404
    assert one.words["full"] not in words(answer)


def test_page_of_an_old_edition_says_that_its_wording_was_not_signed(story: Story) -> None:
    edition = frozen(story.report)
    lead = door(story.inspection, Role.LEAD)
    assert "wording not signed" not in words(lead.get("documents/report/"))
    # As an edition stands that was frozen before; the database lets nobody change one.
    edition.signed = None
    from django.template.loader import render_to_string

    told = render_to_string(
        "reports/editions.html",
        {"editions": [edition], "inspection": story.inspection, "document": story.report},
    )
    assert "claims referenced, wording not signed" in " ".join(told.split())


class TestReferencePage:
    """Every passage that carries a claim stands on the page where it is referenced again."""

    PATHS = ("claims/claim/mandatory-training/", "claims/claim/mandatory-training/reference/")

    @pytest.fixture
    def fallen(self, story: Story) -> Story:
        """All signed; then a judgment is agreed anew, so that the claim is stale."""
        signed(story.report)
        signed(story.release)
        agreed(story.inspection, story.body(), criterion(story.inspection))
        return story

    @pytest.mark.parametrize("path", PATHS)
    def test_passages_of_all_documents_stand_as_printed_each_with_who_signed_it(
        self, fallen: Story, path: str
    ) -> None:
        editor = Document.objects.get(pk=fallen.release.pk).text
        saved(
            fallen.release, editor + "\n\n[Most forces say so (9 of the 12)]{#mandatory-training}."
        )
        checker = fallen.who(Role.REFERENCER)
        page = words(door(fallen.inspection, checker).get(path))
        said = page[page.index("Where it is said") :]
        assert "What it rests on has changed" in page
        for title in ("How well forces train", "Most forces train"):
            assert f">{title}</a>" in said
        assert "Most forces have mandatory training, as their records show." in said
        assert "Forces with mandatory training" in said  # the caption of a picture of it
        assert said.count(f"Signed by {checker.name}") == 4
        assert said.count("Take the signature back") == 4
        unsigned = said[said.index("Most forces say so (9 of the 12).") :]
        assert "Not signed" in unsigned[:200]

    def test_reference_covers_what_is_printed_of_the_claim_and_falls_with_it(
        self, story: Story
    ) -> None:
        path = "claims/claim/mandatory-training/"
        checker = door(story.inspection, Role.REFERENCER)
        page = words(checker.get(path + "reference/"))
        assert "Forces that have mandatory training (9 of 12 inspected). Signing covers" in page
        claim = Claim.objects.get(inspection=story.inspection, key="mandatory-training")
        assert queries.facts(story.inspection)[claim.key].referenced
        edit(
            by=story.who(Role.LEAD),
            at=AT,
            key=a_key(),
            claim=claim,
            statement="Forces that have mandatory training for all",
            predicate=claim.predicate,
            version=claim.version,
        )
        assert not queries.facts(story.inspection)[claim.key].referenced
        assert "for all (9 of 12 inspected). Signing covers" in words(
            checker.get(path + "reference/")
        )

    def test_signature_is_taken_back_there_and_the_words_wait_again(self, fallen: Story) -> None:
        checker = door(fallen.inspection, Role.REFERENCER)
        page = checker.get(self.PATHS[0]).content.decode()
        to = html.unescape(
            re.findall(r'href="([^"]+/signatures/\d+/withdraw/\?back=[^"]+)"', page)[0]
        )
        answer = checker.client.post(to, {"reason": "It has changed.", "key": a_key("web")})
        assert answer["Location"].startswith(checker.root + self.PATHS[0])
        page = words(checker.get(self.PATHS[0]))
        assert (page.count("Take the signature back"), page.count("Not signed")) == (3, 1)
        assert Signature.objects.filter(withdrawal__reason="It has changed.").count() == 1

    def test_signature_of_another_checker_is_objected_to_and_others_do_neither(
        self, fallen: Story
    ) -> None:
        other = join(fallen.inspection, Role.REFERENCER)
        page = words(door(fallen.inspection, other).get(self.PATHS[0]))
        assert ("Take the signature back" in page, page.count(">Object<")) == (False, 4)
        page = words(door(fallen.inspection, Role.LEAD).get(self.PATHS[0]))
        assert "Signed by" in page
        assert not re.search("Take the signature back|>Object<", page)

    def test_who_may_not_read_the_whole_text_sees_excerpts_and_no_standing(
        self, story: Story
    ) -> None:
        text = Document.objects.get(pk=story.report.pk).text
        told = '[Told in confidence]{.sensitive marking=OFFICIAL-SENSITIVE ground="s.55"}'
        saved(story.report, f"{text}\n\n{{.narrative}}\n{told}.\n")
        reads_no_more(story.who(Role.ANALYST))
        page = words(door(story.inspection, Role.ANALYST).get(self.PATHS[0]))
        said = page[page.index("Where it is said") :]
        said = said[said.index("How well forces train</a>") : said.index("Who looked at it")]
        assert "“Most forces have mandatory training”" in said
        assert "Not signed" not in said
