"""A scanner for tests: ClamAV's own where it is installed, else a server that speaks its protocol.

The string by which every scanner is tried is put together here, so that no file of the project is
one that a scanner would take away.
"""

from __future__ import annotations

import shutil
import socket
import socketserver
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
MOST = 5 * 1024 * 1024


def harmful() -> bytes:
    """The harmless file that every scanner calls harmful."""
    halves = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*")
    return "".join(halves).encode()


@contextmanager
def clamd() -> Iterator[str]:
    """ClamAV's own scanner with one signature, at a socket in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        (place / "signatures").mkdir()
        # The standard in which a signature is written: name, any kind of file, anywhere, bytes.
        signature = f"Eicar-Test:0:*:{harmful().hex()}\n"
        (place / "signatures" / "own.ndb").write_text(signature, "ascii")
        path = place / "clamd.ctl"
        settings = place / "clamd.conf"
        settings.write_text(
            f"LocalSocket {path}\nDatabaseDirectory {place / 'signatures'}\nForeground yes\n"
            f"StreamMaxLength {MOST}\nOfficialDatabaseOnly no\n",
            "ascii",
        )
        process = subprocess.Popen(
            [str(CLAMD), "--config-file", str(settings)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(path, process)
            yield f"unix:{path}"
        finally:
            process.kill()
            process.wait()


def _wait(path: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "clamd ended"
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(path))
            except OSError:
                time.sleep(0.05)
            else:
                return
    raise AssertionError("clamd did not begin to listen")


class _Answers(socketserver.StreamRequestHandler):
    """One connection in ClamAV's protocol."""

    def handle(self) -> None:
        command = self._until_nul()
        if command == b"zVERSION":
            self.wfile.write(b"Stand-in 1\0")
            return
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > MOST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = harmful() in content
        self.wfile.write(b"stream: Eicar-Test.UNOFFICIAL FOUND\0" if found else b"stream: OK\0")

    def _until_nul(self) -> bytes:
        said = b""
        while (one := self.rfile.read(1)) not in (b"", b"\0"):
            said += one
        return said


@contextmanager
def stand_in() -> Iterator[str]:
    """A server that speaks the protocol, at a port of this machine."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
