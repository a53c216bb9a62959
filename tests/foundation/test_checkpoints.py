"""Checkpoints in an installation: made, signed, taken back; keys changed; forgeries named."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from inspectorate.foundation.ledger import actions, apps, chain, heads
from inspectorate.foundation.ledger.checkpoints import (
    comparing,
    keys,
    leaves,
    notes,
    placing,
    queries,
    texts,
)
from inspectorate.foundation.ledger.models import (
    Checkpoint,
    CheckpointKey,
    Entry,
    SignedCheckpoint,
)
from inspectorate.foundation.ledger.reasons import LedgerReason
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_admin
from tests.sizes import drilled

AT = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)
Ground = CheckpointKey.Reason
pytestmark = pytest.mark.django_db(transaction=True)


def found() -> list[str]:
    """What verification says of checkpoints."""
    return [*comparing.faults(), *comparing.published_faults()]


class Keeper:
    """Whoever keeps the key, and an administrator of the installation."""

    def __init__(self) -> None:
        self.by, self.key, self.days = an_admin(), Ed25519PrivateKey.generate(), 0

    def trusted(self, ground: str = Ground.FIRST, note: str = "") -> CheckpointKey:
        return actions.trust_key(
            by=self.by, at=AT, key=a_key(), pem=self.pem, ground=ground, note=note
        )

    @property
    def pem(self) -> str:
        return keys.pem_of(self.key.public_key())

    def made(self) -> Checkpoint:
        self.days += 1
        at = AT + timedelta(self.days)
        return actions.make_checkpoint(by=self.by, at=at, key=a_key())

    def accepted(self, note: str = "") -> SignedCheckpoint:
        note = note or notes.sign(self.made().text, queries.origin(), self.key)
        return actions.accept_checkpoint(by=self.by, at=AT, key=a_key(), note=note)

    def declared(self, about: str) -> None:
        people.declare(by=self.by, at=AT, key=a_key(), about_code=about, nature="Served there.")


@pytest.fixture
def keeper() -> Keeper:
    keeper = Keeper()
    keeper.trusted()
    return keeper


class TestMaking:
    def test_checkpoint_is_an_act_in_the_stream_ledger_and_tells_nothing(
        self, keeper: Keeper
    ) -> None:
        keeper.declared("x")
        made = keeper.made()
        entry = Entry.objects.get(verb="ledger.checkpoint")
        assert (entry.stream, entry.detail["root"]) == ("ledger", made.root)
        assert {leaf.stream for leaf in queries.leaves(made)} == {"people", "ledger"}
        assert "people" not in made.text
        assert made.text.startswith(f"{queries.origin()}\n0000000001\n2018-10-02T09:00:00Z\n")
        assert not any(leaf.nonce in str(entry.detail) for leaf in queries.leaves(made))

    def test_one_waits_at_a_time(self, keeper: Keeper) -> None:
        keeper.made()
        with pytest.raises(Refused) as refusal:
            keeper.made()
        assert codes_of(refusal) == [LedgerReason.CHECKPOINT_WAITS]

    def test_none_is_made_while_no_key_is_known(self) -> None:
        with pytest.raises(Refused) as refusal:
            Keeper().made()
        assert codes_of(refusal) == [LedgerReason.NO_KEY_KNOWN]

    def test_others_may_neither_make_accept_nor_trust(self, keeper: Keeper) -> None:
        note = notes.sign(keeper.made().text, queries.origin(), keeper.key)
        by = people.register(
            by=keeper.by, at=AT, key=a_key(), email="i@example.org", name="Inspector"
        )
        people.grant(by=keeper.by, at=AT, key=a_key(), person=by, role=Role.INSPECTOR)
        acts: list[Callable[[], Any]] = [
            lambda: actions.make_checkpoint(by=by, at=AT, key=a_key()),
            lambda: actions.accept_checkpoint(by=by, at=AT, key=a_key(), note=note),
            lambda: actions.trust_key(by=by, at=AT, key=a_key(), pem="", ground=Ground.LOST),
        ]
        for act in acts:
            with pytest.raises(Forbidden):
                act()


class TestAccepting:
    def test_each_names_the_note_before_it_and_the_last_lies_ready(
        self, keeper: Keeper, settings: Any
    ) -> None:
        first = keeper.accepted()
        keeper.declared("x")
        second = keeper.accepted()
        assert second.checkpoint.previous == hashlib.sha256(first.note.encode()).hexdigest()
        root = Path(settings.CHECKPOINT_ROOT)
        assert (root / "checkpoint.txt").read_text("utf-8") == second.note
        assert (root / "checkpoint.pub.pem").read_text("utf-8").startswith(keeper.pem)
        assert texts.disagreement(first.note, second.note) == ""
        assert found() == []
        assert list(heads.faults()) == []

    def test_note_of_another_key_text_or_time_is_refused(self, keeper: Keeper) -> None:
        text, origin = keeper.made().text, queries.origin()
        stranger = Ed25519PrivateKey.generate()
        root = texts.read_checkpoint(text).root
        sent = {
            notes.sign(text, origin, stranger): LedgerReason.NOTE_NOT_SIGNED,
            notes.sign(text, "other", keeper.key): LedgerReason.NOTE_NOT_SIGNED,
            notes.sign(text.replace(root, "0" * 64), origin, keeper.key): LedgerReason.NOTE_UNKNOWN,
            text: LedgerReason.NOTE_BROKEN,
            notes.sign("Hello\n", origin, keeper.key): LedgerReason.NOTE_BROKEN,
        }
        for note, reason in sent.items():
            with pytest.raises(Refused) as refusal:
                keeper.accepted(note)
            assert codes_of(refusal) == [reason]
        note = notes.sign(text, origin, keeper.key)
        keeper.accepted(note)
        with pytest.raises(Refused) as refusal:
            keeper.accepted(note)
        assert codes_of(refusal) == [LedgerReason.NOTE_UNKNOWN]


class TestKeys:
    def test_key_that_the_one_before_it_signs_over_goes_on(self, keeper: Keeper) -> None:
        old = keeper.accepted()
        before, keeper.key = keeper.key, Ed25519PrivateKey.generate()
        named = texts.named_key(queries.origin(), keeper.key.public_key())
        change = str(texts.KeyChange(queries.origin(), 2, named))
        with pytest.raises(Refused) as refusal:
            keeper.trusted(Ground.SIGNED, notes.sign(change, queries.origin(), keeper.key))
        assert codes_of(refusal) == [LedgerReason.NOTE_NOT_SIGNED]
        late = str(texts.KeyChange(queries.origin(), 1, named))
        with pytest.raises(Refused) as refusal:
            keeper.trusted(Ground.SIGNED, notes.sign(late, queries.origin(), before))
        assert codes_of(refusal) == [LedgerReason.KEY_NOT_NAMED]
        signed = notes.sign(change, queries.origin(), before)
        keeper.trusted(Ground.SIGNED, signed)
        with pytest.raises(Refused) as refusal:
            keeper.accepted(notes.sign(keeper.made().text, queries.origin(), before))
        assert codes_of(refusal) == [LedgerReason.NOTE_NOT_SIGNED]
        waiting = queries.waiting()
        assert waiting
        new = keeper.accepted(notes.sign(waiting.text, queries.origin(), keeper.key))
        assert new.checkpoint.previous == old.digest
        assert found() == []
        told = queries.published()["checkpoint.pub.pem"]
        assert told.startswith(keeper.pem)
        assert signed in told

    def test_lost_key_is_followed_by_another_and_everybody_reads_why(self, keeper: Keeper) -> None:
        keeper.accepted()
        keeper.key = Ed25519PrivateKey.generate()
        with pytest.raises(Refused) as refusal:
            keeper.trusted(Ground.FIRST)
        assert codes_of(refusal) == [LedgerReason.KEY_KNOWN]
        keeper.trusted(Ground.LOST)
        keeper.accepted()
        assert found() == []
        assert "The key before it is lost" in queries.published()["checkpoint.pub.pem"]
        entry = Entry.objects.filter(verb="ledger.trust_key").last()
        assert entry
        assert entry.detail["ground"] == "key_lost"

    def test_change_of_another_installation_or_to_another_key_is_refused(
        self, keeper: Keeper
    ) -> None:
        first, keeper.key = keeper.key, Ed25519PrivateKey.generate()
        stranger = Keeper.__new__(Keeper)
        stranger.key = Ed25519PrivateKey.generate()
        for note in (
            _changed(keeper, "elsewhere.example.org", 1, first),
            _changed(stranger, queries.origin(), 1, first),
        ):
            with pytest.raises(Refused) as refusal:
                keeper.trusted(Ground.SIGNED, note)
            assert codes_of(refusal) == [LedgerReason.KEY_NOT_NAMED]

    def test_key_in_use_is_not_its_own_successor(self, keeper: Keeper) -> None:
        with pytest.raises(Refused) as refusal:
            keeper.trusted(Ground.LOST)
        assert codes_of(refusal) == [LedgerReason.KEY_KNOWN]

    @pytest.mark.parametrize("ground", [Ground.SIGNED, Ground.LOST])
    def test_first_key_follows_none(self, ground: str) -> None:
        with pytest.raises(Refused) as refusal:
            Keeper().trusted(ground)
        assert codes_of(refusal) == [LedgerReason.KEY_KNOWN]

    def test_last_key_told_for_a_number_signs_it_and_the_one_that_signed_is_published_first(
        self, keeper: Keeper
    ) -> None:
        keeper.accepted()
        first = keeper.pem
        for _ in range(2):
            keeper.key = Ed25519PrivateKey.generate()
            keeper.trusted(Ground.LOST)
            # No checkpoint of the new key has gone out yet.
            assert queries.published()["checkpoint.pub.pem"].startswith(first)
        second = CheckpointKey.objects.order_by("pk")[1].pem
        keeper.accepted()
        told = queries.published()["checkpoint.pub.pem"]
        places = [told.find(pem) for pem in (keeper.pem, second, first)]
        assert (places, told.count("BEGIN")) == (sorted(places), 3)

    def test_nothing_but_an_ed25519_key_is_trusted(self) -> None:
        keeper = Keeper()
        with pytest.raises(Refused) as refusal:
            actions.trust_key(by=keeper.by, at=AT, key=a_key(), pem="no key", ground=Ground.FIRST)
        assert codes_of(refusal) == [LedgerReason.KEY_UNFIT]

    def test_key_is_thrown_away_in_a_rehearsal_only(self, settings: Any) -> None:
        keeper = Keeper()
        settings.LIVE = True
        with pytest.raises(Refused) as refusal:
            actions.trust_key(
                by=keeper.by,
                at=datetime.now(UTC),
                key=a_key(),
                pem=keeper.pem,
                ground=Ground.THROWN_AWAY,
            )
        assert codes_of(refusal) == [LedgerReason.KEY_THROWN_AWAY_LIVE]

    def test_check_of_a_live_installation_names_a_key_in_its_data_folder(
        self, settings: Any, tmp_path: Path
    ) -> None:
        keys.make_key(tmp_path / "checkpoint.key.pem")
        assert apps.keys_apart() == []
        settings.LIVE = True
        (found,) = apps.keys_apart()
        assert (found.id, "checkpoint.key.pem" in found.msg) == ("ledger.E001", True)


def _unguarded(statement: str, values: list[Any]) -> None:
    """Change a row as somebody with the database's own rights does; the triggers come back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(statement, values)
        cursor.execute("PRAGMA foreign_keys = ON")
        for _, text in triggers:
            cursor.execute(text)


