"""The page of a conflict: each side's changes are named, a merge loses nothing, and what is chosen
goes on to the same act.
"""

from __future__ import annotations

import random
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.models import Draft
from inspectorate.domain.reports.models import Document
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces import kept_words
from inspectorate.interfaces.web.conflict import END, SAVED, YOURS, changes, merged
from tests.factories.findings import an_item, assigned
from tests.factories.publishing import Story, a_story, saved
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body
from tests.interfaces.web.acting import words
from tests.interfaces.web.forms import Page


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    """A report with its inspection."""
    return a_story()


BASE = "# Title\n\nThe first part stands.\n\nThe second part stands.\n"


class TestMerge:
    def test_what_each_side_changed_alone_is_taken_over(self) -> None:
        mine = BASE.replace("first part", "opening")
        theirs = BASE.replace("second part", "end") + "\nA third.\n"
        made = merged(BASE, mine, theirs)
        assert made.text == ("# Title\n\nThe opening stands.\n\nThe end stands.\n\nA third.\n")
        assert made.twice == 0

    def test_other_words_of_one_line_are_merged(self) -> None:
        made = merged(
            "We saw most forces in March.",
            "We saw all forces in March.",
            "We saw most forces in April.",
        )
        assert (made.text, made.twice) == ("We saw all forces in April.\n", 0)

    def test_same_words_changed_by_both_stand_twice(self) -> None:
        made = merged("Most forces.\nEnd.", "All forces.\nEnd.", "Few forces.\nEnd.")
        assert made.twice == 1
        assert made.text == f"{YOURS}All forces.\n{SAVED}Few forces.\n{END}End.\n"

    def test_without_the_text_both_began_from_nothing_of_either_is_lost(self) -> None:
        made = merged(None, "A.\nMine.\nB.\nOnly here.\n", "A.\nTheirs.\nB.\n")
        assert made.text == f"A.\n{YOURS}Mine.\n{SAVED}Theirs.\n{END}B.\nOnly here.\n"

    def test_same_text_on_both_sides_is_that_text(self) -> None:
        assert merged(BASE, "New.\n", "New.\n").text == "New.\n"
        assert merged("", "New.\n", "").text == "New.\n"

    @pytest.mark.parametrize("seed", range(200))
    def test_words_added_by_either_side_are_all_in_the_merge(self, seed: int) -> None:
        chance = random.Random(seed)
        base = [f"line {n} {chance.choice('abc')}" for n in range(chance.randrange(0, 12))]

        def edited(name: str) -> list[str]:
            lines = list(base)
            for number in range(chance.randrange(1, 5)):
                place = chance.randrange(len(lines) + 1)
                lines[place : place + chance.randrange(2)] = [f"{name}{number} added"]
            return lines

        mine, theirs = edited("mine"), edited("theirs")
        made = merged("\n".join(base), "\n".join(mine), "\n".join(theirs)).text
        alone = {one for one in (*mine, *theirs) if one not in base}
        assert {one for one in alone if one not in made} == set()


def test_change_marks_the_words_also_for_who_hears_the_page_and_escapes_them() -> None:
    found = changes("One.\nMost <b> forces.\nEnd.\n", "One.\nAll <b> forces.\nEnd.\n")
    assert [one.line for one in found] == [2]
    html = found[0].words
    assert re.search(r"<del><span[^>]*>\[taken out: </span>Most<", html)
    assert re.search(r"<ins><span[^>]*>\[added: </span>All<", html)
    assert "<b>" not in html
    assert "&lt;b&gt; forces." in html


def test_text_with_very_many_lines_alike_is_answered_soon() -> None:
    long = "\n" * 150_000
    assert merged(None, f"{long}a", f"{long}b").twice >= 0


