"""``inspectorate release``, ``publisher --once``, ``confirm-clock``: what is due goes out once."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import timezone

from inspectorate.domain.publication import actions, queries
from inspectorate.domain.publication.models import Bundle, ClockConfirmation, Release
from inspectorate.domain.publication.published import Published
from inspectorate.foundation.clocks import host
from inspectorate.foundation.clocks.host import Host
from inspectorate.foundation.clocks.watch import Watch
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.main import main
from inspectorate.prose.dates import LONDON
from tests.factories.publishing import RELEASE, REPORT, Story, a_story, prepared
from tests.factories.rooms import a_contact, a_key, a_person, a_request, scope_body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _synchronised() -> Iterator[None]:
    """Whatever the machine that runs the tests says of its clock. No factory asks it: what they
    make may be kept (``tests/factories/keeping.py``), as it may not where pytest patches.
    """
    with mock.patch.object(host, "synchronised", return_value=True):
        yield


def run(*words: str) -> Result:
    return CliRunner().invoke(main, [*words])


def undated() -> Story:
    """A story that prints no day, so that a test can publish it today."""
    texts = [text.replace("published: 2020-03-09\n", "") for text in (REPORT, RELEASE)]
    return a_story(report=texts[0], release=texts[1])


def signed(story: Story, until: datetime) -> Release:
    release = prepared(story, at=until - timedelta(minutes=9), embargo_until=until)
    actions.approve(
        by=story.who(Role.SIGNING),
        at=until - timedelta(minutes=8),
        key=a_key(),
        release=release,
        digest=release.contents.digest,
    )
    return release


def a_moment_ago() -> datetime:
    """Seconds ago, and today in London also just after midnight."""
    now = timezone.now().astimezone(LONDON)
    return max(now - timedelta(seconds=5), now.replace(hour=0, minute=0, second=0, microsecond=0))


class TestByHand:
    def test_what_is_due_goes_out_once_and_the_site_is_switched(self, tmp_path: Path) -> None:
        story, site = undated(), tmp_path / "site"
        release = signed(story, a_moment_ago())
        words = ("--by", story.who(Role.PRESS).email, "--site", str(site))
        first = run("release", *words)
        assert first.exit_code == 0, first.output
        assert f"{release.inspection}, release 1 is out.\n" in first.output
        assert first.output.endswith("1 published.\n")
        assert (site / story.inspection.slug / "1" / "index.html").is_file()
        assert run("release", *words).output == "0 published.\n"
        assert Bundle.objects.get().by == story.who(Role.PRESS)

    @pytest.mark.drill
    def test_what_is_not_due_stays_and_named_it_says_why(self) -> None:
        story = undated()
        signed(story, timezone.now() + timedelta(hours=1))
        words = ("--by", story.who(Role.PRESS).email)
        assert run("release", *words).output == "0 published.\n"
        named = run("release", *words, story.inspection.slug, "1")
        assert (named.exit_code, named.stdout) == (2, "0 published.\n")
        assert "The embargo ends on" in named.stderr

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("somewhere", "1"), "There is no release 1 of somewhere"),
            (("somewhere",), "Name the inspection and the number of its release"),
        ],
    )
    def test_release_that_is_not_there_is_named(self, words: tuple[str, ...], told: str) -> None:
        found = run("release", "--by", a_person(Role.PRESS).email, *words)
        assert (found.exit_code, told in found.stderr) == (2, True), found.output

    def test_nobody_registered_ends_with_2_and_says_how_to_find_people(self) -> None:
        result = run("release", "--by", "nobody@inspectorate.example")
        assert result.exit_code == 2
        assert "Nobody is registered under nobody@inspectorate.example." in result.output
        assert "inspectorate people list" in result.output


class TestPublisher:
    def test_one_turn_publishes_what_is_due_and_ends_with_0(self, tmp_path: Path) -> None:
        story, site = undated(), tmp_path / "site"
        signed(story, a_moment_ago())
        done = run("publisher", "--once", "--site", str(site))
        assert done.exit_code == 0, done.output
        assert Bundle.objects.get().by == story.who(Role.SIGNING)
        assert (site / story.inspection.slug / "1" / "index.html").is_file()
        assert run("publisher", "--once", "--site", str(site)).exit_code == 0
        assert Bundle.objects.count() == 1

    @pytest.mark.drill
    def test_one_turn_goes_on_past_what_is_refused_and_ends_with_2(self) -> None:
        sound = undated()
        refused = signed(undated(), timezone.now() - timedelta(days=1))
        signed(sound, a_moment_ago())
        done = run("publisher", "--once")
        assert done.exit_code == 2
        assert f"ALARM: {refused.inspection}, release 1 did not go out." in done.stderr
        assert Bundle.objects.get().release.inspection == sound.inspection


class TestClock:
    @pytest.fixture
    def in_doubt(self) -> Iterator[None]:
        # As above it: what pytest patches would be put back after it, and stay.
        with mock.patch.object(host, "synchronised", return_value=False):
            yield

    @pytest.mark.usefixtures("in_doubt")
    def test_release_waits_in_doubt_of_the_clock_until_a_person_confirms_it(self) -> None:
        story = undated()
        signed(story, a_moment_ago())
        waits = run("publisher", "--once")
        assert (waits.exit_code, Bundle.objects.count()) == (2, 0)
        assert "ALARM: nothing goes out. This host began and does not report" in waits.stderr
        press = story.who(Role.PRESS).email
        now = timezone.now().astimezone(LONDON)
        wrong = run(
            "confirm-clock", "--by", press, "--said", f"{now + timedelta(days=31):%F %H}:00"
        )
        assert (wrong.exit_code, ClockConfirmation.objects.count()) == (2, 0)
        assert "The clock of the database says" in wrong.output
        right = run("confirm-clock", "--by", press, "--said", f"{now:%F %H}:00")
        assert (right.exit_code, right.stderr) == (0, ""), right.output
        assert run("publisher", "--once").exit_code == 0
        assert Bundle.objects.count() == 1

    @pytest.mark.drill
    @pytest.mark.usefixtures("in_doubt")
    def test_live_installation_refuses_the_same_by_hand(self, settings: Any) -> None:
        story = undated()
        signed(story, a_moment_ago())
        settings.LIVE = True
        words = ("release", "--by", story.who(Role.PRESS).email)
        refused = run(*words)
        assert (refused.exit_code, Bundle.objects.count()) == (2, 0)
        assert "does not report that its clock is kept right" in refused.stderr
        assert "confirm them if they are right" in refused.stderr
        now = timezone.now().astimezone(LONDON)
        run("confirm-clock", words[1], words[2], "--said", f"{now:%F %H}:00")
        assert (run(*words).exit_code, Bundle.objects.count()) == (0, 1)

    @pytest.mark.drill
    def test_host_whose_own_clock_differs_is_not_believed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A library loaded to tell every process another month does not reach the kernel's."""
        story = undated()
        signed(story, a_moment_ago())
        read = host.read()
        assert read.wall is not None
        skewed = Host(read.boot, read.uptime, read.wall - timedelta(days=31), True)
        monkeypatch.setattr(
            "inspectorate.interfaces.publishing.resident.Watch",
            lambda file, address: Watch(file, address, host=lambda: skewed),
        )
        waits = run("publisher", "--once")
        assert (waits.exit_code, Bundle.objects.count()) == (2, 0)
        assert "the host's own clock" in waits.stderr

    def test_day_that_is_none_is_named(self) -> None:
        found = run("confirm-clock", "--by", a_person(Role.PRESS).email, "--said", "noon")
        assert (found.exit_code, "'noon' is no day and hour" in found.output) == (2, True)