def forged_stream(keeper: Keeper) -> None:
    """The stream is rewritten from its second entry on, chain, heads and all."""
    previous = ""
    for entry in Entry.objects.filter(stream="people").order_by("number"):
        if entry.number == 2:
            entry.detail = {"forged": True}
        if entry.number >= 2:
            entry.previous = previous
            entry.digest = hashlib.sha256(chain.canonical(entry)).hexdigest()
            _unguarded(
                "UPDATE ledger_entry SET detail = %s, previous = %s, digest = %s WHERE id = %s",
                [json.dumps(entry.detail), entry.previous, entry.digest, entry.pk],
            )
        previous = entry.digest
    file = Path(heads.settings.HEADS_FILE)
    file.unlink()
    heads.begin_anew()


FORGERIES: dict[str, tuple[Callable[[Keeper], object], str]] = {
    "a stream rewritten with its heads": (
        forged_stream,
        "ledger people: entry 3 is not the one that checkpoint 1 was signed over",
    ),
    "a tail cut": (
        lambda _: _unguarded(
            "DELETE FROM ledger_entry WHERE stream = 'people' AND number > %s", [2]
        ),
        "ledger people: entry 3 is missing: it is one that checkpoint 1 was signed over",
    ),
    "a leaf changed": (
        lambda _: _unguarded(
            "UPDATE ledger_checkpoint SET leaves = %s WHERE number = %s", ["[]", 1]
        ),
        "checkpoint 1: number, moment, root or leaves are not those of its text",
    ),
    "a text changed": (
        lambda _: _unguarded(
            "UPDATE ledger_checkpoint SET text = replace(text, '0', '1') WHERE number = %s", [1]
        ),
        "checkpoint 1: its note holds another text or has another digest",
    ),
    "a note changed": (
        lambda _: _unguarded(
            "UPDATE ledger_signedcheckpoint SET note = replace(note, '0000000002', %s)",
            ["0000000003"],
        ),
        "checkpoint 2: it is not signed by the key known for it",
    ),
    "the last note removed": (
        lambda _: _unguarded(
            "DELETE FROM ledger_signedcheckpoint WHERE checkpoint_id = (SELECT id FROM "
            "ledger_checkpoint WHERE number = %s)",
            [2],
        ),
        "checkpoint/checkpoint.txt: is not the last one accepted",
    ),
    "the key replaced": (
        lambda _: _unguarded(
            "UPDATE ledger_checkpointkey SET pem = %s",
            [keys.pem_of(Ed25519PrivateKey.generate().public_key())],
        ),
        "checkpoint 1: it is not signed by the key known for it",
    ),
    "every key removed": (
        lambda _: _unguarded("DELETE FROM ledger_checkpointkey WHERE from_number < %s", [99]),
        "checkpoint 1: it is not signed by the key known for it",
    ),
    "a checkpoint removed with its note": (
        lambda _: [
            _unguarded(
                "DELETE FROM ledger_signedcheckpoint WHERE checkpoint_id = (SELECT id FROM "
                "ledger_checkpoint WHERE number = %s)",
                [1],
            ),
            _unguarded("DELETE FROM ledger_checkpoint WHERE number = %s", [1]),
        ],
        "checkpoint 1 is missing (found 2 next)",
    ),
    "a checkpoint dated otherwise": (
        lambda _: _unguarded(
            "UPDATE ledger_checkpoint SET at = %s WHERE number = %s", [AT.replace(tzinfo=None), 2]
        ),
        "checkpoint 2: number, moment, root or leaves are not those of its text",
    ),
    "a checkpoint numbered otherwise": (
        lambda _: _unguarded("UPDATE ledger_checkpoint SET number = %s WHERE number = %s", [3, 2]),
        "checkpoint 3: number, moment, root or leaves are not those of its text",
    ),
    "the note before named otherwise": (
        lambda _: _unguarded(
            "UPDATE ledger_checkpoint SET previous = %s WHERE number = %s", ["1" * 64, 2]
        ),
        "checkpoint 2: number, moment, root or leaves are not those of its text",
    ),
    "the note before named otherwise, and told to follow nothing": (
        lambda _: _unguarded(
            "UPDATE ledger_checkpoint SET previous = %s WHERE number = %s", ["1" * 64, 2]
        ),
        "checkpoint 2 does not follow the one before it",
    ),
    "leaves and root put in for others": (
        lambda _: _unguarded(
            "UPDATE ledger_checkpoint SET leaves = %s, root = %s WHERE number = %s",
            ["[]", leaves.root_of(()), 2],
        ),
        "checkpoint 2: number, moment, root or leaves are not those of its text",
    ),
    "the digest of the last note changed": (
        lambda _: _unguarded(
            "UPDATE ledger_signedcheckpoint SET digest = %s WHERE note LIKE %s",
            ["1" * 64, "%0000000002%"],
        ),
        "checkpoint 2: its note holds another text or has another digest",
    ),
    "a note that is none": (
        lambda _: _unguarded(
            "UPDATE ledger_signedcheckpoint SET note = %s WHERE note LIKE %s",
            ["nothing", "%0000000002%"],
        ),
        "checkpoint 2: its note cannot be read: it has no empty line with signatures after it",
    ),
    "the published keys replaced": (
        lambda _: (
            Path(heads.settings.CHECKPOINT_ROOT, "checkpoint.pub.pem").write_text("other") and None
        ),
        "checkpoint/checkpoint.pub.pem: is not the last one accepted",
    ),
    "the published note replaced": (
        lambda _: (
            Path(heads.settings.CHECKPOINT_ROOT, "checkpoint.txt").write_text("other") and None
        ),
        "checkpoint/checkpoint.txt: is not the last one accepted",
    ),
}


