"""A picture of our own as an editor adds it, puts it in a section and takes it back, and as a body
is shown it.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from inspectorate.domain.reports.accuracy.ending.actions import recall_copy
from inspectorate.domain.reports.copies import standing_alone
from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.models import Document, FactCheck, OwnPicture
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role
from tests.factories.picturing import ALT, CAPTION, FENCE, a_picture, png
from tests.factories.publishing import Story, a_document, a_story
from tests.factories.rooms import a_contact, a_key, member
from tests.factories.upper import Door, door, words
from tests.interfaces.web.acting import signed_in

AT, DAY = "documents/seen/", date(2020, 2, 1)
GIVEN = {"code": "room", "origin": "ours", "people": "nobody", "marking": "OFFICIAL"}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    return a_story()


@pytest.fixture
def document(story: Story) -> Document:
    text = "# Summary\n\n{.narrative}\nWe went there.\n"
    return a_document(story.inspection, "seen", "summary", "What we saw", text)


@pytest.fixture
def editor(story: Story, document: Document) -> Door:
    return door(story.inspection, Role.EDITOR)


def upload(name: str = "a.png", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or png())


def block_of(document: Document) -> str:
    (one,) = standing_of(document)
    return f"{AT}sections/{one.identity}/block/"


def test_added_from_a_file_put_in_a_section_seen_in_its_preview_and_taken_back(
    document: Document, editor: Door
) -> None:
    assert f"{AT}pictures/" in editor.get(AT).content.decode()
    assert "No picture was added" in words(editor.get(f"{AT}pictures/"))
    answer = editor.post(f"{AT}pictures/add/", **GIVEN, file=upload())
    assert answer.status_code == 302
    page = editor.get(f"{AT}pictures/")
    assert "Made by the inspectorate" in words(page)
    file = editor.get(f"{AT}pictures/room/shown/")
    assert file["Content-Type"] == "image/png"
    assert file["X-Content-Type-Options"] == "nosniff"
    picture = OwnPicture.objects.get()
    assert b"".join(file.streaming_content) == store.get(picture.digest)
    block = block_of(document)
    asked = {"block": "picture:", "picture": "room", "caption": CAPTION}
    assert "Say in words what the picture shows." in words(
        editor.get(f"{block}?{urlencode(asked)}")
    )
    looked = editor.get(f"{block}?{urlencode({**asked, 'alt': ALT})}")
    assert f'alt="{ALT}"' in looked.content.decode()
    (section,) = standing_of(document)
    # As a browser sends it; a caption is nothing that one must give.
    bare = f"{FENCE.partition('caption')[0]}```\n"
    sent = {"version": section.version, "source": bare.rstrip("\n").replace("\n", "\r\n")}
    assert editor.post(block, **sent).status_code == 302
    assert bare in Document.objects.get(pk=document.pk).text
    assert "Change the picture “room”" in words(editor.get(block.removesuffix("block/")))
    shown = editor.get(f"{AT}preview/public/").content.decode()
    assert f'alt="{ALT}"' in shown
    assert f"{AT}pictures/room/shown/" in shown
    made = proof_of(Document.objects.get(pk=document.pk), DAY).edition(EditionKind.PUBLIC)
    given = {"data": standing_alone(made), "inspection": document.inspection}
    alone = render_to_string("publication/press_copy.html", given)
    # What is given to the press is one file, and leads to no page that only the staff can open.
    assert f"data:image/png;base64,{b64encode(store.get(picture.digest)).decode()}" in alone
    assert "/i/" not in alone
    editor.post(f"{AT}pictures/room/withdraw/", reason="Somebody asked us to.")
    assert "Somebody asked us to." in words(editor.get(f"{AT}pictures/"))
    assert "was taken back" in words(editor.get(f"{AT}preview/public/"))
    assert f'alt="{ALT}"' not in editor.get(f"{AT}preview/public/").content.decode()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"file": upload("a.gif", b"GIF89a")}, "pictures of this kind are not taken"),
        ({"file": upload("a.png", png()[:-9])}, "is cut off or damaged"),
        ({"people": ""}, "Choose one."),
        ({"origin": ""}, "Choose one."),
        ({"origin": "source", "source": "A paper"}, "The ground is empty."),
        ({"people": "agreed"}, "The agreement is empty."),
        ({"origin": "evidence", "item": 99}, "no such evidence"),
        ({"code": "A Room"}, "small letters, figures and hyphens"),
    ],
)
def test_refused_with_the_reason_beside_what_was_typed(
    editor: Door, other: dict[str, Any], said: str
) -> None:
    given = {**GIVEN, "file": upload(), **other}
    answer = editor.post(f"{AT}pictures/add/", **given)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not OwnPicture.objects.exists()


def test_picture_marked_higher_is_nowhere_on_the_pages_of_who_may_not_see_it(
    story: Story, document: Document, editor: Door
) -> None:
    a_picture(document, by=story.who(Role.LEAD), marking="OFFICIAL-SENSITIVE")
    assert editor.get(f"{AT}pictures/room/shown/").status_code == 404
    assert editor.get(f"{AT}pictures/room/withdraw/").status_code == 404
    for page in (f"{AT}pictures/", block_of(document)):
        assert "room" not in editor.get(page).content.decode().partition("<main")[2]
    assert door(story.inspection, Role.LEAD).get(f"{AT}pictures/room/shown/").status_code == 200


def a_copy(story: Story) -> tuple[OwnPicture, FactCheck, Client, str]:
    """A picture of one body, the copy of the draft that it was sent, its contact and the address
    of the copy; a picture of another body stands in the draft as well.
    """
    mine = story.body(0)
    fences = [
        FENCE.replace("room", "mine", 1).replace(CAPTION, f"The room of {mine.label}"),
        FENCE.replace("room", "other", 1).replace(CAPTION, f"The room of {story.body(1).label}"),
    ]
    text = "# Summary\n\nAll is well.\n\n# Found\n\n" + "\n".join(fences)
    document = a_document(story.inspection, "draft", "summary", "A draft", text)
    own = a_picture(document, "mine")
    a_picture(document, "other", content=png(colour=b"\1\2\3"))
    due = (timezone.localdate() + timedelta(days=15)).isoformat()
    lead = door(story.inspection, Role.LEAD)
    asked = lead.post(
        "documents/draft/points/ask/", recipients=[f"body:{mine.code}"], due_on=due, key=a_key()
    )
    assert asked.status_code == 302
    (check,) = FactCheck.objects.filter(document=document)
    at = f"/portal/{story.inspection.slug}/{mine.code}/checks/1/"
    return own, check, signed_in(a_contact(mine.body)), at


def test_body_sees_in_the_portal_the_picture_of_its_passage_and_no_other(story: Story) -> None:
    own, check, body, at = a_copy(story)
    page = body.get(at).content.decode()
    (number,) = (one["number"] for one in check.shown if "picture" in one)
    assert f'src="{at}pictures/{number}/"' in page
    assert page.count("/pictures/") == 1
    picture = body.get(f"{at}pictures/{number}/")
    assert b"".join(picture.streaming_content) == store.get(own.digest)
    assert body.get(f"{at}pictures/{number + 1}/").status_code == 404
    lead = door(story.inspection, Role.LEAD)
    lead.post("documents/draft/pictures/mine/withdraw/", reason="Somebody asked us to.")
    assert body.get(f"{at}pictures/{number}/").status_code == 404
    assert "/pictures/" not in body.get(at).content.decode()


def test_copy_that_was_recalled_gives_none_of_its_pictures(story: Story) -> None:
    _, check, body, at = a_copy(story)
    (number,) = (one["number"] for one in check.shown if "picture" in one)
    assert body.get(f"{at}pictures/{number}/").status_code == 200
    lead = member(story.inspection, Role.LEAD)
    reason = "It went to the wrong office."
    recall_copy(by=lead, at=timezone.now(), key=a_key(), fact_check=check, reason=reason)
    assert body.get(f"{at}pictures/{number}/").status_code == 404