@pytest.mark.drill
def test_contact_who_posts_the_key_of_the_publisher_does_not_stop_it(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    story = undated()
    release = signed(story, a_moment_ago())
    slug, body = story.inspection.slug, scope_body(story.inspection)
    a_request(story.inspection)
    contact = a_contact(body.body)
    client = Client()
    client.force_login(contact)
    key = f"publisher/{release.pk}"
    address = f"/portal/{slug}/{body.code}/requests/1/hand-in/"
    answer = client.post(address, {"key": key, "note": "Here it is"})
    assert (answer.status_code, answer["Location"][:8]) == (302, "/portal/")
    assert Entry.objects.get(key__endswith=key).key == f"person/{contact.pk}/{key}"
    done = run("publisher", "--once")
    assert (done.exit_code, Bundle.objects.count()) == (0, 1), done.output
    assert Entry.objects.filter(key=f"internal/{key}").exists()


class TestPublicBuild:
    @pytest.mark.drill
    def test_what_is_out_is_read_while_no_publisher_switches_the_same_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else the slower of two could put an older site in the place of a newer."""
        signed(undated(), a_moment_ago())
        run("publisher", "--once")
        out, held = tmp_path / "site", []
        published = queries.published

        def read() -> Published:
            with (tmp_path / ".site.lock").open() as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    held.append(True)
            return published()

        monkeypatch.setattr(queries, "published", read)
        assert run("public-build", "--out", str(out)).exit_code == 0
        assert held == [True]

    def test_site_is_built_from_committed_rows_and_elsewhere_from_a_list_of_them(
        self, tmp_path: Path, settings: Any
    ) -> None:
        story = undated()
        signed(story, a_moment_ago())
        assert run("public-build", "--out", str(tmp_path / "none")).exit_code == 2
        run("publisher", "--once")
        here = run("public-build", "--out", str(tmp_path / "here"))
        assert here.exit_code == 0, here.output
        listed = tmp_path / "published.json"
        named = run("public-build", "--list", str(listed)).output.split()
        elsewhere = tmp_path / "elsewhere"
        (elsewhere / "bundles").mkdir(parents=True)
        for name in named:
            (Path(settings.BUNDLES_ROOT) / name).rename(elsewhere / "bundles" / name)
        listed.rename(elsewhere / "published.json")
        there = run(
            "public-build",
            "--published",
            str(elsewhere / "published.json"),
            "--out",
            str(tmp_path / "there"),
        )
        assert there.exit_code == 0, there.output
        assert _files(tmp_path / "here") == _files(tmp_path / "there")

    def test_list_that_is_none_is_named(self, tmp_path: Path) -> None:
        listed = tmp_path / "published.json"
        listed.write_text(json.dumps({"inspections": 3}), "utf-8")
        found = run("public-build", "--published", str(listed), "--out", str(tmp_path / "site"))
        assert (found.exit_code, "is no list of what is out" in found.output) == (2, True)

    def test_folder_that_was_changed_is_named_and_the_old_site_stays(
        self, tmp_path: Path, settings: Any
    ) -> None:
        story, out = undated(), tmp_path / "site"
        release = signed(story, a_moment_ago())
        run("publisher", "--once")
        run("public-build", "--out", str(out))
        page = Path(settings.BUNDLES_ROOT) / release.contents.digest / "report.html"
        page.chmod(0o600)
        page.write_text("Something else entirely", "utf-8")
        before = out.stat().st_ino
        found = run("public-build", "--out", str(out))
        assert (found.exit_code, out.stat().st_ino) == (2, before)
        assert "report.html" in found.output
        assert "stays as it was" in found.output


def _files(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in folder.rglob("*")
        if one.is_file()
    }
