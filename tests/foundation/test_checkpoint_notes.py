"""Checkpoints as texts: the form of notes, keys as files, contradictions; no database."""

from __future__ import annotations

import base64
import hashlib
import stat
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from inspectorate.foundation.ledger.checkpoints import keys, leaves, notes, texts
from inspectorate.foundation.ledger.checkpoints.texts import CheckpointText

# As the Go project's package of signed notes shows it: made by other hands than ours.
NAMED = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNED = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
TOLD = f"""\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\N{EM DASH} PeterNeumann {SIGNED}
"""
KEY = Ed25519PrivateKey.generate()
TEXT = CheckpointText("reports.example.org", 7, "2026-11-25T17:22:13Z", "a" * 64, "b" * 64)


def note_of(text: CheckpointText, key: Ed25519PrivateKey = KEY) -> str:
    return notes.sign(str(text), text.origin, key)


def _pem(
    key: Ed25519PrivateKey | X25519PrivateKey, encryption: KeySerializationEncryption
) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


class TestNotes:
    def test_note_and_key_that_others_made_are_read_and_verified(self) -> None:
        raw = base64.b64decode(NAMED.split("+", 2)[2])[1:]
        key = Ed25519PublicKey.from_public_bytes(raw)
        assert texts.named_key("PeterNeumann", key) == NAMED
        assert notes.is_signed(notes.read_note(TOLD), "PeterNeumann", key)

    def test_one_changed_byte_anywhere_in_the_text_breaks_the_signature(self) -> None:
        note = note_of(TEXT)
        for at in range(len(str(TEXT)) - 1):
            other = "1" if note[at] != "1" else "2"
            forged = notes.read_note(note[:at] + other + note[at + 1 :])
            assert not notes.is_signed(forged, TEXT.origin, KEY.public_key()), at

    def test_signature_of_another_key_or_name_does_not_count(self) -> None:
        other = Ed25519PrivateKey.generate()
        read = notes.read_note(note_of(TEXT, other))
        assert not notes.is_signed(read, TEXT.origin, KEY.public_key())
        assert not notes.is_signed(notes.read_note(note_of(TEXT)), "other", KEY.public_key())

    def test_further_signatures_beside_it_do_no_harm(self) -> None:
        witness = note_of(TEXT, Ed25519PrivateKey.generate()).splitlines(keepends=True)[-1]
        read = notes.read_note(note_of(TEXT) + witness)
        assert notes.is_signed(read, TEXT.origin, KEY.public_key())

    def test_signature_counts_under_its_own_name_and_with_its_keys_four_bytes(self) -> None:
        name, mark, signature = notes.read_note(note_of(TEXT)).signatures[0]
        assert mark == notes.mark_of(name, KEY.public_key())
        for told in ((f"{name}x", mark, signature), (name, bytes(4), signature)):
            forged = notes.Note(str(TEXT), (told,))
            assert not notes.is_signed(forged, TEXT.origin, KEY.public_key())

    @pytest.mark.parametrize("first", [True, False])
    def test_false_signature_of_the_known_key_beside_the_true_one_makes_the_note_false(
        self, first: bool
    ) -> None:
        """As the form advises: a signature of a known key that fails fails the whole note."""
        name, mark, signature = notes.read_note(note_of(TEXT)).signatures[0]
        told = [(name, mark, bytes(64)), (name, mark, signature)]
        note = notes.Note(str(TEXT), tuple(told if first else reversed(told)))
        assert not notes.is_signed(note, TEXT.origin, KEY.public_key())

    def test_signatures_follow_the_last_empty_line(self) -> None:
        text = "One part.\n\nAnother.\n"
        read = notes.read_note(notes.sign(text, TEXT.origin, KEY))
        assert (read.text, notes.is_signed(read, TEXT.origin, KEY.public_key())) == (text, True)

    @pytest.mark.parametrize(
        "broken",
        [
            note_of(TEXT).replace("\N{EM DASH} ", ""),
            note_of(TEXT).replace(f"\N{EM DASH} {TEXT.origin}", "\N{EM DASH} "),
            note_of(TEXT)[:-9] + "!" + note_of(TEXT)[-9:],
            note_of(TEXT).rstrip("\n").removesuffix("=") + "A\n",
            str(TEXT),
            f"{TEXT}\nno signature\n",
            f"{TEXT}\n\N{EM DASH} name c2hvcnQ=\n",
            f"{TEXT}\n\N{EM DASH} name %%%\n",
            note_of(TEXT)[:-1],
            "",
        ],
    )
    def test_what_is_no_note_is_refused_in_words(self, broken: str) -> None:
        with pytest.raises(notes.NoteBroken, match=r"signature"):
            notes.read_note(broken)


