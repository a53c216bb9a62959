"""Pieces of a file: kept sealed, once each, opened in their place alone, swept when nobody asks."""

from __future__ import annotations

import os
import time

import pytest

from inspectorate.foundation.envelopes import pieces
from inspectorate.foundation.envelopes.coding import CannotOpen, decoded
from inspectorate.foundation.envelopes.pieces import NoRoom, OtherBytes, Piece
from tests.factories.devices import SentFile, a_file

CONTENT = b"a photo" * 400_000
MOST = 1 << 30


def piece(file: SentFile, n: int) -> Piece:
    return Piece(file.said["id"], n, len(file.pieces), file.pieces[n])


class TestKeep:
    def test_pieces_come_in_any_order_and_twice_and_give_the_file(self) -> None:
        file = a_file("photo.jpg", CONTENT)
        for n in (2, 0, 2, 1):
            here = pieces.keep("device-1", piece(file, n), most=MOST)
        assert here == [0, 1, 2] == pieces.have("device-1", file.said["id"])
        found = pieces.contents("device-1", file.said["id"], 3)
        key = decoded(file.said["key"])
        assert b"".join(pieces.open_piece(key, one) for one in found) == CONTENT

    def test_piece_in_the_place_of_another_does_not_open(self) -> None:
        file = a_file("photo.jpg", CONTENT)
        moved = Piece(file.said["id"], 1, 3, file.pieces[0])
        with pytest.raises(CannotOpen):
            pieces.open_piece(decoded(file.said["key"]), moved)

    def test_other_bytes_under_one_number_are_refused_and_the_first_stay(self) -> None:
        file = a_file("photo.jpg", CONTENT)
        pieces.keep("device-1", piece(file, 0), most=MOST)
        with pytest.raises(OtherBytes):
            pieces.keep("device-1", Piece(file.said["id"], 0, 3, b"other"), most=MOST)
        with pytest.raises(OtherBytes):
            pieces.keep("device-1", Piece(file.said["id"], 1, 4, b"other"), most=MOST)
        assert pieces.keep("device-1", piece(file, 0), most=MOST) == [0]

    def test_more_than_a_sender_may_leave_here_is_refused_and_said(self) -> None:
        file = a_file("photo.jpg", CONTENT)
        pieces.keep("device-1", piece(file, 0), most=pieces.PIECE + 16)
        with pytest.raises(NoRoom):
            pieces.keep("device-1", piece(file, 1), most=pieces.PIECE + 16)
        assert pieces.keep("device-2", piece(file, 1), most=MOST) == [1]


class TestSweep:
    def test_pieces_of_no_note_go_after_some_days_and_no_others(self) -> None:
        old, waiting, young = (a_file("photo.jpg", b"x") for _ in range(3))
        for one in (old, waiting, young):
            pieces.keep("device-1", piece(one, 0), most=MOST)
        past = time.time() - pieces.KEPT.total_seconds() - 60
        for one in (old, waiting):
            os.utime(pieces.folder_of("device-1") / one.said["id"], (past, past))
        named = {("device-1", waiting.said["id"])}
        assert [one.name for one in pieces.orphans(named)] == [old.said["id"]]
        assert [one.name for one in pieces.sweep(named)] == [old.said["id"]]
        assert pieces.have("device-1", waiting.said["id"]) == [0]
        assert pieces.have("device-1", young.said["id"]) == [0]
        assert pieces.have("device-1", old.said["id"]) == []