@pytest.mark.parametrize("forgery", drilled(FORGERIES, 5))
def test_forgery_is_named(keeper: Keeper, forgery: str) -> None:
    keeper.declared("x")
    keeper.declared("y")
    keeper.accepted()
    keeper.accepted()
    assert found() == []
    forge, named = FORGERIES[forgery]
    forge(keeper)
    assert named in found()


def _changed(keeper: Keeper, origin: str, number: int, by: Ed25519PrivateKey) -> str:
    """A note by which ``by`` hands over to the keeper's key."""
    named = texts.named_key(origin, keeper.key.public_key())
    return notes.sign(str(texts.KeyChange(origin, number, named)), origin, by)


def test_change_of_keys_that_the_key_before_it_did_not_sign_is_named(keeper: Keeper) -> None:
    keeper.accepted()
    first, keeper.key = keeper.key, Ed25519PrivateKey.generate()
    origin, stranger = queries.origin(), Keeper.__new__(Keeper)
    stranger.key = Ed25519PrivateKey.generate()
    made = keeper.trusted(Ground.SIGNED, _changed(keeper, origin, 2, first))
    assert list(comparing.faults()) == []
    named = f"{made}: the key before it did not sign the change"
    forged = {
        _changed(keeper, origin, 2, keeper.key): named,
        _changed(keeper, origin, 3, first): named,
        _changed(stranger, origin, 2, first): named,
        "nothing": f"{made}: it has no empty line with signatures after it",
    }
    for note, fault in forged.items():
        _unguarded("UPDATE ledger_checkpointkey SET note = %s WHERE from_number = 2", [note])
        assert fault in list(comparing.faults())
    _unguarded(
        "UPDATE ledger_checkpointkey SET note = %s, pem = %s WHERE from_number = 2",
        [_changed(keeper, origin, 2, first), "no key"],
    )
    assert f"{made}: it holds no public key" in list(comparing.faults())