class TestBodies:
    def test_text_has_five_lines_and_one_length_whatever_it_tells(self) -> None:
        other = CheckpointText(TEXT.origin, 123_456, "2031-01-01T00:00:00Z", "c" * 64, "d" * 64)
        assert (len(str(TEXT)), str(TEXT).count("\n")) == (len(str(other)), 5)
        assert texts.read_checkpoint(str(TEXT)) == TEXT

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("0000000007", "7"),
            ("reports.example.org", "two words"),
            ("2026-11-25T17:22:13Z", "yesterday"),
            ("a" * 64, "A" * 64),
            ("b" * 64, "b" * 63),
            ("b" * 64, "b" * 64 + "\nmore"),
            ("b" * 64 + "\n", "b" * 64 + "\nmore"),
            ("a" * 64, "a" * 65),
            ("b" * 64, "b" * 65),
            ("17:22:13Z", "17:22:13Z "),
            ("reports.example.org", ""),
            ("reports.example.org", "reports+example"),
            ("reports.example.org", "r" * 201),
        ],
    )
    def test_any_other_text_is_no_checkpoint_and_is_never_signed(
        self, before: str, after: str
    ) -> None:
        with pytest.raises(notes.NoteBroken):
            texts.read_signable(str(TEXT).replace(before, after))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("next key", "any words"),
            ("reports.example.org", "two words"),
            ("0000000008", "8"),
            ("the key\n", "the key\nmore"),
            ("the key\n", "the key\nmore\n"),
        ],
    )
    def test_any_other_text_is_no_change_of_keys_and_is_never_signed(
        self, before: str, after: str
    ) -> None:
        text = str(texts.KeyChange(TEXT.origin, 8, "the key"))
        assert texts.read_signable(text) == texts.KeyChange(TEXT.origin, 8, "the key")
        with pytest.raises(notes.NoteBroken):
            texts.read_signable(text.replace(before, after))

    def test_moment_is_told_in_utc_whatever_its_zone(self) -> None:
        moment = datetime(2026, 7, 1, 1, 30, tzinfo=ZoneInfo("Europe/London"))
        assert texts.moment_of(moment) == "2026-07-01T00:30:00Z"

    @pytest.mark.parametrize(
        ("other", "says"),
        [
            ({}, ""),
            ({"root": "c" * 64}, "both are checkpoint 7, with another root"),
            ({"moment": "2026-11-25T17:22:14Z"}, "both are checkpoint 7, with another moment"),
            ({"previous": "c" * 64}, "both are checkpoint 7, with another previous"),
            ({"number": 8, "previous": "c" * 64}, "checkpoint 8 does not follow this checkpoint 7"),
            ({"number": 9, "previous": "c" * 64}, ""),
            ({"number": 9, "moment": "2026-11-25T17:22:12Z"}, "older than checkpoint 7"),
            ({"origin": "elsewhere.example.org"}, "they are of two installations"),
        ],
    )
    def test_two_that_contradict_each_other_are_told_apart(
        self, other: dict[str, object], says: str
    ) -> None:
        parts = {name: getattr(TEXT, name) for name in CheckpointText.__dataclass_fields__} | other
        pair = note_of(TEXT), note_of(CheckpointText(**parts))
        for one, two in (pair, pair[::-1]):
            found = texts.disagreement(one, two)
            assert (says in found, bool(found)) == (True, bool(says))

    def test_one_that_follows_the_other_agrees(self) -> None:
        first = note_of(TEXT)
        second = CheckpointText(
            TEXT.origin, 8, "2026-11-26T00:00:00Z", texts.digest_of(first), "d" * 64
        )
        assert texts.disagreement(note_of(second), first) == ""


