"""A write of Chromium's store that a kill tore in two, made by hand: what Chromium does then is for
the page to survive (ADR 93).

A log of LevelDB is blocks of 32 KiB; a record that reaches beyond its block is written in parts,
each with a head of its checksum, its length and which part it is
(https://github.com/google/leveldb/blob/main/doc/log_format.md). A kill between two parts leaves the
first; Chromium forgives that once, appends after it, and takes the file for damaged from then on.
"""

from __future__ import annotations

import struct
from pathlib import Path

BLOCK, HEAD, FIRST = 32_768, 7, 2
CASTAGNOLI = 0x82F63B78
FIRST_STORE, SECOND_STORE = "Default/IndexedDB", "Default/WebStorage"


def _checksum(content: bytes) -> int:
    """CRC-32C, turned and moved as LevelDB does before it writes one down."""
    found = 0xFFFFFFFF
    for byte in content:
        found ^= byte
        for _ in range(8):
            found = (found >> 1) ^ (CASTAGNOLI if found & 1 else 0)
    found ^= 0xFFFFFFFF
    return (((found >> 15) | (found << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def torn(log: bytes) -> bytes:
    """A log that ends with the first part of a record, to the end of its block."""
    left = BLOCK - len(log) % BLOCK
    if left <= HEAD:
        # No part begins so near to the end; one without a word is forgiven.
        log, left = log + b"\0" * left, BLOCK
    words = b"x" * (left - HEAD)
    return log + struct.pack("<IHB", _checksum(bytes([FIRST]) + words), len(words), FIRST) + words


def logs(profile: Path, store: str) -> list[Path]:
    """The logs of a page's store in a profile: of its first, or of those beside it."""
    return sorted((profile / store).rglob("*indexeddb.leveldb/*.log"))


def tear(profile: Path, store: str) -> None:
    """Tear the last write of a store; the browser is not running."""
    # A kill between two logs leaves both: what is written goes to the newest.
    *_, log = logs(profile, store)
    log.write_bytes(torn(log.read_bytes()))
