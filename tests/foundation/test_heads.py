"""The file of heads on a bad day: full disks, power cuts, removed lines, and the way out."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shlex
import subprocess
import threading
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from inspectorate.foundation.ledger import actions, chain, head_file, heads
from inspectorate.foundation.ledger.head_file import Head
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.ledger.reasons import LedgerReason
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.config.test_settings import started
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_admin
from tests.foundation.test_head_file import files_no_longer_than
from tests.migrated import laid
from tests.shared import ROOT

AT = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)
A, B = hashlib.sha256(b"a").hexdigest(), hashlib.sha256(b"b").hexdigest()
TORN = "is torn: a full disk or a power cut ended it early, or it was changed"


def appended(number: int, stream: str) -> Entry:
    """An entry without any act, its head not noted yet."""
    return chain.append(
        stream=stream,
        verb="test.note",
        by="7",
        at=AT,
        of="people.person/1",
        key=f"{stream}-{number}",
        payload=A,
        detail={},
        digests=[],
    )


@pytest.mark.django_db(transaction=True)
class TestActs:
    def test_act_is_done_though_the_disk_takes_no_head_and_the_next_act_notes_it(
        self, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("this system has no /dev/full")
        admin = an_admin()
        noted = heads.read_heads()["people"]
        kept = tmp_path / "kept.log"
        Path(settings.HEADS_FILE).rename(kept)
        Path(settings.HEADS_FILE).symlink_to("/dev/full")
        with caplog.at_level(logging.ERROR):
            people.declare(by=admin, at=AT, key=a_key(), about_code="x", nature="Served there.")
        assert "heads.log: a head was not noted, the next act tries again" in caplog.text
        Path(settings.HEADS_FILE).unlink()
        kept.rename(settings.HEADS_FILE)
        assert heads.read_heads()["people"] == noted
        with transaction.atomic():
            appended(1, "register")
        assert heads.read_heads()["people"][0] == noted[0] + 1
        assert heads.read_heads()["register"][0] == 1
        assert list(heads.faults()) == []

    def test_start_notes_the_heads_that_a_killed_server_left_out(self, settings: Any) -> None:
        admin = an_admin()
        people.declare(by=admin, at=AT, key=a_key(), about_code="x", nature="Served there.")
        noted, file = heads.read_heads(), Path(settings.HEADS_FILE)
        file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
        assert heads.read_heads() != noted
        heads.catch_up()
        assert heads.read_heads() == noted


@pytest.mark.django_db
class TestFaults:
    @pytest.fixture(autouse=True)
    def three_streams(self, settings: Any) -> Path:
        """Seven entries of each of three streams, noted without a check, as they used to be."""
        for number in range(1, 8):
            for stream in ("register", "inspection/small", "people"):
                appended(number, stream)
        self.file = Path(settings.HEADS_FILE)
        self.lines = [
            f"{one.stream}\t{one.number}\t{one.digest}\n" for one in Entry.objects.order_by("pk")
        ]
        self.file.write_text("".join(self.lines))
        return self.file

    def test_sixty_torn_lines_are_each_named_and_the_start_goes_on(self) -> None:
        """What a full disk left while a line was written without looking whether it was taken: a
        beginning, and the next line behind it.
        """
        told, torn = [], []
        for number in range(60):
            line = self.lines[number % len(self.lines)]
            told.append(line[: 1 + number % (len(line) - 2)] + line)
            torn.append(len(self.lines) + number + 1)
        self.file.write_text("".join([*self.lines, *told]))
        heads.refuse_if_behind()
        heads.catch_up()
        assert list(heads.faults()) == [f"heads.log: line {number} {TORN}" for number in torn]

    @pytest.mark.skipif(
        os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="PostgreSQL keeps no bytes where text should be",
    )
    def test_name_kept_as_bytes_does_not_keep_the_walk_over_streams_from_ending(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER ledger_entry_no_update")
            cursor.execute(
                "UPDATE ledger_entry SET stream = CAST(stream AS BLOB) "
                "WHERE stream = 'people' AND number = 7"
            )
        walked = [head.stream for head in islice(heads.of_ledger(), 10)]
        assert walked == ["inspection/small", "people", "register"]
        assert list(heads.faults()) == [
            "ledger people: ends at entry 6, but the external head knows entry 7: its tail was cut"
        ]

    def test_stream_that_is_unknown_and_no_torn_line_still_stops_the_start(self) -> None:
        self.file.write_text("".join([*self.lines, f"inspection/gone\t3\t{A}\n"]))
        with pytest.raises(heads.LedgerBehindHead, match=r"ends at entry 0.*heads accept"):
            heads.refuse_if_behind()

    def test_missing_file_is_a_fault_and_neither_start_nor_next_act_hides_it(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        self.file.unlink()
        assert list(heads.faults()) == [f"heads.log: {heads.NOTHING_KNOWN}"]
        heads.refuse_if_behind()
        with caplog.at_level(logging.ERROR):
            heads.catch_up()
        assert f"heads.log: {heads.NOTHING_KNOWN}" in caplog.text
        assert list(heads.faults()) == [f"heads.log: {heads.NOTHING_KNOWN}"]
        entry = appended(8, "people")
        heads.note_head(entry.stream, entry.number, entry.digest)
        assert [fault.partition(":")[0] for fault in heads.faults()] == [
            "ledger inspection/small",
            "ledger register",
        ]

    def test_stream_whose_lines_were_taken_out_is_named_also_after_a_start(self) -> None:
        self.file.write_text("".join(one for one in self.lines if "small" not in one))
        named = [
            "ledger inspection/small: the external head knows none of its entries: its heads were "
            "lost or taken out"
        ]
        assert list(heads.faults()) == named
        heads.catch_up()
        assert list(heads.faults()) == named

    def test_stream_begun_after_the_heads_were_copied_is_no_fault(self) -> None:
        for number in (1, 2, 3):
            appended(number, "inspection/new")
        assert list(heads.faults()) == []
        heads.catch_up()
        assert heads.read_heads()["inspection/new"][0] == 3

    def test_start_notes_nothing_that_is_noted_already(self) -> None:
        before = self.file.read_bytes()
        heads.catch_up()
        assert self.file.read_bytes() == before
        appended(8, "people")
        heads.catch_up()
        (added,) = self.file.read_bytes().removeprefix(before).splitlines()
        assert added.startswith(b"people\t8\t")
        with self.file.open("ab") as out:
            out.write(b"inspection/sm")
        torn = self.file.read_bytes()
        heads.catch_up()
        assert self.file.read_bytes() == torn

    def test_start_goes_on_though_the_disk_takes_no_head(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        appended(8, "people")
        before = self.file.read_bytes()
        with files_no_longer_than(len(before)), caplog.at_level(logging.ERROR):
            heads.catch_up()
        assert "heads.log: heads were not noted at this start" in caplog.text
        assert self.file.read_bytes() == before

    def test_act_notes_what_is_owed_to_its_own_file_once_and_nothing_of_another(self) -> None:
        elsewhere = (self.file.with_name("elsewhere.log"), "people")
        heads._owed.update({(self.file, "register"), (self.file, "people"), elsewhere})
        try:
            entry, before = appended(8, "people"), self.file.read_bytes()
            for told in (["register\t7", "people\t8"], ["people\t8"]):
                heads.note_head(entry.stream, entry.number, entry.digest)
                added = self.file.read_bytes().removeprefix(before).decode().splitlines()
                assert [line.rsplit("\t", 2)[0] for line in added] == told
                before = self.file.read_bytes()
            assert heads._owed == {elsewhere}
        finally:
            heads._owed.clear()

    def test_act_is_done_though_the_database_tells_nothing_of_what_is_owed(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        heads._owed.add((self.file, "register"))
        try:
            with caplog.at_level(logging.ERROR), transaction.atomic():
                transaction.set_rollback(True)
                heads.note_head("people", 8, A)
            assert "heads.log: a head was not noted, the next act tries again" in caplog.text
            assert heads._owed == {(self.file, "register"), (self.file, "people")}
        finally:
            heads._owed.clear()

    def test_copy_of_the_heads_is_compared_alone(self, tmp_path: Path) -> None:
        copy = tmp_path / "shipped.log"
        copy.write_text(f"register\t2\t{A}\n")
        self.file.write_text(f"people\t3\t{A}\n")
        head_file.set_aside(self.file, [])
        rewritten = "is not the one the external head knows: the chain was rewritten"
        assert list(heads.faults(copy)) == [f"ledger register: entry 2 {rewritten}"]
        copy.write_text("")
        assert list(heads.faults(copy)) == [f"shipped.log: {heads.NOTHING_KNOWN}"]

    @pytest.mark.parametrize("at_once", [1, 2, 5000])
    def test_one_fault_of_a_stream_is_told_however_many_lines_are_compared_at_once(
        self, at_once: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(heads, "READ_AT_ONCE", at_once)
        lines = [f"people\t{number}\t{A}\n" for number in (2, 4, 5, 9)]
        self.file.write_text("".join([*self.lines, *lines]))
        rewritten = "is not the one the external head knows: the chain was rewritten"
        assert list(heads.faults()) == [f"ledger people: entry 2 {rewritten}"]

    def test_one_fault_of_a_stream_is_told_and_it_is_that_of_its_lowest_head(self) -> None:
        lines = [f"people\t{number}\t{digest}\n" for number, digest in ((9, A), (5, B), (4, A))]
        self.file.write_text("".join([*self.lines, *lines]))
        rewritten = "is not the one the external head knows: the chain was rewritten"
        assert list(heads.faults()) == [f"ledger people: entry 4 {rewritten}"]

    def test_line_with_a_check_is_never_taken_for_one_that_swallowed_another(self) -> None:
        newest = Entry.objects.get(stream="people", number=7)
        head_file.append(self.file, [Head("torn/people", 7, newest.digest)])
        assert list(heads.faults()) == [
            "ledger torn/people: ends at entry 0, but the external head knows entry 7: its tail "
            "was cut"
        ]
        self.file.write_text("".join([*self.lines, f"torn/people\t7\t{newest.digest}\n"]))
        assert list(heads.faults()) == [f"heads.log: line 22 {TORN}"]

    def test_entry_missing_from_the_middle_is_told_apart_from_a_tail(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER ledger_entry_no_delete")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM ledger_entry WHERE stream = 'people' AND number = 3")
            assert list(heads.faults()) == [
                "ledger people: entry 3, which the external head knows, is missing"
            ]
            transaction.set_rollback(True)

    def test_second_entry_alone_tells_that_a_stream_must_have_been_noted(self) -> None:
        """One that began before the newest head known, but went on only after it, is no loss."""
        appended(1, "inspection/begun")
        entry = appended(8, "people")
        heads.note_head(entry.stream, entry.number, entry.digest)
        appended(2, "inspection/begun")
        assert list(heads.faults()) == []
        entry = appended(9, "people")
        heads.note_head(entry.stream, entry.number, entry.digest)
        assert [one.partition(":")[0] for one in heads.faults()] == ["ledger inspection/begun"]

    def test_newest_head_of_each_stream_is_read_with_its_digest(self) -> None:
        newest = Entry.objects.filter(number=7)
        assert heads.read_heads() == {one.stream: (7, one.digest) for one in newest}

    def test_long_file_is_begun_anew_by_the_next_head_and_by_a_start(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(head_file, "LIMIT", 1000)
        heads.catch_up()
        assert len(head_file.files(self.file)) == 2
        monkeypatch.setattr(head_file, "LIMIT", 100)
        entry = appended(8, "people")
        heads.note_head(entry.stream, entry.number, entry.digest)
        assert len(head_file.files(self.file)) == 3
        assert heads.read_heads()["people"] == (8, entry.digest)
        assert list(heads.faults()) == []

    def test_head_is_noted_though_no_new_file_can_be_begun_and_the_next_act_begins_it(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(head_file, "LIMIT", 100)
        in_the_way = self.file.with_suffix(".log.new")
        in_the_way.mkdir()
        with caplog.at_level(logging.ERROR):
            entry = appended(8, "people")
            heads.note_head(entry.stream, entry.number, entry.digest)
        assert "heads.log: no new file was begun, the next act tries again" in caplog.text
        assert heads.read_heads()["people"] == (8, entry.digest)
        in_the_way.rmdir()
        entry = appended(9, "people")
        heads.note_head(entry.stream, entry.number, entry.digest)
        assert len(head_file.files(self.file)) == 2
        assert heads.read_heads()["people"] == (9, entry.digest)

    def test_start_reads_the_current_file_and_verifying_the_older_ones_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.file.write_text(f"register\t2\t{A}\n" + "".join(self.lines))
        monkeypatch.setattr(head_file, "LIMIT", 100)
        heads.catch_up()
        heads.refuse_if_behind()
        assert list(heads.faults()) == [
            "ledger register: entry 2 is not the one the external head knows: the chain was "
            "rewritten"
        ]


@pytest.mark.django_db
def test_ledger_without_an_entry_needs_no_file_of_heads(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert not Entry.objects.exists()
    assert list(heads.faults()) == []
    heads.refuse_if_behind()
    with caplog.at_level(logging.ERROR):
        heads.catch_up()
    assert caplog.text == ""
    assert heads.read_heads() == {}


@pytest.mark.django_db(transaction=True)
class TestAccepting:
    def test_old_files_are_kept_and_named_by_an_entry_and_a_new_one_begins(
        self, settings: Any
    ) -> None:
        admin = an_admin()
        file = Path(settings.HEADS_FILE)
        head_file.append(file, [Head("inspection/gone", 4, A)])
        old = file.read_bytes()
        made = actions.accept_heads(
            by=admin, at=AT, key=a_key(), reason="restored", words="From Monday's backup."
        )
        assert (file.parent / "heads-set-aside-000001.log").read_bytes() == old
        entry = Entry.objects.get(stream="ledger")
        assert entry.detail["files"] == [hashlib.sha256(old).hexdigest()]
        assert (entry.detail["reason"], entry.detail["faults"]) == ("restored", 1)
        assert "Monday" not in str(entry.detail)
        assert "inspection/gone: ends at entry 0" in made.faults[0]
        assert heads.read_heads()["ledger"][0] == 1
        assert set(heads.read_heads()) == {"people", "ledger"}
        heads.refuse_if_behind()
        assert list(heads.faults()) == []

    def test_what_was_set_aside_is_still_compared_with_the_act(self, settings: Any) -> None:
        admin = an_admin()
        file = Path(settings.HEADS_FILE)
        head_file.append(file, [Head("inspection/gone", 4, A)])
        actions.accept_heads(by=admin, at=AT, key=a_key(), reason="other", words="A trial.")
        kept = head_file.aside(file)[0]
        kept.write_bytes(kept.read_bytes().replace(b"gone", b"done"))
        assert list(heads.faults()) == [
            "heads-set-aside-000001.log: no act says that it was set aside, or it was changed "
            "since",
            "heads.log: set aside by an act, and kept nowhere",
        ]
        kept.unlink()
        assert list(heads.faults()) == ["heads.log: set aside by an act, and kept nowhere"]

    def test_heads_that_agree_are_not_set_aside(self, settings: Any) -> None:
        admin = an_admin()
        with pytest.raises(Refused) as refusal:
            actions.accept_heads(by=admin, at=AT, key=a_key(), reason="why", words="A trial.")
        assert codes_of(refusal) == [LedgerReason.HEADS_AGREE, LedgerReason.HEADS_REASON_UNKNOWN]
        assert head_file.aside(Path(settings.HEADS_FILE)) == []

    def test_second_who_accepts_at_the_same_moment_is_told_that_heads_agree(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The new file is begun after the commit: until it stands, nobody else looks at the old."""
        admin, begun = an_admin(), heads.begin_anew
        head_file.append(Path(settings.HEADS_FILE), [Head("inspection/gone", 4, A)])
        others: list[threading.Thread] = []
        raised: list[Exception] = []

        def accept() -> None:
            actions.accept_heads(by=admin, at=AT, key=a_key(), reason="other", words="A trial.")

        def another() -> None:
            try:
                accept()
            except Refused as fault:
                raised.append(fault)
            finally:
                connection.close()

        def slowly() -> list[Path]:
            if not others:
                others.append(threading.Thread(target=another))
                others[0].start()
                others[0].join(timeout=1)
            return begun()

        monkeypatch.setattr(heads, "begin_anew", slowly)
        accept()
        others[0].join(timeout=120)
        assert [one.code for fault in raised for one in fault.reasons] == [LedgerReason.HEADS_AGREE]
        assert len(head_file.aside(Path(settings.HEADS_FILE))) == 1
        assert list(heads.faults()) == []

    def test_only_an_administrator_accepts(self, settings: Any) -> None:
        admin = an_admin()
        lead = people.register(by=admin, at=AT, key=a_key(), email="l@example.org", name="Lead")
        people.grant(by=admin, at=AT, key=a_key(), person=lead, role=Role.LEAD)
        head_file.append(Path(settings.HEADS_FILE), [Head("inspection/gone", 4, A)])
        for by in (lead, people.CONSOLE):
            with pytest.raises(Forbidden):
                actions.accept_heads(by=by, at=AT, key=a_key(), reason="torn", words="A trial.")