class TestLeaves:
    def test_leaf_hides_its_stream_and_the_root_needs_every_leaf(self) -> None:
        every = [leaves.leaf_of(f"inspection/{name}", 3, "a" * 64) for name in "abc"]
        again = leaves.leaf_of("inspection/a", 3, "a" * 64)
        assert again.hidden != every[0].hidden
        told = f"{again.nonce}\tinspection/a\t3\t{'a' * 64}\n"
        assert again.hidden == hashlib.sha256(told.encode()).hexdigest()
        hidden = [leaf.hidden for leaf in every]
        assert leaves.root_of(hidden) == leaves.root_of(hidden[::-1])
        assert leaves.root_of(hidden[:2]) != leaves.root_of(hidden)

    def test_holder_of_one_stream_is_shown_nothing_of_the_others(self) -> None:
        every = [leaves.leaf_of(f"inspection/{name}", 3, "a" * 64) for name in "abc"]
        shown = leaves.shown(every, "inspection/b", "the note")
        assert shown is not None
        text = leaves.as_text(shown)
        assert "inspection/b" in text
        assert not any(leaf.nonce in text or leaf.stream in text for leaf in (every[0], every[2]))
        assert leaves.shown(every, "inspection/z", "the note") is None

    def test_order_of_the_leaves_shown_tells_nothing_of_their_streams(self) -> None:
        every = [leaves.Leaf(name, 3, "a" * 64, "0" * 64) for name in "abc"]
        hidden = [leaf.hidden for leaf in every]
        assert hidden != sorted(hidden)
        shown = leaves.shown(every, "b", "the note")
        assert shown is not None
        assert shown["leaves"] == sorted(hidden)


class TestKeys:
    def test_key_is_its_owners_alone_and_is_never_overwritten(self, tmp_path: Path) -> None:
        file = tmp_path / "key.pem"
        public = keys.make_key(file)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert keys.pem_of(keys.private_key(file).public_key()) == keys.pem_of(public)
        with pytest.raises(FileExistsError):
            keys.make_key(file)

    def test_key_under_the_data_folder_is_refused_and_found(self, tmp_path: Path) -> None:
        data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
        (data / "keep").mkdir(parents=True)
        elsewhere.mkdir()
        keys.make_key(data / "keep" / "any name")
        (data / "link").symlink_to(data / "keep")
        keys.make_key(elsewhere / "key.pem")
        keys.refuse_under(data, elsewhere / "key.pem")
        for inside in (data / "keep" / "any name", elsewhere / ".." / "data" / "keep" / "any name"):
            with pytest.raises(keys.KeyUnfit, match="lies in the data folder"):
                keys.refuse_under(data, inside)
        assert list(keys.private_keys_in(data)) == [data / "keep" / "any name"]

    def test_key_under_a_data_folder_reached_by_another_name_is_refused(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "disk").mkdir()
        (tmp_path / "data").symlink_to(tmp_path / "disk")
        with pytest.raises(keys.KeyUnfit, match="lies in the data folder"):
            keys.refuse_under(tmp_path / "data", tmp_path / "disk" / "key.pem")

    def test_key_in_a_folder_that_only_bears_the_name_of_the_store_is_found(
        self, tmp_path: Path
    ) -> None:
        inside = tmp_path / "keep" / "files"
        inside.mkdir(parents=True)
        keys.make_key(inside / "key.pem")
        assert list(keys.private_keys_in(tmp_path)) == [inside / "key.pem"]

    def test_database_that_holds_the_words_and_a_link_that_leads_nowhere_are_no_keys(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "database").write_bytes(keys.PRIVATE + bytes(20_000))
        (tmp_path / "link").symlink_to(tmp_path / "gone")
        assert list(keys.private_keys_in(tmp_path)) == []

    def test_key_of_another_kind_or_under_a_password_is_refused_in_words(
        self, tmp_path: Path
    ) -> None:
        other, file = X25519PrivateKey.generate(), tmp_path / "key.pem"
        file.write_bytes(_pem(other, NoEncryption()))
        with pytest.raises(keys.KeyUnfit, match="no Ed25519 one"):
            keys.private_key(file)
        public = other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        with pytest.raises(keys.KeyUnfit, match="no Ed25519 one"):
            keys.public_key(public.decode())
        file.write_bytes(_pem(KEY, BestAvailableEncryption(b"a password")))
        with pytest.raises(keys.KeyUnfit, match="no private key without a password"):
            keys.private_key(file)

    def test_digest_of_a_key_is_that_of_its_32_bytes_however_its_file_is_spelt(self) -> None:
        raw = KEY.public_key().public_bytes_raw()
        pem = keys.pem_of(KEY.public_key())
        assert keys.digest_of(f"A word before.\n{pem}") == hashlib.sha256(raw).hexdigest()

    def test_key_that_was_handed_in_as_evidence_is_not_ours(self, tmp_path: Path) -> None:
        (tmp_path / "files").mkdir()
        keys.make_key(tmp_path / "files" / "handed in")
        assert list(keys.private_keys_in(tmp_path)) == []

    def test_file_that_is_no_key_is_refused_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "no").write_text("no key")
        with pytest.raises(keys.KeyUnfit, match="holds no private key"):
            keys.private_key(tmp_path / "no")
        with pytest.raises(keys.KeyUnfit, match="holds no public key"):
            keys.public_key("no key")
