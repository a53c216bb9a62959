"""The pages of publication: two people, an embargo, bundles, corrections, and the trace."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.publication import actions
from inspectorate.domain.publication.models import (
    Bundle,
    Cancellation,
    Contents,
    PublishedRegister,
    Release,
    ReleaseApproval,
)
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import referenced
from tests.factories.leaking import a_release
from tests.factories.publishing import (
    ALL_THE_SAME,
    RELEASE,
    REPORT,
    Story,
    a_story,
    frozen,
    prepared,
    released,
)
from tests.factories.rooms import a_contact, a_key, a_person
from tests.factories.upper import door, entries, words

UNDATED = {
    "report": REPORT.replace("published: 2020-03-09\n", ""),
    "release": RELEASE.replace("published: 2020-03-09\n", ""),
}
SOON = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    """A story whose texts print no day."""
    return a_story(**UNDATED)


def local(moment: Any) -> str:
    """A moment as the form's control sends it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def due(story: Story) -> Release:
    """A release prepared an hour ago whose embargo has just ended."""
    now = timezone.now()
    return prepared(story, at=now - timedelta(hours=1), embargo_until=now)


def digest() -> str:
    """What the page of the one release offers to sign."""
    return Contents.objects.get().digest


def test_publication_pages_team_reads_outsiders_find_nothing(story: Story) -> None:
    prepared(story)
    pages = (
        "publication/",
        "publication/1/",
        "publication/trace/",
        "publication/trace/?id=mandatory-training",
    )
    assert door(story.inspection, Role.ANALYST).statuses(*pages) == dict.fromkeys(pages, 200)
    for stranger in (a_person(Role.PRESS), a_contact(story.body().body), a_person(Role.ADMIN)):
        assert door(story.inspection, stranger).statuses(*pages) == dict.fromkeys(pages, 404)
    acts = ("publication/prepare/", "publication/1/cancel/")
    assert door(story.inspection, Role.PRESS).statuses(*acts) == dict.fromkeys(acts, 200)
    assert door(story.inspection, Role.ANALYST).statuses(*acts) == dict.fromkeys(acts, 404)
    assert door(story.inspection, Role.PRESS).get("publication/2/").status_code == 404


def test_prepare_leaves_one_release_and_refuses_an_embargo_past(story: Story) -> None:
    editions = [frozen(story.report).pk, frozen(story.release).pk]
    press = door(story.inspection, Role.PRESS)
    past = press.post("publication/prepare/", editions=editions, embargo_until="2020-03-09T00:01")
    assert (past.status_code, "The embargo would end in the past." in words(past)) == (422, True)
    for never in ("0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"):
        given = {"editions": editions, "embargo_until": never}
        assert press.post("publication/prepare/", **given).status_code == 422
    sent = {
        "editions": editions,
        "embargo_until": local(timezone.now() + timedelta(days=1)),
        "key": a_key("web"),
    }
    assert [press.post("publication/prepare/", **sent).status_code for _ in range(2)] == [302, 302]
    assert (Release.objects.count(), entries("publication.prepare")) == (1, 1)
    assert "Prepared, to be approved by another person" in words(press.get("publication/"))


def test_approve_is_for_another_person_page_and_act_say_why(story: Story) -> None:
    prepared(story)
    press, signing = door(story.inspection, Role.PRESS), door(story.inspection, Role.SIGNING)
    assert "You prepared this release. Another person must approve it." in words(
        press.get("publication/1/")
    )
    own = press.post("publication/1/approve/", digest=digest())
    assert (own.status_code, "You prepared this release." in words(own)) == (422, True)
    sent = {"key": a_key("web"), "digest": digest()}
    assert [signing.post("publication/1/approve/", **sent).status_code for _ in range(2)] == [
        302,
        302,
    ]
    assert (ReleaseApproval.objects.count(), entries("publication.approve")) == (1, 1)
    assert door(story.inspection, Role.EDITOR).post("publication/1/approve/").status_code == 404


def test_second_signer_reads_what_was_gone_past_and_signs_what_came_since(story: Story) -> None:
    prepared(story)
    signing, press = door(story.inspection, Role.SIGNING), door(story.inspection, Role.PRESS)
    page = words(signing.get("publication/1/"))
    assert "Signed all the same" in page
    assert ALL_THE_SAME in page
    assert "Why it goes out all the same" not in page
    referenced(story.inspection.claims.get(), supported=False, reasons="It is not so.")
    page = words(signing.get("publication/1/"))
    assert "Before it is signed" in page
    assert "mandatory-training (not supported)" in page
    assert "Why it goes out all the same" in page
    assert "Before it is signed" not in words(
        door(story.inspection, Role.ANALYST).get("publication/1/")
    )
    refused = signing.post("publication/1/approve/", digest=digest())
    assert (refused.status_code, bool(refused.context["form"].errors["reason"])) == (422, True)
    assert ReleaseApproval.objects.count() == 0
    sent = {"key": a_key("web"), "digest": digest(), "reason": "Both readings are printed."}
    assert [signing.post("publication/1/approve/", **sent).status_code for _ in range(2)] == [
        302,
        302,
    ]
    assert "Both readings are printed." in words(press.get("publication/1/"))


