"""A virus scanner that speaks the protocol of ClamAV, over a socket of this machine.

One file a connection (``INSTREAM``): it is sent in pieces, nothing of it is written anywhere.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from ipaddress import ip_address
from typing import IO
from urllib.parse import urlsplit

PIECE, ANSWER, SECONDS = 256 * 1024, 4096, 60.0


class ScannerAway(Exception):
    """The scanner does not answer, or not as one does; the file waits."""


class TooLarge(Exception):
    """The file is above the scanner's own limit."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where a scanner listens: the path of a socket, or a host of this machine and a port."""

    path: str = ""
    host: str = ""
    port: int = 0

    def version(self) -> str:
        """The scanner's name, with that of its signatures; raises ScannerAway."""
        return _asked(self, b"zVERSION\0", None)

    def found(self, stream: IO[bytes]) -> str:
        """The name of what was found in an open file; "" for nothing.

        Raises ScannerAway, TooLarge.
        """
        said = _asked(self, b"zINSTREAM\0", stream)
        body = said.removeprefix("stream: ")
        if body == "OK":
            return ""
        if body.endswith(" FOUND"):
            return body.removesuffix(" FOUND")[:200]
        if "size limit exceeded" in body:
            raise TooLarge(body)
        raise ScannerAway(f"the scanner answered {said[:80]!r}")


def scanner_at(address: str) -> Scanner:
    """Read an address: ``unix:/run/clamav/clamd.ctl`` or ``tcp://127.0.0.1:3310``.

    Raises ValueError for any other: the protocol has no keys, and a file sent to another machine
    would be read on the way.
    """
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return Scanner(path=parts.path)
    host = parts.hostname or ""
    if parts.scheme == "tcp" and parts.port and not parts.path.strip("/"):
        local = host == "localhost" or ip_address(host).is_loopback
        if local:
            return Scanner(host=host, port=parts.port)
    raise ValueError(f"{address!r} is no socket of this machine")


def _asked(scanner: Scanner, command: bytes, stream: IO[bytes] | None) -> str:
    try:
        with _connected(scanner) as line:
            line.sendall(command)
            try:
                if stream is not None:
                    _send(line, stream)
            except (BrokenPipeError, ConnectionResetError):
                # It hangs up on a file above its limit, and has said so before.
                pass
            return _heard(line)
    except OSError as fault:
        raise ScannerAway(f"the scanner does not answer: {fault}") from fault


def _connected(scanner: Scanner) -> socket.socket:
    if not scanner.path:
        return socket.create_connection((scanner.host, scanner.port), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(scanner.path)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, stream: IO[bytes]) -> None:
    while piece := stream.read(PIECE):
        line.sendall(struct.pack("!I", len(piece)) + piece)
    line.sendall(struct.pack("!I", 0))


def _heard(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < ANSWER:
        piece = line.recv(ANSWER)
        if not piece:
            break
        said += piece
    if not said:
        raise ScannerAway("the scanner hung up without an answer")
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
