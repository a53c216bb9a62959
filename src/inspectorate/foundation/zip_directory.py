"""The directory of a zip archive, read only where it is no longer than an honest one may be.

The standard library makes an object of each member before it says how many there are: of a
directory of 44 MB a million, and half a gigabyte.
"""

from __future__ import annotations

import zipfile
from typing import IO


class LongDirectory(Exception):
    """The directory has more bytes than were asked for."""


def members(stream: IO[bytes], most: int) -> list[zipfile.ZipInfo]:
    """Return the members of an archive whose directory has ``most`` bytes at most.

    Raises LongDirectory for a longer one, which is not read; what zipfile raises where it is none.
    """
    with zipfile.ZipFile(_BoundedReads(stream, most)) as archive:
        return archive.infolist()


class _BoundedReads:
    """A stream of which no more than so many bytes are read at a time.

    In this way the bound holds however the library finds the directory, which it reads at once.
    """

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self.stream, self.most = stream, most
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size: int = -1) -> bytes:
        """Read as a stream does."""
        found = self.stream.read(size if 0 <= size <= self.most else self.most + 1)
        if len(found) > self.most:
            raise LongDirectory
        return found