def test_what_was_amended_since_disables_the_second_signature_and_says_why(story: Story) -> None:
    prepared(story)
    actions.amend(
        by=story.who(Role.LEAD),
        at=timezone.now(),
        key=a_key(),
        inspection=story.inspection,
        changes={"title": "Another title"},
        reason="It was misheard.",
        version=0,
    )
    signing = door(story.inspection, Role.SIGNING)
    assert "The records no longer say what was signed" in words(signing.get("publication/1/"))
    refused = signing.post("publication/1/approve/", digest=digest())
    assert (refused.status_code, ReleaseApproval.objects.count()) == (422, 0)


def test_pages_that_will_go_out_find_their_typefaces(story: Story) -> None:
    prepared(story)
    press = door(story.inspection, Role.PRESS)
    page = press.get("publication/1/contents/index.html").content.decode()
    assert 'href="assets/site.css"' in page
    sheet = press.get("publication/1/contents/assets/site.css").content.decode()
    names = set(re.findall(r'url\("\.\./\.\./\.\./assets/type/([^"]+)"\)', sheet))
    assert len(names) == 12
    for name in names:
        found = press.get(f"publication/assets/type/{name}")
        assert found.headers["Location"].endswith(f"inspectorate/type/{name}")
    assert press.get("publication/assets/type/other.woff2").status_code == 404


def test_carry_out_under_embargo_is_refused_with_its_end(story: Story) -> None:
    now = timezone.now()
    prepared(story, at=now, embargo_until=now + timedelta(days=30))
    press = door(story.inspection, Role.PRESS)
    assert "Nobody has approved this release." in words(press.get("publication/1/"))
    door(story.inspection, Role.SIGNING).post("publication/1/approve/", digest=digest())
    assert "The embargo ends on" in words(press.get("publication/1/"))
    refused = press.post("publication/1/release/")
    assert (
        refused.status_code,
        "The embargo ends on" in words(refused),
        Bundle.objects.count(),
    ) == (422, True, 0)


def test_carry_out_after_the_embargo_puts_out_one_bundle_and_its_register(story: Story) -> None:
    due(story)
    press = door(story.inspection, Role.PRESS)
    door(story.inspection, Role.SIGNING).post("publication/1/approve/", digest=digest())
    sent = {"key": a_key("web")}
    assert [press.post("publication/1/release/", **sent).status_code for _ in range(2)] == [
        302,
        302,
    ]
    assert (Bundle.objects.count(), entries("publication.release")) == (1, 1)
    page = words(press.get("publication/1/"))
    assert Bundle.objects.get().digest in page
    assert "its recommendations are open. No publisher is at work here" in page
    assert (PublishedRegister.objects.count(), entries("publication.refresh")) == (1, 1)
    assert press.post("publication/register/").status_code == 302
    assert (Bundle.objects.count(), entries("publication.refresh")) == (1, 2)
    assert press.post("publication/1/release/").status_code == 422
    assert story.inspection.recommendations.count() == 1


def test_cancel_needs_a_reason_and_ends_it(story: Story) -> None:
    prepared(story)
    press = door(story.inspection, Role.PRESS)
    assert press.post("publication/1/cancel/", reason="").status_code == 422
    assert press.post("publication/1/cancel/", reason="A fact was wrong.").status_code == 302
    assert (Cancellation.objects.get().reason, entries("publication.cancel")) == (
        "A fact was wrong.",
        1,
    )
    page = words(press.get("publication/1/"))
    assert "A fact was wrong." in page
    assert "Nothing more happens to a stopped release." in page
    assert (
        door(story.inspection, Role.SIGNING)
        .post("publication/1/approve/", digest=digest())
        .status_code
        == 422
    )


def test_trace_goes_down_from_a_sentence_and_up_from_evidence(story: Story) -> None:
    analyst = door(story.inspection, Role.ANALYST)
    frozen(story.report)
    down = analyst.get("publication/trace/?id=report%23mandatory-training").context["nodes"]
    assert {"sentence", "edition", "claim", "reference", "judgment", "evidence"} <= {
        one.kind for one in down
    }
    item = next(one.ref for one in down if one.kind == "evidence")
    up = analyst.get(f"publication/trace/?id={item}").context["nodes"]
    assert [one.kind for one in up][:1] == ["evidence"]
    assert "sentence" in {one.kind for one in up}
    assert "Nothing is known by that name." in words(
        analyst.get("publication/trace/?id=nothing-such")
    )


def test_correction_is_offered_only_for_what_is_out(db: None) -> None:
    told = a_story()
    press = door(told.inspection, Role.PRESS)
    prepared(told)
    assert list(press.get("publication/prepare/").context["form"].fields["corrects"].queryset) == []
    actions.cancel(
        by=told.who(Role.PRESS),
        at=timezone.now(),
        key=a_key(),
        release=Release.objects.get(),
        reason="Again.",
    )
    out = released(told, editions=list(Release.objects.get().editions.all())).release
    assert list(press.get("publication/prepare/").context["form"].fields["corrects"].queryset) == [
        out
    ]


def test_page_of_a_release_says_what_can_be_worked_out_of_it_and_what_to_do(db: None) -> None:
    leaking, _ = a_release(leaking=True)
    text = words(door(leaking.inspection, Role.SIGNING).get("publication/1/"))
    assert "What can be worked out of this release" in text
    assert leaking.body(0).label in text
    assert "Take the name out of the sentence" in text
    assert "can be worked out from all that is published" in text


@pytest.mark.drill
def test_page_of_a_release_that_gives_nothing_away_says_nothing_of_it(db: None) -> None:
    tight, _ = a_release(leaking=False)
    text = words(door(tight.inspection, Role.SIGNING).get("publication/1/"))
    assert "worked out" not in text