GUIDE = (ROOT / "docs/guide/running.md").read_text("utf-8")
SERVE = "from inspectorate.config.wsgi import application; print('serves')"
RUN = "import sys; from inspectorate.interfaces.cli.main import main; sys.argv = {}; main()"


@pytest.mark.drill
def test_command_of_the_guide_lets_a_restored_installation_start_again(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return started(
            {"INSPECTORATE_MODE": "test"}, tmp_path, RUN.format(["inspectorate", *words])
        )

    manage = "import sys; from django.core.management import execute_from_command_line as run; {}"
    migrate = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'inspectorate.config.settings'; "
        + manage.format("run(['manage', 'migrate', '--verbosity', '0'])")
    )
    laid(tmp_path)
    assert started({"INSPECTORATE_MODE": "test"}, tmp_path, migrate).returncode == 0
    address = "administrator@example.org"
    first = run(
        "people", "first-admin", "--email", address, "--name", "A", "--password", "corect horse b"
    )
    assert first.returncode == 0, first.stderr
    head_file.append(tmp_path / "heads.log", [Head("people", 9, A)])
    refused_start = started({"INSPECTORATE_MODE": "test"}, tmp_path, SERVE)
    assert refused_start.returncode == 1
    assert "inspectorate heads accept" in refused_start.stderr
    command = re.search(r"^    \./run (inspectorate heads accept .*)$", GUIDE, re.MULTILINE)
    assert command
    done = run(*shlex.split(command[1])[1:])
    assert (done.returncode, "kept, a new one begun" in done.stdout) == (0, True), done.stderr
    assert started({"INSPECTORATE_MODE": "test"}, tmp_path, SERVE).stdout.strip() == "serves"
    verified = run("verify", "--data", str(tmp_path))
    assert verified.returncode == 0, verified.stderr
