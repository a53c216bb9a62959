"""Publishing: two people, an embargo to the second, newest and true editions only, corrections."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from inspectorate.domain.publication import actions, folder, queries
from inspectorate.domain.publication.models import (
    Bundle,
    Contents,
    Release,
    ReleaseApproval,
)
from inspectorate.domain.publication.policies import Site
from inspectorate.domain.publication.register_schema import read_register
from inspectorate.domain.publication.schema import read_bundle
from inspectorate.domain.publication.states import State
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee, Recommendation
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.foundation.ledger.clock import database_clock, deciding
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import agreed
from tests.factories.forging import unguarded
from tests.factories.publishing import (
    EMBARGO,
    REPORT,
    SIGNED,
    Story,
    a_story,
    approved,
    frozen,
    prepared,
    released,
    saved,
    taken_back,
)
from tests.factories.rooms import a_contact, a_key, a_person, criterion, member

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
            actions.approve(
                by=story.who(Role.PRESS),
                at=SIGNED,
                key=a_key(),
                release=release,
                digest=release.contents.digest,
            )
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
            queries.published().inspections,
        ) == (0, 0, ())
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
        assert queries.published().inspections == ()


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
        assert codes(refusal) == ["day_passed"]


@pytest.mark.django_db
class TestKilled:
    def test_prepare_that_was_not_recorded_leaves_a_folder_that_nothing_names(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(**_: Any) -> None:
            raise SystemExit("killed")

        given = {
            "by": story.who(Role.PRESS),
            "at": SIGNED + SECOND,
            "key": a_key(),
            "inspection": story.inspection,
            "editions": [frozen(story.report)],
            "embargo_until": EMBARGO,
        }
        with monkeypatch.context() as patch:
            patch.setattr(actions.Contents.objects, "create", killed)
            with pytest.raises(SystemExit):
                actions.prepare(**given)
        (left,) = queries.root().iterdir()
        assert (Release.objects.count(), queries.folders_of()) == (0, {})
        # The same facts make the same folder, which is then named.
        assert actions.prepare(**given).contents.digest == left.name
        assert queries.published().inspections == ()

    def test_release_that_was_not_recorded_is_not_out_and_the_next_try_completes_it(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(**_: Any) -> None:
            raise SystemExit("killed")

        release = approved(prepared(story))
        with monkeypatch.context() as patch:
            patch.setattr(actions.Bundle.objects, "create", killed)
            with pytest.raises(SystemExit):
                release_at(release, EMBARGO)
        assert (
            queries.published().inspections,
            Recommendation.objects.count(),
            queries.state_of(release),
        ) == ((), 0, State.APPROVED)
        release_at(release, EMBARGO + timedelta(minutes=5))
        ((out,),) = [one.releases for one in queries.published().inspections]
        assert (out.digest, out.signed) == (release.contents.digest, True)


@pytest.mark.django_db
class TestSigned:
    def test_prepared_and_approved_sign_one_digest_and_exactly_that_goes_out(
        self, story: Story
    ) -> None:
        release = approved(prepared(story))
        bundle = release_at(release, EMBARGO)
        signed = {release.contents.digest, release.approval.digest, bundle.digest, bundle.folder}
        assert len(signed) == 1
        assert list(folder.faults(queries.folder_of(bundle), bundle.digest)) == []
        entry = Entry.objects.get(verb=PublicationVerb.RELEASE)
        assert (entry.detail["digest"], entry.detail["publisher"]) == (bundle.digest, False)

    def test_other_contents_than_those_prepared_cannot_be_signed(self, story: Story) -> None:
        release = prepared(story)
        for digest in ("", "0" * 64):
            with pytest.raises(Refused) as refusal:
                actions.approve(
                    by=story.who(Role.SIGNING),
                    at=SIGNED + timedelta(hours=2),
                    key=a_key(),
                    release=release,
                    digest=digest,
                )
            assert codes(refusal) == ["other_contents"]

    @pytest.mark.parametrize("unsigned", ["contents", "approval"])
    def test_release_of_before_contents_were_signed_is_not_published(
        self, story: Story, unsigned: str
    ) -> None:
        release = approved(prepared(story))
        if unsigned == "contents":
            unguarded(Contents).filter(release=release)._raw_delete("default")
        else:
            unguarded(ReleaseApproval).filter(release=release).update(digest="")
        with pytest.raises(Refused) as refusal:
            release_at(Release.objects.get(pk=release.pk), EMBARGO)
        assert codes(refusal) == ["not_signed" if unsigned == "contents" else "other_contents"]

    def test_fact_that_moved_after_signing_refuses_by_its_name_and_changes_no_byte(self) -> None:
        story = a_story(names_bodies=True)
        release = approved(prepared(story))
        before = sorted(one.name for one in queries.root().iterdir())
        # On a criterion that no claim counts: the open data alone would say otherwise.
        of = taken_back(story.inspection, story.body(0), "1.2")
        agreed(story.inspection, story.body(0), of)
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO)
        assert set(codes(refusal)) == {"facts_moved"}
        assert "judgments: force-01 1.2" in " ".join(one.text for one in refusal.value.reasons)
        assert sorted(one.name for one in queries.root().iterdir()) == before
        assert Recommendation.objects.count() == 0

    def test_file_of_the_contents_that_was_changed_stops_the_release(self, story: Story) -> None:
        release = approved(prepared(story))
        page = queries.root() / release.contents.digest / "report.html"
        page.chmod(0o600)
        page.write_text(page.read_text("utf-8").replace("forces", "farces"), "utf-8")
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO)
        assert "report.html was changed" in refusal.value.reasons[0].text

    def test_recommendation_opens_as_it_was_signed(self, story: Story) -> None:
        release = approved(prepared(story))
        (signed,) = queries.to_open(release)
        release_at(release, EMBARGO)
        one = Recommendation.objects.get()
        assert (one.ref, one.text) == (signed.ref, signed.text)
        assert [(to.label, to.basis, to.reply_by) for to in one.addressees.all()] == [
            (to.body, to.basis, date.fromisoformat(to.reply_by) if to.reply_by else None)
            for to in signed.to
        ]

    def test_addressee_opened_otherwise_than_signed_opens_nothing(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release = approved(prepared(story))
        opened = opening.open_from

        def otherwise(**given: Any) -> Any:
            made = opened(**given)
            unguarded(Addressee).update(reply_by=date(2020, 5, 4))
            return made

        monkeypatch.setattr(opening, "open_from", otherwise)
        with pytest.raises(Refused) as refusal:
            release_at(release, EMBARGO)
        assert codes(refusal) == ["facts_moved"]
        assert Recommendation.objects.count() == 0


@pytest.mark.django_db
class TestMandate:
    def test_register_goes_out_under_the_mandate_that_stands_and_ends_with_a_reason(
        self, story: Story
    ) -> None:
        released(story)
        signing, at = story.who(Role.SIGNING), EMBARGO + timedelta(days=1)
        given = {"at": at, "inspection": story.inspection}
        mandate = actions.give_mandate(by=signing, key=a_key(), **given)
        with pytest.raises(Refused) as refusal:
            actions.give_mandate(by=signing, key=a_key(), **given)
        assert codes(refusal) == ["mandate_stands"]
        made = actions.refresh(by=signing, key=a_key(), publisher=True, **given)
        assert (made.mandate, made.as_of) == (mandate, at.date())
        actions.end_mandate(by=signing, at=at, key=a_key(), mandate=mandate, reason="A court case.")
        assert queries.mandate_of(story.inspection) is None
        with pytest.raises(Refused) as refusal:
            actions.end_mandate(by=signing, at=at, key=a_key(), mandate=mandate, reason="Again.")
        assert codes(refusal) == ["mandate_ended"]

    @pytest.mark.parametrize("role", [Role.PRESS, Role.LEAD, Role.EDITOR])
    def test_mandate_is_the_approving_inspector_s_to_give(self, story: Story, role: Role) -> None:
        released(story)
        with pytest.raises(Forbidden):
            actions.give_mandate(
                by=story.who(role), at=EMBARGO, key=a_key(), inspection=story.inspection
            )

    def test_register_of_an_inspection_that_is_not_out_is_not_published(self, story: Story) -> None:
        with pytest.raises(Refused) as refusal:
            actions.refresh(
                by=story.who(Role.LEAD), at=EMBARGO, key=a_key(), inspection=story.inspection
            )
        assert codes(refusal) == ["nothing_out"]


@pytest.mark.django_db
class TestClock:
    @pytest.mark.parametrize(
        ("off", "right"),
        [(0, True), (4, True), (-59, True), (-80, False), (61, False), (60 * 24 * 31, False)],
    )
    def test_clock_is_confirmed_only_where_it_says_what_a_person_reads(
        self, off: int, right: bool
    ) -> None:
        said = database_clock() + timedelta(minutes=off)
        given = {"by": a_person(Role.PRESS), "at": EMBARGO, "key": a_key(), "said": said}
        if right:
            made = actions.confirm_clock(**given)
            assert (made.said, abs(made.clock - said) < timedelta(hours=1)) == (said, True)
            return
        with pytest.raises(Refused) as refusal:
            actions.confirm_clock(**given)
        assert codes(refusal) == ["clock_not_so"]

    def test_live_installation_asks_the_database_whether_the_embargo_is_over(
        self, story: Story, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The server's own clock is a minute ahead: within what an act may differ by."""
        settings.LIVE = True
        now = database_clock()
        release = Release(inspection=story.inspection, embargo_until=now + timedelta(seconds=30))
        assert deciding(now + timedelta(seconds=60)) < release.embargo_until
        settings.LIVE = False
        assert deciding(now + timedelta(seconds=60)) > release.embargo_until


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
        assert (before.release, after.release) == (1, 2)
        assert {one.slug: one.edition_number for one in after.documents} == {
            "report": 2,
            "press-release": 1,
        }
        assert "as their records show" in (
            queries.folder_of(first) / "documents/report.json"
        ).read_text("utf-8")
        out = queries.out_of(story.inspection)
        assert [(one.number, one.digest, one.corrects) for one in out.releases] == [
            (1, first.digest, 0),
            (2, second.digest, 1),
        ]
        assert out.releases[1].reason == "A phrase was wrong."

    def test_register_of_later_says_what_became_of_it_and_the_contents_stay(
        self, story: Story
    ) -> None:
        first = released(story)
        contents = {path: path.read_bytes() for path in queries.folder_of(first).rglob("*.json")}
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
        opened = queries.register_of(story.inspection)
        answered = actions.refresh(by=lead, at=later, key=a_key(), inspection=story.inspection)
        assert opened is not None
        before, after = (
            read_register(queries.root() / one.digest).recommendations[0].addressees[0]
            for one in (opened, answered)
        )
        assert (before.agreement, before.responded_on) == ("No reply", "")
        assert (after.agreement, after.responded_on) == ("Agreed", later.date().isoformat())
        # A person has not read it yet.
        assert (after.being_read, after.response) == (True, "")
        assert contents == {path: path.read_bytes() for path in contents}

    def test_register_that_says_the_same_another_day_keeps_its_folder(self, story: Story) -> None:
        released(story)
        lead = story.who(Role.LEAD)
        made = [
            actions.refresh(
                by=lead,
                at=EMBARGO + timedelta(days=day),
                key=a_key(),
                inspection=story.inspection,
            )
            for day in (1, 2)
        ]
        assert len({one.digest for one in made}) == 1
        assert [one.number for one in made] == [2, 3]
        out = queries.out_of(story.inspection).register
        assert out is not None
        assert (out.number, out.as_of) == (3, (EMBARGO + timedelta(days=2)).date().isoformat())
