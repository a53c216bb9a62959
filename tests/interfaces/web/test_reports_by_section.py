"""A report of which one section is marked above an editor: every page of the room tells them what
is left of that section, and lets them write the others, which stand as they stood.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from inspectorate.domain.reports.actions import save
from inspectorate.domain.reports.models import Comment, Document, Revision, Suggestion
from inspectorate.domain.reports.remarks import actions as remarks
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.reports.urls import urlpatterns
from tests.factories.findings import a_claim, an_item
from tests.factories.publishing import DRAFTED, Story, a_story
from tests.factories.rooms import a_key, member
from tests.factories.upper import Door, door, words
from tests.sizes import drilled

pytestmark = pytest.mark.django_db

S = '{.sensitive marking=OFFICIAL-SENSITIVE ground="Safety"}'
HEAD = "---\ntitle: How well forces train\npublished: 2020-03-09\n---\n\n"
ONE = "# One\n\n[Most forces have mandatory training]{#mandatory-training}.\n\n"
TWO = (
    f"## Two openheading\n\nSaid openly, and [canarypassage]{S}.\n\n"
    "And [canarybound]{#closed-claim}.\n\n"
)
THREE = f"# Three [canaryhead]{S}\n\nNothing marked here.\n\n"
LAST = "# Last\n\nSaid at the end.\n"
TEXT = HEAD + ONE + TWO + THREE + LAST
# The words of both versions, and the key of the claim.
CANARIES = (
    *("canarypassage", "canarybound", "canaryhead", "canaryearlier", "closed-claim"),
    *("canaryremark", "canarysuggested"),
)
AT = "documents/report/sections/"

# Every page of the room, by its name: where it is asked for, and how it answers an editor who is
# not cleared for the second section. The first is written in by the addresses of ``at``.
PAGES: dict[str, list[tuple[str, int]]] = {
    "reports-list": [("documents/", 200)],
    "reports-open": [("documents/new/open/", 200)],
    "reports-document": [("documents/report/", 200)],
    "reports-edit": [("documents/report/edit/", 200)],
    "reports-section": [(f"{AT}{{two}}/", 200), (f"{AT}{{three}}/", 200), (f"{AT}{{one}}/", 200)],
    "reports-typed-section": [(f"{AT}{{two}}/typed/", 405)],
    "reports-assign-section": [(f"{AT}{{two}}/assign/", 200), (f"{AT}{{one}}/assign/", 200)],
    "reports-mark-section": [(f"{AT}{{three}}/mark/", 200), (f"{AT}{{one}}/mark/", 200)],
    "reports-section-history": [(f"{AT}{{two}}/history/", 200), (f"{AT}{{three}}/history/", 200)],
    "reports-section-revision": [
        (f"{AT}{{two}}/history/{revision}/{before}", 200)
        for revision in (3, 4)
        for before in ("", "?before=yes")
    ],
    "reports-restore-section": [(f"{AT}{{two}}/history/3/restore/", 405)],
    "reports-section-claims": [
        (f"{AT}{{two}}/claims/?words=canaryless", 200),
        (f"{AT}{{one}}/claims/?words=Most+forces", 200),
    ],
    "reports-section-evidence": [
        (f"{AT}{{two}}/evidence/?words=canaryless", 200),
        (f"{AT}{{one}}/evidence/?words=Most+forces", 200),
    ],
    "reports-section-block": [
        (f"{AT}{{two}}/block/?block=chart:strip&claim=closed-claim", 200),
        (f"{AT}{{one}}/block/?block=chart:strip&claim=mandatory-training", 200),
    ],
    "reports-remarks": [(f"{AT}{{two}}/remarks/", 200), (f"{AT}{{one}}/remarks/", 200)],
    "reports-suggest": [
        (f"{AT}{{two}}/remarks/suggest/?start=0&end=40", 200),
        (f"{AT}{{one}}/remarks/suggest/", 200),
    ],
    "reports-comment": [
        (f"{AT}{{two}}/remarks/comment/?start=0&end=40", 200),
        (f"{AT}{{one}}/remarks/comment/", 200),
    ],
    "reports-accept-suggestion": [("documents/report/suggestions/{suggestion}/accept/", 405)],
    "reports-decline-suggestion": [("documents/report/suggestions/{suggestion}/decline/", 404)],
    "reports-withdraw-suggestion": [("documents/report/suggestions/{suggestion}/withdraw/", 405)],
    "reports-answer-comment": [
        ("documents/report/comments/{comment}/answer/", 404),
        ("documents/report/comments/{open_comment}/answer/", 200),
    ],
    "reports-resolve-comment": [("documents/report/comments/{comment}/resolve/", 405)],
    "reports-reopen-comment": [("documents/report/comments/{comment}/reopen/", 405)],
    "reports-find": [("documents/report/find/?words=canarypassage", 200)],
    "reports-front-matter": [("documents/report/front-matter/", 200)],
    "reports-previews": [("documents/report/previews/", 200)],
    "reports-bring-in": [("documents/report/word/", 200)],
    "reports-open-variant": [("documents/report/translate/", 200)],
    "reports-letters": [("documents/report/letters/", 200)],
    "reports-make-letters": [("documents/report/letters/make/", 200)],
    "reports-stop-letters": [("documents/report/letters/stop/", 405)],
    "reports-make-letter": [("documents/report/letters/x/make/", 405)],
    "reports-place": [("documents/report/place/", 200)],
    "reports-mend": [("documents/report/mend/", 405)],
    "reports-waive": [("documents/report/waive/", 404)],
    "reports-freeze": [("documents/report/freeze/", 405)],
    "reports-wording": [
        ("documents/report/wording/", 200),
        ("documents/report/wording/?show=all", 200),
    ],
    "reports-declare": [("documents/report/wording/declare/", 200)],
    "reports-withdraw-draft": [("documents/report/wording/withdraw/", 404)],
    "reports-sign": [("documents/report/wording/sign/", 405)],
    "reports-look": [("documents/report/wording/look/", 405)],
    "reports-withdraw-signature": [("documents/report/wording/signatures/1/withdraw/", 404)],
    "reports-object": [("documents/report/wording/x/object/", 404)],
    "reports-preview": [
        ("documents/report/preview/full/", 200),
        ("documents/report/preview/public/", 200),
    ],
    "reports-edition": [("documents/report/editions/1/full/", 404)],
    "reports-pdf": [("documents/report/editions/1/full/pdf/", 404)],
    "reports-word": [("documents/report/editions/1/full/word/", 404)],
    "reports-editors-copy": [("documents/report/editors-copy/", 200)],
    "reports-markdown": [("documents/report/markdown/", 200)],
    "reports-points": [("documents/report/points/", 200)],
    "reports-fact-check": [("documents/report/points/ask/", 200)],
    "reports-raise": [("documents/report/points/1/raise/", 404)],
    "reports-ask-another": [("documents/report/points/ask-another/", 200)],
    "reports-extend-check": [("documents/report/points/1/extend/", 404)],
    "reports-recall": [("documents/report/points/1/recall/", 404)],
    "reports-finish": [("documents/report/points/1/finish/", 404)],
    "reports-reopen": [("documents/report/points/1/reopen/", 404)],
    "reports-withdraw-answer": [("documents/report/points/1/changed/x/back/", 404)],
    "reports-changed": [("documents/report/points/changed/", 200)],
    "reports-answer-change": [("documents/report/points/1/changed/x/", 404)],
    "reports-outcome": [("documents/report/points/1/outcome/", 404)],
    "reports-point-file": [("documents/report/points/1/file/", 404)],
    "reports-quotations": [("documents/report/quotations/", 200)],
    "reports-declare-quotation": [("documents/report/quotations/declare/", 200)],
    "reports-ask-speaker": [("documents/report/quotations/x/ask/", 200)],
    "reports-approve-quotation": [("documents/report/quotations/x/approve/", 200)],
    "reports-withdraw-asking": [("documents/report/quotations/x/ask/withdraw/", 200)],
    "reports-withdraw-approval": [("documents/report/quotations/approvals/1/withdraw/", 404)],
    "reports-approval-file": [("documents/report/quotations/approvals/1/file/", 200)],
    "reports-pictures": [("documents/report/pictures/", 200)],
    "reports-add-picture": [("documents/report/pictures/add/", 200)],
    "reports-withdraw-picture": [("documents/report/pictures/x/withdraw/", 404)],
    "reports-picture-file": [("documents/report/pictures/x/shown/", 404)],
    "reports-decide": [("documents/report/points/1/decide/", 404)],
}
BESIDE = (
    "",
    "ledger/",
    "search/?q=openly",
    "claims/",
    "claims/claim/mandatory-training/",
    "claims/claim/closed-claim/",
    "publication/",
    "publication/trace/?id=report",
)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story() -> Story:
    """A report of four sections; the second changed once, and said something else marked before."""
    made = a_story()
    an_item(made.inspection, practice=True, marking="OFFICIAL-SENSITIVE")
    a_claim(
        made.inspection,
        {"criteria": ["1.1"], "practice": True},
        kind="example",
        name="closed-claim",
        statement="canarybound",
        small_number_decision="Nobody is named.",
    )
    for text in (TEXT.replace("Said openly", f"[canaryearlier]{S}"), TEXT):
        now = Document.objects.get(pk=made.report.pk)
        lead = member(made.inspection, Role.LEAD)
        save(by=lead, at=DRAFTED, key=a_key(), document=now, text=text, version=now.version)
    _remarks(made)
    return made


def _remarks(story: Story) -> None:
    """A comment and a suggestion of the lead on the closed words, and a comment on open ones."""
    places = at(story)
    said = {"by": member(story.inspection, Role.LEAD), "at": DRAFTED, "document": now(story)}
    for name, quote, text in (
        ("two", "canarypassage", "canaryremark"),
        ("one", "Most forces", "Is it most?"),
    ):
        given = {"identity": places[name], "version": version(story, name), "quote": quote}
        remarks.comment(**said, **given, key=a_key(), text=text)
    given = {"identity": places["two"], "version": version(story, "two"), "quote": "canarypassage"}
    remarks.suggest(**said, **given, key=a_key(), replacement="canarysuggested")


@pytest.fixture
def editor(story: Story) -> Door:
    return door(story.inspection, Role.EDITOR)


def now(story: Story) -> Document:
    return Document.objects.get(pk=story.report.pk)


def at(story: Story) -> dict[str, str]:
    """The identities of the sections, by what each is called here."""
    names = ("head", "one", "two", "three", "last")
    return dict(zip(names, (one.identity for one in standing_of(now(story))), strict=True))


def version(story: Story, name: str) -> int:
    identity = at(story)[name]
    return next(one.version for one in standing_of(now(story)) if one.identity == identity)


def told(answer: Any) -> set[str]:
    return {one for one in CANARIES if one in answer.content.decode(errors="replace")}


def pages(story: Story) -> dict[str, tuple[str, int]]:
    """Every page of the table, with the status that it answers an editor with."""
    suggestion, (comment, open_comment) = Suggestion.objects.get(), Comment.objects.order_by("pk")
    rows = {"suggestion": suggestion, "comment": comment, "open_comment": open_comment}
    places = at(story) | {name: str(one.pk) for name, one in rows.items()}
    every = [one for listed in PAGES.values() for one in listed]
    return {path.format(**places): (path, status) for path, status in every}


def test_table_names_every_page_of_the_room() -> None:
    assert set(PAGES) == {one.name for one in urlpatterns}


def test_no_page_tells_an_editor_what_is_marked_in_one_section(story: Story, editor: Door) -> None:
    answers = {path: editor.get(path) for path in pages(story)}
    assert {path: found for path, one in answers.items() if (found := told(one))} == {}
    assert {path: one.status_code for path, one in answers.items()} == {
        path: status for path, (_, status) in pages(story).items()
    }
    beside = {path: told(editor.get(path)) - {"closed-claim"} for path in BESIDE}
    assert {path: found for path, found in beside.items() if found} == {}


def test_who_is_cleared_is_told_all_of_it(story: Story) -> None:
    lead, places = door(story.inspection, Role.LEAD), at(story)
    for path in ("documents/report/", "documents/report/edit/", "documents/report/markdown/"):
        assert told(lead.get(path)) == {*CANARIES[:3], "closed-claim"}
    assert told(lead.get(f"{AT}{places['two']}/remarks/")) == {*CANARIES} - {
        *("canaryearlier", "canaryhead")
    }
    assert "canarypassage" in words(lead.get(f"{AT}{places['two']}/"))
    earlier = lead.get(f"{AT}{places['two']}/history/3/?before=yes")
    assert "canaryearlier" in words(earlier)


def test_document_page_leads_to_each_section_and_says_which_are_closed(
    story: Story, editor: Door
) -> None:
    said = words(editor.get("documents/report/"))
    assert "Nine" not in said
    for open_word in (
        "Most forces have mandatory training",
        "Said openly",
        "openheading",
        "Said at",
    ):
        assert open_word in said
    assert said.count("Read what is left") == 2
    assert said.count('>Write<span class="ins-sr">') == 3
    assert "Removed: Safety" in said


def test_page_of_a_closed_section_tells_what_is_left_with_the_reason_and_no_editor(
    story: Story, editor: Door
) -> None:
    said = words(editor.get(f"{AT}{at(story)['two']}/"))
    assert "Said openly, and" in said
    assert "This section is marked Official-sensitive" in said
    assert "Ask the administrator to record your clearance" in said
    assert "<textarea" not in said


def test_open_section_is_saved_and_the_closed_ones_stand_byte_for_byte(
    story: Story, editor: Door
) -> None:
    one = f"{AT}{at(story)['one']}/"
    assert "<textarea" in words(editor.get(one))
    answer = editor.post(one, text=ONE + "Saved by an editor.\n\n", version=version(story, "one"))
    assert answer.status_code == 302
    assert now(story).text == HEAD + ONE + "Saved by an editor.\n\n" + TWO + THREE + LAST
    assert told(editor.get("documents/report/")) == set()


@pytest.mark.parametrize(
    ("page", "sent"),
    drilled(
        [
            ("", {"text": "# Mine\n", "version": 2}),
            ("", {"text": "# Mine\n", "version": 1}),
            ("mark/", {"status": "ready"}),
            ("assign/", {"to": ""}),
            ("history/3/restore/", {"version": 2}),
            ("typed/", {"text": "# canary\n"}),
        ],
        3,
    ),
)
def test_act_on_a_closed_section_is_refused_with_the_reason_and_none_of_its_words(
    story: Story, editor: Door, page: str, sent: dict[str, object]
) -> None:
    before = now(story).text
    answer = editor.post(f"{AT}{at(story)['two']}/{page}", **sent)
    assert answer.status_code == 422
    assert "cleared" in answer.content.decode()
    assert told(answer) == set()
    assert "openheading" not in answer.content.decode()
    assert now(story).text == before


def test_marked_section_of_which_nothing_moved_on_is_no_conflict_for_the_others(
    story: Story, editor: Door
) -> None:
    one, before = f"{AT}{at(story)['one']}/", version(story, "one")
    editor.post(one, text=ONE + "First.\n\n", version=before)
    answer = editor.post(one, text=ONE + "Second.\n\n", version=before)
    assert answer.status_code == 409
    assert told(answer) == set()
    assert "First." in words(answer)


def test_section_that_was_raised_meanwhile_tells_its_writer_nothing_of_what_stands_now(
    story: Story, editor: Door
) -> None:
    lead, one = door(story.inspection, Role.LEAD), f"{AT}{at(story)['one']}/"
    raised, before = ONE + f"[canaryraised]{S}.\n\n", version(story, "one")
    assert lead.post(one, text=raised, version=before).status_code == 302
    answer = editor.post(one, text=ONE + "Mine, typed before.\n\n", version=before)
    assert answer.status_code == 422
    assert "canaryraised" not in words(answer)
    assert "Mine, typed before." in words(answer)
    earlier = editor.get(f"{one}history/3/")
    assert "removed: marked above this reader" in words(earlier)


def test_checks_tell_an_editor_nothing_of_what_a_closed_section_says(
    story: Story, editor: Door
) -> None:
    typed = f"{AT}{at(story)['one']}/typed/"
    asked = editor.post(typed, text=ONE + "See canarypassage in section Two.\n\n")
    lead = door(story.inspection, Role.LEAD)
    before = [editor.post(typed, text=ONE).json(), asked.json()]
    moved = TWO.replace("canarypassage", "canaryother said of 17 of the 12 forces")
    two = f"{AT}{at(story)['two']}/"
    answer = lead.post(two, text=moved, version=version(story, "two"))
    assert answer.status_code == 302
    after = [
        editor.post(typed, text=text).json()
        for text in (ONE, ONE + "See canarypassage in section Two.\n\n")
    ]
    assert before == after


def test_waived_passage_and_versions_stay_out_of_an_editors_pages(
    story: Story, editor: Door
) -> None:
    assert Revision.objects.filter(text__contains="canaryearlier").exists()
    history = words(editor.get(f"{AT}{at(story)['two']}/history/"))
    assert "this section" in history
    assert re.search(r"Write this section</a>", history) is None


def test_replacing_answers_an_editor_alike_whatever_stands_in_a_closed_section(
    story: Story, editor: Door
) -> None:
    document = now(story)
    place = document.text.index("canarypassage")
    sent = {"version": document.version, "replacement": "other", "case": "on"}
    answers = [
        editor.post("documents/report/find/", words=words, at=at, **sent)
        for words, at in (
            *(("canarypassage", place), ("canarypassage", place + 1), ("c", place), ("d", place)),
            ("Most", document.text.index("Most")),
        )
    ]
    assert {one.status_code for one in answers} == {422}
    said = [words(one) for one in answers]
    assert all("cleared" in one and "do not stand there" not in one for one in said)
    assert now(story).text == document.text


def test_front_matter_that_is_closed_is_not_quoted_by_its_refusal(
    story: Story, editor: Door
) -> None:
    head = HEAD.replace("published:", f"canarykey: [canaryfield]{S}\npublished:")
    lead, document = member(story.inspection, Role.LEAD), now(story)
    text = document.text.replace(HEAD, head)
    save(by=lead, at=DRAFTED, key=a_key(), document=document, text=text, version=document.version)
    answer = editor.post(
        "documents/report/front-matter/", title="Mine", version=version(story, "head")
    )
    assert answer.status_code == 422
    assert "canarykey" not in words(answer)
