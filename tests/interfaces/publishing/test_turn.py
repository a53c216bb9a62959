"""One turn of the publisher: what is due goes out, and the public site follows committed rows."""

from __future__ import annotations

import json
import re
import shutil
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.publication import actions, queries
from inspectorate.domain.publication.models import Bundle, PublishedRegister, Release
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.foundation.clocks.watch import Doubt
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.publishing import switch as switching
from inspectorate.interfaces.publishing.switch import BuiltSite
from inspectorate.interfaces.publishing.turn import SITE, Turn, in_words, publish, turn
from tests.factories.findings import agreed
from tests.factories.publishing import (
    EMBARGO,
    Story,
    a_story,
    approved,
    prepared,
    released,
    taken_back,
)
from tests.factories.rooms import a_key, join

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
DOUBT = [Doubt("jumped", "The clock was set forward by 31 days.")]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "public" / "site"


@pytest.fixture
def story() -> Story:
    return a_story()


def cancelled(release: Release) -> None:
    actions.cancel(
        by=release.prepared_by,
        at=release.prepared_at + timedelta(hours=1),
        key=a_key(),
        release=release,
        reason="A court case.",
    )


def digest_in(site: Path, story: Story, number: int = 1) -> str:
    """The contents in public under the number of a release, by the site's own manifest."""
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    return str(manifest["signed"].get(f"{story.inspection.slug}/{number}", ""))


