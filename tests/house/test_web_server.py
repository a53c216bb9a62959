"""``deploy/staff.conf`` in a real nginx before a real gunicorn: what it takes and lets through.

Skipped where nginx is not installed.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.browser.served import free_port

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
ECHO = """
import json
def app(environ, start_response):
    body = environ["wsgi.input"].read()
    told = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({**told, "length": len(body)}).encode()]
"""
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@dataclass(frozen=True, slots=True)
class Front:
    """An nginx that runs, with the folder it was given."""

    folder: Path
    port: int
    plain: int

    def secure(self, **given: object) -> ssl.SSLSocket:
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        context.set_ciphers(str(given.get("ciphers", "DEFAULT")))
        for name in ("minimum_version", "maximum_version"):
            if name in given:
                setattr(context, name, given[name])
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        return context.wrap_socket(raw, server_hostname="staff.example.org")

    def sent(self, text: str) -> tuple[str, str]:
        """The status and the body that a request, written out, gets."""
        with self.secure() as wire:
            wire.sendall(text.replace("\n", "\r\n").encode())
            answer = http.client.HTTPResponse(wire)
            answer.begin()
            return str(answer.status), answer.read().decode()


def certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "staff.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("staff.example.org")]), False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def until_it_listens(path: str | tuple[str, int], process: subprocess.Popen[bytes]) -> None:
    family = socket.AF_UNIX if isinstance(path, str) else socket.AF_INET
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None, "it ended at once"
        with socket.socket(family) as wire:
            if wire.connect_ex(path) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens at {path}")


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    certificate(folder)
    (folder / "echo.py").write_text(ECHO)
    port, plain, sock = free_port(), free_port(), f"/tmp/i{os.getpid()}.sock"
    told = (ROOT / "deploy/staff.conf").read_text("utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/run/inspectorate/staff.sock": sock,
        "/etc/ssl/staff.example.org": str(folder),
        "/var/log/nginx": str(folder),
    }.items():
        assert old in told
        told = told.replace(old, new)
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log {folder}/other.log;\n{temporary}\n{told}\n}}\n"
    )
    command = ["-m", "gunicorn", "--bind", f"unix:{sock}", "--no-control-socket", "echo:app"]
    behind = subprocess.Popen([sys.executable, *command], cwd=folder, stderr=subprocess.DEVNULL)
    assert NGINX
    before = subprocess.Popen(
        [NGINX, "-c", f"{folder}/nginx.conf", "-p", f"{folder}", "-e", f"{folder}/error.log"]
    )
    try:
        until_it_listens(sock, behind)
        until_it_listens(("127.0.0.1", port), before)
        yield Front(folder, port, plain)
    finally:
        for process in (before, behind):
            process.terminate()
            process.wait(60)
        Path(sock).unlink(missing_ok=True)


def test_newest_tls_is_spoken_and_the_one_before_and_none_older(front: Front) -> None:
    with front.secure() as wire:
        assert wire.version() == "TLSv1.3"
    with front.secure(maximum_version=ssl.TLSVersion.TLSv1_2) as wire:
        assert wire.version() == "TLSv1.2"
    with pytest.raises(ssl.SSLError, match=r"(?i)protocol.version|unsupported.protocol"):
        front.secure(
            ciphers="ALL:@SECLEVEL=0",
            minimum_version=ssl.TLSVersion.TLSv1,
            maximum_version=ssl.TLSVersion.TLSv1_1,
        )


def test_strongest_suite_is_chosen_and_a_weak_one_refused(front: Front) -> None:
    older = {"maximum_version": ssl.TLSVersion.TLSv1_2}
    both = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"
    with front.secure(ciphers=both, **older) as wire:
        chosen = wire.cipher()
        assert chosen
        assert chosen[0] == "ECDHE-ECDSA-AES256-GCM-SHA384"
    with pytest.raises(ssl.SSLError, match=r"(?i)handshake.failure"):
        front.secure(ciphers="ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", **older)


def test_what_a_stranger_says_of_the_connection_is_overwritten(front: Front) -> None:
    status, body = front.sent(
        "GET / HTTP/1.1\nHost: staff.example.org\nConnection: close\nX-Forwarded-For: 10.9.8.7\n"
        "X-Forwarded-Proto: http\nX-Forwarded-Host: evil.example\nForwarded: for=10.9.8.7\n\n"
    )
    told = json.loads(body)
    assert (status, told["HTTP_X_FORWARDED_FOR"], told["HTTP_X_FORWARDED_PROTO"]) == (
        "200",
        "127.0.0.1",
        "https",
    )
    assert "10.9.8.7" not in body
    assert "evil" not in body


@pytest.mark.parametrize(
    "request_text",
    [
        "POST / HTTP/1.1\nHost: staff.example.org\nContent-Length: 4\n"
        "Transfer-Encoding: chunked\n\n0\n\n",
        "POST / HTTP/1.1\nHost: staff.example.org\nContent-Length: 4\nContent-Length: 5\n\nabcde",
        "POST / HTTP/1.1\nHost: staff.example.org\nTransfer-Encoding: xchunked\n\n0\n\n",
    ],
)
def test_request_of_two_lengths_is_refused(front: Front, request_text: str) -> None:
    assert front.sent(request_text)[0] in {"400", "501"}


def test_trace_is_not_answered(front: Front) -> None:
    assert front.sent("TRACE / HTTP/1.1\nHost: staff.example.org\n\n")[0] == "405"


def test_plain_http_is_sent_on_to_https_and_says_no_version(front: Front) -> None:
    wire = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=60)
    wire.request("GET", "/i/some/?q=word", headers={"Host": "staff.example.org"})
    answer = wire.getresponse()
    assert (answer.status, answer.getheader("Location")) == (
        301,
        "https://staff.example.org/i/some/?q=word",
    )
    assert answer.getheader("Server") == "nginx"


def test_body_beyond_sixty_megabytes_is_refused_unread(front: Front) -> None:
    head = f"POST / HTTP/1.1\nHost: staff.example.org\nContent-Length: {61 * 1024 * 1024}\n\n"
    assert front.sent(head)[0] == "413"


def logged(front: Front, words: str) -> str:
    """The log, once it holds the words: nginx writes its line when the answer is gone."""
    log, end = front.folder / "staff.log", time.monotonic() + 60
    while time.monotonic() < end and words not in log.read_text("utf-8"):
        time.sleep(0.05)
    return log.read_text("utf-8")


def test_log_holds_no_query_and_tells_its_time_zone(front: Front) -> None:
    front.sent("GET /evidence/?q=secretword HTTP/1.1\nHost: staff.example.org\n\n")
    log = logged(front, '"GET /evidence/')
    assert '"GET /evidence/"' in log
    assert "secretword" not in log
    assert "+00:00]" in log or "T" in log.partition("[")[2].partition("]")[0]


@pytest.mark.parametrize("path", ["/accounts/password/reset/key/", "/accounts/invited/"])
def test_log_holds_no_link_to_set_a_password(front: Front, path: str) -> None:
    front.sent(f"GET {path}5-dimuz6-347e34ce8e23/ HTTP/1.1\nHost: staff.example.org\n\n")
    log = logged(front, f'"GET {path}')
    assert f'"GET {path}"' in log
    assert "dimuz6" not in log


@pytest.mark.parametrize("path", ["/calendar/dimuz7.ics", "/calendar/dimuz7.ics?x=dimuz7"])
def test_address_of_a_calendar_asked_for_in_the_clear_is_sent_nowhere_and_in_no_log(
    front: Front, path: str
) -> None:
    wire = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=60)
    wire.request("GET", path, headers={"Host": "staff.example.org"})
    answer = wire.getresponse()
    assert (answer.status, answer.getheader("Location")) == (404, None)
    wire = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=60)
    reset = "/accounts/password/reset/key/"
    wire.request("GET", f"{reset}5-dimuz7/", headers={"Host": "staff.example.org"})
    wire.getresponse().read()
    # Written after the first: what the first wrote would stand there by now.
    logged(front, f'"GET {reset}" 301')
    for log in ("staff.log", "other.log", "error.log"):
        if (front.folder / log).exists():
            assert "dimuz7" not in (front.folder / log).read_text("utf-8")
