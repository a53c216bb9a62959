"""Publishing: two people, an embargo to the second, newest and true editions only, corrections."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from inspectorate.domain.publication import actions, folder, queries
from inspectorate.domain.publication.models import Bundle, Release
from inspectorate.domain.publication.policies import Site
from inspectorate.domain.publication.schema import read_bundle
from inspectorate.domain.publication.states import State
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee, Recommendation
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import agreed
from tests.factories.publishing import (
    EMBARGO,
    RELEASE,
    REPORT,
    SIGNED,
    Story,
    a_story,
    approved,
    frozen,
    prepared,
    released,
    saved,
)
from tests.factories.rooms import a_contact, a_key, criterion, member

SECOND = timedelta(seconds=1)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.fixture
def story() -> Story:
    return a_story()


def release_at(release: Release, at: datetime) -> Bundle:
    return actions.release(
        by=member(release.inspection, Role.PRESS), at=at, key=a_key(), release=release
    )


@pytest.mark.django_db
class TestTwoPeople:
    def test_who_prepared_may_not_approve(self, story: Story) -> None:
        release = prepared(story)
        with pytest.raises(Refused) as refusal:
            actions.approve(by=story.who(Role.PRESS), at=SIGNED, key=a_key(), release=release)
        assert codes(refusal) == ["same_person"]

    def test_release_nobody_approved_stays_in(self, story: Story) -> None:
        with pytest.raises(Refused) as refusal:
            release_at(prepared(story), EMBARGO)
        assert codes(refusal) == ["not_approved"]

    @pytest.mark.parametrize("role", [Role.LEAD, Role.EDITOR, Role.INSPECTOR])
    def test_role_that_does_not_publish_may_not_release(self, story: Story, role: Role) -> None:
        release = approved(prepared(story))
        with pytest.raises(Forbidden):
            actions.release(by=story.who(role), at=EMBARGO, key=a_key(), release=release)

    def test_what_waits_waits_on_the_other_person(self, story: Story) -> None:
        release = prepared(story)
        seen = {
            role: [one.verb for one in queries.waiting(story.who(role), story.inspection)]
            for role in (Role.PRESS, Role.SIGNING)
        }
        assert seen == {Role.PRESS: [], Role.SIGNING: [PublicationVerb.APPROVE]}
        approved(release)
        assert [one.verb for one in queries.waiting(story.who(Role.PRESS), story.inspection)] == [
            PublicationVerb.RELEASE
        ]


@pytest.mark.django_db
class TestEmbargo:
    def test_nothing_leaves_one_second_before_and_all_at_the_second(self, story: Story) -> None:
        release = approved(prepared(story))
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO - SECOND)
        assert codes(refusal) == ["embargo"]
        assert (
            Bundle.objects.count(),
            Recommendation.objects.count(),
            queries.newest_folders(),
        ) == (0, 0, [])
        assert release_at(release, EMBARGO).number == 1

    def test_release_sent_twice_is_out_once(self, story: Story) -> None:
        release, key = approved(prepared(story)), a_key()
        first, second = (
            actions.release(by=story.who(Role.PRESS), at=EMBARGO, key=key, release=release)
            for _ in range(2)
        )
        assert (first, Bundle.objects.count()) == (second, 1)
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO)
        assert codes(refusal) == ["is_released"]

    def test_cancelled_at_the_last_second_stays_in(self, story: Story) -> None:
        release = approved(prepared(story))
        actions.cancel(
            by=story.who(Role.LEAD),
            at=EMBARGO - SECOND,
            key=a_key(),
            release=release,
            reason="A court order.",
        )
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO)
        assert codes(refusal) == ["is_cancelled"]

    def test_released_cannot_be_cancelled(self, story: Story) -> None:
        bundle = released(story)
        with pytest.raises(Refused) as refusal:
            actions.cancel(
                by=story.who(Role.LEAD), at=EMBARGO, key=a_key(), release=bundle.release, reason="x"
            )
        assert codes(refusal) == ["is_released"]

    def test_embargo_in_the_past_or_without_a_zone_is_refused(self, story: Story) -> None:
        chosen = [frozen(story.report)]
        for until, code in (
            (SIGNED - SECOND, "embargo_past"),
            (datetime(2020, 3, 9), "embargo_without_zone"),  # noqa: DTZ001 - that is the fault
        ):
            with pytest.raises(Refused) as refusal:
                prepared(story, chosen, embargo_until=until, at=SIGNED)
            assert code in codes(refusal)


@pytest.mark.django_db
class TestSites:
    @pytest.mark.parametrize(
        ("address", "rehearsal"),
        [
            ("http://127.0.0.1:8001/", True),
            ("https://rehearsal.inspectorate.example/", True),
            ("https://inspectorate.example/", False),
            ("https://inspectorate.example/rehearsal/", False),
        ],
    )
    def test_kind_of_site_is_told_by_its_host(
        self, settings: Any, address: str, rehearsal: bool
    ) -> None:
        settings.BASE_URL = address
        assert queries.site() == Site(address, rehearsal)

    def test_setting_overrules_the_host(self, settings: Any) -> None:
        settings.BASE_URL, settings.REHEARSAL_SITE = "https://practice.example/", True
        assert queries.site().rehearsal

    def test_rehearsal_is_not_released_to_a_live_site(self, story: Story, settings: Any) -> None:
        release = approved(prepared(story))
        settings.BASE_URL = "https://inspectorate.example/"
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO)
        assert codes(refusal) == ["rehearsal_to_live_site"]
        assert queries.newest_folders() == []


@pytest.mark.django_db
class TestTruth:
    def test_edition_whose_claim_moved_after_freezing_is_not_released(self, story: Story) -> None:
        release = approved(prepared(story))
        agreed(
            story.inspection, story.body(0), criterion(story.inspection), mandatory_training=False
        )
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO)
        assert codes(refusal) == ["claim_moved", "claim_moved"]

    def test_edition_superseded_after_approval_is_not_released(self, story: Story) -> None:
        release = approved(prepared(story))
        frozen(saved(story.report, REPORT + "\n{.narrative}\nMore.\n"))
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO)
        assert codes(refusal) == ["edition_not_newest"]

    def test_release_on_another_day_than_printed_is_refused(self, story: Story) -> None:
        release = approved(prepared(story))
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO + timedelta(days=1))
        assert codes(refusal) == ["published_on_differs", "published_on_differs"]


@pytest.mark.django_db
class TestKilledBetweenFolderAndRecord:
    def test_folder_without_a_record_is_not_public_and_the_next_try_replaces_it(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release = approved(prepared(story))
        whole = actions.Bundle.objects.create

        def killed(**_: Any) -> None:
            raise SystemExit("killed")

        monkeypatch.setattr(actions.Bundle.objects, "create", killed)
        with pytest.raises(SystemExit):
            release_at(release, EMBARGO)
        assert (
            queries.newest_folders(),
            Recommendation.objects.count(),
            queries.state_of(release),
        ) == ([], 0, State.APPROVED)
        monkeypatch.setattr(actions.Bundle.objects, "create", whole)
        bundle = release_at(release, EMBARGO + timedelta(minutes=5))
        assert queries.newest_folders() == [queries.folder_of(bundle)]
        assert list(folder.faults(queries.folder_of(bundle), bundle.digest)) == []
        assert [one.name for one in queries.folder_of(bundle).parent.iterdir()] == [bundle.folder]


@pytest.mark.django_db
class TestAfterwards:
    def test_release_opens_the_recommendations_on_the_day_of_publication(
        self, story: Story
    ) -> None:
        released(story)
        (one,) = Recommendation.objects.all()
        assert (one.number, one.opened_at) == (1, EMBARGO)

    def test_correction_is_a_new_edition_and_a_new_bundle_that_says_why(self, story: Story) -> None:
        first = released(story)
        new = frozen(
            saved(story.report, REPORT.replace("as their records show", "as records show"))
        )
        until = EMBARGO + timedelta(days=9)
        release = approved(
            prepared(
                story,
                [new],
                corrects=first.release,
                correction_reason="A phrase was wrong.",
                embargo_until=until,
            )
        )
        second = release_at(release, EMBARGO + timedelta(days=9))
        before, after = (read_bundle(queries.folder_of(bundle)) for bundle in (first, second))
        assert (before.correction, after.correction) == ("", "A phrase was wrong.")
        assert (before.number, after.number) == (1, 2)
        assert {one.slug: one.edition_number for one in after.documents} == {
            "report": 2,
            "press-release": 1,
        }
        assert "as their records show" in (
            queries.folder_of(first) / "documents/report.json"
        ).read_text("utf-8")
        assert queries.newest_bundle(story.inspection) == second

    def test_refresh_tells_the_register_s_new_state_and_nothing_else_changes(
        self, story: Story
    ) -> None:
        first = released(story)
        to = Addressee.objects.get()
        later = EMBARGO + timedelta(days=30)
        recommendations.respond(
            by=a_contact(to.body),
            at=later,
            key=a_key(),
            addressee=to,
            agreement="agreed",
            action="We shall.",
        )
        lead = story.who(Role.LEAD)
        recommendations.verify(
            by=lead,
            at=later,
            key=a_key(),
            addressee=to,
            confirmed="complete",
            evidence="CANARY seen",
        )
        recommendations.close(
            by=lead,
            at=later,
            key=a_key(),
            addressee=to,
            outcome="implemented",
            reasons="Confirmed in use.",
        )
        second = actions.refresh(by=lead, at=later, key=a_key(), release=first.release)
        before, after = (
            json.loads((queries.folder_of(one) / "bundle.json").read_text("utf-8"))
            for one in (first, second)
        )
        assert (before["recommendations"][0]["state"], after["recommendations"][0]["state"]) == (
            "open",
            "closed",
        )
        assert [name for name in before if before[name] != after[name]] == [
            "number",
            "recommendations",
            "tables",
        ]
        assert "CANARY" not in json.dumps(after)

    def test_refresh_of_a_release_that_was_corrected_is_refused(self, story: Story) -> None:
        first = released(story)
        new = frozen(saved(story.release, RELEASE + "\n{.narrative}\nMore.\n"))
        correction = approved(
            prepared(
                story,
                [new],
                corrects=first.release,
                correction_reason="x",
                embargo_until=EMBARGO + timedelta(days=1),
            )
        )
        release_at(correction, EMBARGO + timedelta(days=1))
        with pytest.raises(Refused) as refusal:
            actions.refresh(by=story.who(Role.LEAD), at=EMBARGO, key=a_key(), release=first.release)
        assert codes(refusal) == ["not_newest"]