class TestRelease:
    def test_what_two_people_signed_goes_out_at_its_moment_in_the_approvers_name(
        self, story: Story, site: Path
    ) -> None:
        release = approved(prepared(story))
        assert turn(EMBARGO - MINUTE, [], site=site) == Turn()
        assert not site.exists()
        done = turn(EMBARGO, [], site=site)
        assert (done.clean, done.late, len(done.out)) == (True, [], 1)
        bundle = Bundle.objects.get()
        assert bundle.by == release.approval.by == story.who(Role.SIGNING)
        assert digest_in(site, story) == bundle.digest == release.contents.digest
        entry = Entry.objects.get(verb=PublicationVerb.RELEASE)
        assert (entry.detail["publisher"], entry.key) == (True, f"internal/publisher/{release.pk}")

    def test_second_turn_changes_nothing(self, story: Story, site: Path) -> None:
        approved(prepared(story))
        turn(EMBARGO, [], site=site)
        before = Entry.objects.count(), site.stat().st_ino
        done = turn(EMBARGO + MINUTE, [], site=site)
        assert (done, (Entry.objects.count(), site.stat().st_ino)) == (Turn(), before)

    @pytest.mark.parametrize("until", ["prepared", "cancelled"])
    def test_what_nobody_approved_or_somebody_stopped_stays_in(
        self, story: Story, site: Path, until: str
    ) -> None:
        release = prepared(story)
        if until == "cancelled":
            cancelled(approved(release))
        assert turn(EMBARGO, [], site=site) == Turn()
        assert (Bundle.objects.count(), site.exists()) == (0, False)

    def test_late_on_the_same_day_goes_out_and_says_so(self, story: Story, site: Path) -> None:
        approved(prepared(story))
        done = turn(EMBARGO + timedelta(hours=9), [], site=site)
        assert done.late == [
            f"{story.inspection}, release 1 went out LATE: planned for 00:01, out at 09:01."
        ]
        assert done.clean
        assert digest_in(site, story)

    def test_on_a_later_day_it_waits_and_says_what_to_do(self, story: Story, site: Path) -> None:
        release = approved(prepared(story))
        done = turn(EMBARGO + DAY, [], site=site)
        (line,) = done.refused.values()
        assert "prints 9 March 2020; today is 10 March 2020" in line
        assert "freeze the documents with the day" in line
        assert not done.clean
        assert (Bundle.objects.count(), site.exists()) == (0, False)
        # It keeps nothing back: stopped, and signed anew for another day, that goes out.
        cancelled(release)
        assert turn(EMBARGO + DAY, [], site=site) == Turn()

    def test_refusal_keeps_nothing_else_back(self, story: Story, site: Path) -> None:
        other = a_story()
        refused, sound = approved(prepared(story)), approved(prepared(other))
        of = taken_back(story.inspection, story.body(0), "1.2")
        agreed(story.inspection, story.body(0), of)
        done = turn(EMBARGO, [], site=site)
        assert list(done.refused) == [f"publisher/{refused.pk}"]
        assert "The records no longer say what was signed" in str(done.refused)
        assert [one.release for one in Bundle.objects.all()] == [sound]
        assert (digest_in(site, story), digest_in(site, other)) == ("", sound.contents.digest)

    def test_fault_in_one_inspection_keeps_no_other_back(
        self, story: Story, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = a_story()
        broken, sound = approved(prepared(story)), approved(prepared(other))
        whole = queries.reasons_not_to_release

        def faulty(release: Release, at: Any) -> Any:
            if release == broken:
                raise RuntimeError("no such page")
            return whole(release, at)

        monkeypatch.setattr(queries, "reasons_not_to_release", faulty)
        done = turn(EMBARGO, [], site=site)
        assert "RuntimeError: no such page" in done.refused[f"publisher/{broken.pk}"]
        assert digest_in(site, other) == sound.contents.digest

    def test_approver_who_left_is_named_and_another_publishes_by_hand(
        self, story: Story, site: Path
    ) -> None:
        release = approved(prepared(story))
        member = story.inspection.team.get(person=story.who(Role.SIGNING), role=Role.SIGNING)
        press = story.who(Role.PRESS)
        join(story.inspection, Role.SIGNING)
        inspections.leave(
            by=story.who(Role.LEAD),
            at=EMBARGO - DAY,
            key=a_key(),
            member=member,
            reason="Moved.",
        )
        done = turn(EMBARGO, [], site=site)
        assert "may not publish it any more" in done.refused[f"publisher/{release.pk}"]
        assert publish(release, by=press, now=EMBARGO, key=a_key()).clean
        assert turn(EMBARGO, [], site=site).switched
        assert digest_in(site, story) == release.contents.digest

    def test_what_was_refused_a_moment_ago_is_passed_over(self, story: Story, site: Path) -> None:
        release = approved(prepared(story))
        keys = {f"publisher/{release.pk}", SITE}
        assert turn(EMBARGO, [], site=site, passed_over=keys) == Turn()
        assert Bundle.objects.count() == 0

    def test_database_that_is_away_is_tried_again_at_once(
        self, story: Story, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        approved(prepared(story))

        def away(*_: Any, **__: Any) -> Any:
            raise OperationalError("the database is away")

        with monkeypatch.context() as patch:
            patch.setattr(actions, "release", away)
            done = turn(EMBARGO, [], site=site)
        assert (done.refused, len(done.failed)) == ({}, 1)
        assert turn(EMBARGO, [], site=site).clean


@pytest.mark.parametrize(
    ("done", "clean"),
    [
        (Turn(), True),
        (Turn(out=["One is out."], late=["It went out LATE."]), True),
        (Turn(out=["One is out."], refused={"publisher/1": "Another did not go out."}), False),
        (Turn(waiting=["Another waits."]), False),
        (Turn(failed=["Another did not go out."]), False),
    ],
)
def test_turn_is_clean_where_nothing_was_refused_waits_or_failed(done: Turn, clean: bool) -> None:
    assert done.clean is clean


@pytest.mark.parametrize(("seconds", "late"), [(0, 0), (30, 0), (60, 0), (61, 1), (90, 1)])
def test_release_is_late_once_a_minute_has_passed(story: Story, seconds: int, late: int) -> None:
    approved(prepared(story))
    done = turn(EMBARGO + timedelta(seconds=seconds), [], site=None)
    assert (done.out, len(done.late), done.refused) == (
        [f"{story.inspection}, release 1 is out."],
        late,
        {},
    )


class TestStopped:
    def test_turn_that_is_stopped_does_no_further_step(self, story: Story, site: Path) -> None:
        approved(prepared(story))
        assert turn(EMBARGO, [], site=site, going_on=lambda: False) == Turn()
        answers = iter([True, False])
        assert turn(EMBARGO, [], site=site, going_on=lambda: next(answers)).out
        assert not site.exists()
        assert turn(EMBARGO, [], site=site).switched

    def test_site_or_release_passed_over_keeps_the_other_not_back(
        self, story: Story, site: Path
    ) -> None:
        release = approved(prepared(story))
        assert turn(EMBARGO, [], site=site, passed_over={SITE}).out
        assert not site.exists()
        key = f"publisher/{release.pk}"
        assert turn(EMBARGO, [], site=site, passed_over={key}).switched

    def test_register_is_passed_over_by_its_day(self, story: Story) -> None:
        released(story)
        _mandate(story)
        key = f"publisher/register/{story.inspection.pk}/2020-03-10"
        assert turn(EMBARGO + DAY, [], site=None, passed_over={key}) == Turn()
        assert turn(EMBARGO + 2 * DAY, [], site=None, passed_over={key}).out


class TestFault:
    def test_fault_of_a_release_is_told_by_its_kind_and_in_the_servers_log(
        self,
        story: Story,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        release = approved(prepared(story))
        name = f"{story.inspection}, release 1"
        with monkeypatch.context() as patch:
            patch.setattr(actions, "release", _raising(OperationalError("away")))
            assert turn(EMBARGO, [], site=None) == Turn(failed=[f"{name} did not go out: away"])
            assert caplog.messages == []
            patch.setattr(actions, "release", _raising(RuntimeError("no such page")))
            done = turn(EMBARGO, [], site=None)
        words = f"{name} did not go out: RuntimeError: no such page"
        assert done == Turn(refused={f"publisher/{release.pk}": words})
        assert caplog.messages == [f"{name} did not go out"]

    def test_fault_of_the_site_is_told_and_tried_again_where_the_database_was_away(
        self,
        site: Path,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        place = "inspectorate.interfaces.publishing.turn.switch"
        monkeypatch.setattr(place, _raising(OperationalError("away")))
        away = f"The public site {site} was not switched: away"
        assert turn(EMBARGO, [], site=site) == Turn(failed=[away])
        assert caplog.messages == []
        monkeypatch.setattr(place, _raising(OSError("no room")))
        words = f"The public site {site} was not switched and stays as it was: no room"
        assert turn(EMBARGO, [], site=site) == Turn(refused={SITE: words})
        assert caplog.messages == ["The public site was not switched"]


def _raising(fault: Exception) -> Any:
    def act(*_: Any, **__: Any) -> Any:
        raise fault

    return act


def test_built_site_is_told_in_numbers() -> None:
    built = BuiltSite(pages=12, files=3456, bytes=1234567)
    assert in_words(built) == "12 pages, 3456 files, 1,234,567 bytes"


class TestDoubt:
    def test_nothing_goes_out_in_doubt_of_the_clock(self, story: Story, site: Path) -> None:
        released(story)
        _mandate(story)
        release = approved(prepared(a_story()))
        done = turn(EMBARGO + MINUTE, DOUBT, site=None)
        assert done.waiting == [
            f"{release.inspection}, release 1 waits: The clock was set forward by 31 days."
        ]
        assert not done.clean
        later = turn(EMBARGO + DAY, DOUBT, site=None)
        assert len(later.waiting) == 2
        assert (Bundle.objects.count(), PublishedRegister.objects.count()) == (1, 1)

    def test_what_is_out_already_is_switched_to_all_the_same(
        self, story: Story, site: Path
    ) -> None:
        released(story)
        done = turn(EMBARGO, DOUBT, site=site)
        assert done.clean
        assert digest_in(site, story)


def _mandate(story: Story) -> Any:
    return actions.give_mandate(
        by=story.who(Role.SIGNING), at=EMBARGO, key=a_key(), inspection=story.inspection
    )


class TestRegister:
    def test_register_goes_out_once_a_day_under_the_mandate(self, story: Story) -> None:
        released(story)
        mandate = _mandate(story)
        # That of the release is of the same day.
        assert turn(EMBARGO + MINUTE, [], site=None) == Turn()
        for days in (1, 2):
            assert len(turn(EMBARGO + days * DAY, [], site=None).out) == 1
            assert turn(EMBARGO + days * DAY + MINUTE, [], site=None) == Turn()
        made = PublishedRegister.objects.order_by("number").last()
        assert made is not None
        assert (made.number, made.mandate, made.by) == (3, mandate, story.who(Role.SIGNING))
        entry = Entry.objects.filter(verb=PublicationVerb.REFRESH).latest("number")
        assert entry.detail["publisher"] is True

    def test_register_without_a_mandate_or_after_its_end_stays(self, story: Story) -> None:
        released(story)
        assert turn(EMBARGO + DAY, [], site=None) == Turn()
        mandate = _mandate(story)
        actions.end_mandate(
            by=story.who(Role.LEAD), at=EMBARGO, key=a_key(), mandate=mandate, reason="Over."
        )
        assert turn(EMBARGO + DAY, [], site=None) == Turn()

    def test_mandate_of_an_inspection_of_which_nothing_is_out_publishes_nothing(
        self, story: Story
    ) -> None:
        _mandate(story)
        assert turn(EMBARGO + DAY, [], site=None) == Turn()


class TestSwitch:
    def test_kill_between_commit_and_switch_is_completed_by_the_next_turn(
        self, story: Story, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release = approved(prepared(story))
        with monkeypatch.context() as patch:
            patch.setattr("inspectorate.interfaces.publishing.turn.switch", _killed)
            with pytest.raises(SystemExit):
                turn(EMBARGO, [], site=site)
        assert (Bundle.objects.count(), site.exists()) == (1, False)
        assert turn(EMBARGO + MINUTE, [], site=site).switched
        assert digest_in(site, story) == release.contents.digest

    def test_folder_that_is_not_what_was_signed_leaves_the_old_site(
        self, story: Story, site: Path
    ) -> None:
        released(story)
        turn(EMBARGO, [], site=site)
        other = released(a_story())
        page = next(queries.folder_of(other).glob("*.html"))
        page.chmod(0o600)
        page.write_text("Something else entirely", "utf-8")
        before = site.stat().st_ino
        done = turn(EMBARGO, [], site=site)
        assert "was not switched and stays as it was" in done.refused[SITE]
        assert page.name in done.refused[SITE]
        assert site.stat().st_ino == before

    def test_folder_that_no_row_names_is_never_built(self, story: Story, site: Path) -> None:
        release = approved(prepared(story))
        cancelled(release)
        other = a_story()
        out = released(other)
        turn(EMBARGO, [], site=site)
        everything = b"".join(one.read_bytes() for one in site.rglob("*") if one.is_file())
        assert out.digest.encode() in everything
        # With what may follow it in an address: that of inspection 10 begins like that of 1.
        assert not re.search(rf"\b{story.inspection.slug}\b".encode(), everything)
        assert re.search(rf"\b{other.inspection.slug}\b".encode(), everything)

    def test_site_is_switched_where_the_checkpoint_was_signed_anew(
        self, story: Story, site: Path, settings: Any
    ) -> None:
        released(story)
        turn(EMBARGO, [], site=site)
        assert turn(EMBARGO, [], site=site).switched is None
        root = Path(settings.CHECKPOINT_ROOT)
        root.mkdir(exist_ok=True)
        (root / "checkpoint.txt").write_text("a checkpoint\n", "utf-8")
        assert turn(EMBARGO, [], site=site).switched
        assert (site / "checkpoint.txt").read_text("utf-8") == "a checkpoint\n"

    def test_site_that_was_lost_is_built_again(self, story: Story, site: Path) -> None:
        bundle = released(story)
        turn(EMBARGO, [], site=site)
        shutil.rmtree(site)
        assert turn(EMBARGO, [], site=site).switched
        assert digest_in(site, story) == bundle.digest

    def test_rows_are_read_only_when_it_is_its_turn(
        self, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Read before the wait, the older rows of who waited would be built last."""
        read = threading.Event()

        def published() -> Any:
            read.set()
            raise RuntimeError("read")

        monkeypatch.setattr(queries, "published", published)

        def second() -> None:
            with pytest.raises(RuntimeError, match="read"):
                switching.switch(site)

        waits = threading.Thread(target=second)
        with switching.alone(site):
            waits.start()
            assert not read.wait(0.3)
        waits.join(60)
        assert read.is_set()


class TestByHand:
    def test_same_refusals_by_hand_and_no_publisher_runs(self, story: Story) -> None:
        release, press = approved(prepared(story)), story.who(Role.PRESS)
        early = publish(release, by=press, now=EMBARGO - MINUTE, key=a_key())
        assert "The embargo ends on 9 March 2020" in str(early.refused)
        assert "today is 10 March" in str(
            publish(release, by=press, now=EMBARGO + DAY, key=a_key()).refused
        )
        assert _by(release, story.who(Role.EDITOR)).refused
        assert publish(release, by=press, now=EMBARGO, key=a_key()).out
        assert Entry.objects.get(verb=PublicationVerb.RELEASE).detail["publisher"] is False
        assert "has been released" in str(
            publish(release, by=press, now=EMBARGO, key=a_key()).refused
        )


def _by(release: Release, person: Person) -> Turn:
    return publish(release, by=person, now=EMBARGO, key=a_key())


def _killed(_: Path) -> None:
    raise SystemExit("killed")
