"""How much text one document may hold, and what a reader says when it cannot go on."""

from __future__ import annotations

from typing import IO

from inspectorate.foundation import zip_directory
from inspectorate.foundation.files import archives

from ..places import Part
from ..reasons import DocumentReason

CHARACTERS, CELLS, PAGES = 20_000_000, 250_000, 5_000
PARAGRAPHS_A_PAGE, ROWS_A_PAGE = 40, 100
ENTRIES, UNPACKED, RATIO = 10_000, 200 * 1024 * 1024, 100


class Unread(Exception):
    """The document cannot be read here; ``reason`` says why."""

    def __init__(self, reason: DocumentReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Counted:
    """Counts what was read so far; refuses a document that holds too much."""

    def __init__(self) -> None:
        self.characters = self.parts = 0

    def part(self, at: str, text: str) -> Part:
        """One part, counted."""
        self.characters += len(text)
        self.parts += 1
        if self.characters > CHARACTERS or self.parts > CELLS:
            raise Unread(DocumentReason.TOO_MUCH_TEXT)
        return Part(at, text)


def refuse_bomb(stream: IO[bytes]) -> None:
    """Unpack an office file into nothing; refuse it where that is too much or it is broken."""
    try:
        members = zip_directory.members(stream, ENTRIES * 1024)
        packed = max(sum(one.compress_size for one in members), 1)
        size = archives.unpacked(stream, members, most=UNPACKED).size
    except (archives.TooMuch, zip_directory.LongDirectory) as fault:
        raise Unread(DocumentReason.UNPACKS_TOO_LARGE) from fault
    except archives.DAMAGE as fault:
        raise Unread(DocumentReason.DAMAGED) from fault
    if len(members) > ENTRIES or size > RATIO * packed:
        raise Unread(DocumentReason.UNPACKS_TOO_LARGE)
    stream.seek(0)


def plain(text: str) -> str:
    """``text`` without what no page can carry: controls, halves of pairs, line ends of others."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in joined if sign in "\n\t" or (sign.isprintable() or sign.isspace())
    ).strip()