@pytest.mark.django_db
class TestPage:
    def late(self, story: Story) -> tuple[Client, str, object, Document]:
        """A report that somebody saved after another opened it, and what that other is answered."""
        began = Document.objects.get(pk=story.report.pk)
        saved(began, began.text + "\nTheir line.\n")
        now = Document.objects.get(pk=began.pk)
        client = Client()
        client.force_login(member(story.inspection, Role.EDITOR))
        address = reverse("reports-edit", args=[story.inspection.slug, began.slug])
        mine = {"key": a_key(), "text": f"My line.\n\n{began.text}", "version": began.version}
        whose = kept_words.mark(member(story.inspection, Role.EDITOR))
        leads = client.post(address, {**mine, "whose": whose})
        assert leads.status_code == 303
        return client, address, client.get(leads["Location"]), now

    def test_stands_in_the_inspection_and_shows_what_each_side_changed(self, story: Story) -> None:
        _, _, answer, _ = self.late(story)
        assert answer.status_code == 409
        html, said = answer.content.decode(), words(answer)
        assert story.inspection.title in said
        assert 'class="ins-stair' in html
        assert "[added: Their line." in said
        assert "[added: My line." in said
        assert "No place was changed by both" in said
        assert "Whose" not in said

    @pytest.mark.parametrize(
        ("which", "kept"), [(0, ("My line.", "Their line.")), (1, ("My line.",))]
    )
    def test_what_is_chosen_is_saved_as_the_next_version(
        self, story: Story, which: int, kept: tuple[str, ...]
    ) -> None:
        client, address, answer, now = self.late(story)
        html = answer.content.decode()
        form = [one for one in Page(html).forms if one.action == address][which]
        texts = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.S)
        done = client.post(form.action, {**form.sends, "text": unescape(texts[which])})
        assert done.status_code == 302, words(done)
        after = Document.objects.get(pk=now.pk)
        assert after.version == now.version + 1
        found = [one for one in ("My line.", "Their line.") if one in after.text]
        assert found == list(kept)

    def test_draft_of_a_judgment_keeps_its_other_answers(self) -> None:
        inspection = an_inspection(phase="judging")
        inspector = member(inspection, Role.INSPECTOR)
        given = assigned(inspection, scope_body(inspection), criterion(inspection), inspector)
        judgments.save_draft(
            by=inspector,
            at=AT,
            key=a_key(),
            assignment=given,
            grade=None,
            findings={},
            reasons="From the other window.",
            marking="OFFICIAL-SENSITIVE",
            version=0,
        )
        client = Client()
        client.force_login(inspector)
        address = reverse("judgments-judge", args=[inspection.slug, given.pk])
        grade = criterion(inspection).scale.grades.first()
        sent = {
            "key": a_key(),
            "draft": "",
            "version": 0,
            "reasons": "From this window.",
            "grade": grade.pk,
            "marking": "OFFICIAL",
        }
        answer = client.post(address, sent)
        assert answer.status_code == 409
        html = answer.content.decode()
        form = next(one for one in Page(html).forms if one.action == address)
        text = unescape(re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.S)[0])
        assert "From the other window." in text
        assert "From this window." in text
        assert client.post(address, {**form.sends, "reasons": text}).status_code == 302
        draft = Draft.objects.get(assignment=given)
        assert (draft.version, draft.grade) == (2, grade)
        assert "From the other window." in draft.reasons
        # Words of both sides are marked as high as either.
        assert draft.marking == "OFFICIAL-SENSITIVE"

    def test_answers_of_a_draft_that_differ_are_chosen_and_none_is_lost(self) -> None:
        inspection = an_inspection(phase="judging")
        inspector = member(inspection, Role.INSPECTOR)
        body, of = scope_body(inspection), criterion(inspection)
        given = assigned(inspection, body, of, inspector)
        there, here = (an_item(inspection, body, by=inspector) for _ in range(2))
        first, last = of.scale.grades.first(), of.scale.grades.last()
        code = of.findings.first().code
        judgments.save_draft(
            by=inspector,
            at=AT,
            key=a_key(),
            assignment=given,
            grade=first,
            findings={code: True},
            reasons="The same in both.",
            cited=[there],
            version=0,
        )
        client = Client()
        client.force_login(inspector)
        address = reverse("judgments-judge", args=[inspection.slug, given.pk])
        mine = {"grade": last.pk, f"finding_{code}": "no", "cited": [here.pk]}
        sent = {"key": a_key(), "draft": "", "version": 0, "reasons": "The same in both.", **mine}
        answer = client.post(address, sent)
        said = words(answer)
        assert f"{first} (saved now)" in said
        assert f"{last} (yours)" in said
        assert "Yes (saved now)" in said
        form = next(one for one in Page(answer.content.decode()).forms if one.action == address)
        assert form.sends["grade"] == str(last.pk)
        chosen = {"grade": first.pk, "cited": [there.pk, here.pk], "reasons": "The same in both."}
        assert client.post(address, {**form.sends, **chosen}).status_code == 302
        draft = Draft.objects.get(assignment=given)
        assert (draft.grade, draft.findings) == (first, {code: False})
        assert set(draft.cited.all()) == {there, here}

    def test_move_to_another_phase_says_both_in_words(self) -> None:
        inspection = an_inspection(phase="judging")
        client = Client()
        client.force_login(member(inspection, Role.LEAD))
        address = reverse("inspections-move", args=[inspection.slug])
        sent = {"key": a_key(), "to_phase": "drafting", "reason": "All is judged.", "version": 0}
        answer = client.post(address, sent)
        assert answer.status_code == 409
        said = words(answer)
        assert "What stands now Judging" in said
        assert "What you sent Drafting" in said
        assert "All is judged." in said