def test_signed_change_with_no_key_before_it_is_named() -> None:
    keeper = Keeper()
    made = keeper.trusted()
    note = _changed(keeper, queries.origin(), 1, keeper.key)
    _unguarded("UPDATE ledger_checkpointkey SET note = %s, ground = %s", [note, Ground.SIGNED])
    assert f"{made}: the key before it did not sign the change" in list(comparing.faults())


def test_third_key_is_signed_over_by_the_second_and_not_by_the_first(keeper: Keeper) -> None:
    for _ in range(2):
        before, keeper.key = keeper.key, Ed25519PrivateKey.generate()
        number = queries.next_number()
        keeper.trusted(Ground.SIGNED, _changed(keeper, queries.origin(), number, before))
        keeper.accepted()
    assert list(comparing.faults()) == []


def test_stream_rewritten_with_its_heads_is_named_by_nothing_else(keeper: Keeper) -> None:
    keeper.declared("x")
    keeper.declared("y")
    keeper.accepted()
    forged_stream(keeper)
    assert [*chain.faults(), *heads.faults()] == []
    assert found() != []


def test_checkpoint_kept_elsewhere_is_held_against_those_accepted_here(keeper: Keeper) -> None:
    kept = keeper.accepted().note
    assert list(comparing.note_faults(kept)) == []
    text = texts.read_checkpoint(notes.read_note(kept).text)
    forged = texts.CheckpointText(text.origin, 1, text.moment, text.previous, "0" * 64)
    (fault,) = comparing.note_faults(notes.sign(str(forged), text.origin, keeper.key))
    assert "is not the one that was kept elsewhere: both are checkpoint 1, with another" in fault
    again = notes.sign(str(text), text.origin, Ed25519PrivateKey.generate())
    (fault,) = comparing.note_faults(again)
    assert fault.endswith("is not the one that was kept elsewhere: its signatures differ")
    later = texts.CheckpointText(text.origin, 2, text.moment, text.previous, "0" * 64)
    (fault,) = comparing.note_faults(notes.sign(str(later), text.origin, keeper.key))
    assert fault == "checkpoint 2, which was kept elsewhere, was never accepted here"
    (fault,) = comparing.note_faults("nothing")
    assert "cannot be read" in fault


def test_last_note_is_given_out_whole_though_two_shells_give_out_at_once(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was slower must not put an older note back, nor take the other's unfinished file."""
    keeper, told = Keeper(), queries.published
    keeper.trusted()
    keeper.accepted()
    others: list[threading.Thread] = []
    raised: list[BaseException] = []

    def another() -> None:
        try:
            keeper.accepted()
        except BaseException as fault:
            raised.append(fault)
        finally:
            connection.close()

    def slowly() -> dict[str, str]:
        read = told()
        if not others:
            others.append(threading.Thread(target=another))
            others[0].start()
            others[0].join(timeout=1)
        return read

    monkeypatch.setattr(queries, "published", slowly)
    placing.publish()
    others[0].join(timeout=120)
    assert raised == []
    newest = queries.newest()
    assert newest is not None
    assert newest.checkpoint.number == 2
    published = Path(settings.CHECKPOINT_ROOT) / "checkpoint.txt"
    assert published.read_text("utf-8") == newest.note
    assert found() == []
