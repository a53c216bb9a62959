"""Serves both doors on this machine: the staff application, and the public site as files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click

STAFF_PORT, PUBLIC_PORT = 8000, 8001


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="The data folder to serve.",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=None,
    help="The public site's folder. Default: DATA/site.",
)
@click.option(
    "--port", default=STAFF_PORT, show_default=True, help="Port of the staff application."
)
@click.option(
    "--public-port", default=PUBLIC_PORT, show_default=True, help="Port of the public site."
)
def serve(data: Path, site: Path | None, port: int, public_port: int) -> None:
    """Serve the staff application on 127.0.0.1:8000 and the public site on 127.0.0.1:8001, with the
    publisher that switches that site, until stopped with Ctrl-C.

    Loopback only: for a demonstration and for development. In earnest the staff application stands
    behind a web server and the public site is files on any host (see docs/guide/running.md).
    """
    site = site or data / "site"
    if not (data / "inspectorate.sqlite3").exists() and not os.environ.get("DATABASE_URL"):
        raise click.UsageError(
            f"There is nothing to serve in {data}. Run ./run demo first, or name the "
            f"folder with --data."
        )
    run(data, site, port, public_port)


def run(data: Path, site: Path, port: int = STAFF_PORT, public_port: int = PUBLIC_PORT) -> None:
    """Start both servers and the publisher, wait for Ctrl-C, stop them all."""
    servers = [_staff_server(data, site, port), _public_server(site, public_port)]
    publishing = _publisher(data, site)

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # Python dies of SIGTERM without its finally, and would leave both servers running.
    signal.signal(signal.SIGTERM, stop)
    click.echo(
        f"Staff application: http://127.0.0.1:{port}/\nPublic site:       "
        f"http://127.0.0.1:{public_port}/\nStop with Ctrl-C."
    )
    try:
        while all(server.poll() is None for server in servers):
            time.sleep(0.5)
            if publishing.poll() is not None:
                # Nothing would go out, and nobody would notice.
                click.echo(f"The publisher ended ({publishing.returncode}): begun anew.", err=True)
                time.sleep(2)
                publishing = _publisher(data, site)
        raise click.ClickException(
            f"A server stopped by itself: is port {port} or {public_port} in use?"
        )
    except KeyboardInterrupt:
        click.echo("Stopping.")
    finally:
        for server in (*servers, publishing):
            server.terminate()
        for server in servers:
            server.wait(timeout=10)
        # It ends between two steps, and building a site is one.
        publishing.wait(timeout=60)


def _environment(data: Path, site: Path) -> dict[str, str]:
    environment = {
        **os.environ,
        "INSPECTORATE_DATA": str(data.resolve()),
        "INSPECTORATE_SITE": str(site.resolve()),
        "INSPECTORATE_MODE": "demo",
    }
    # The demonstration makes its many people with quick passwords; the server signs in with real.
    environment.pop("INSPECTORATE_QUICK_PASSWORDS", None)
    return environment


def _publisher(data: Path, site: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "inspectorate.interfaces.cli.main", "publisher"]
    return subprocess.Popen(command, env=_environment(data, site))


def _staff_server(data: Path, site: Path, port: int) -> subprocess.Popen[bytes]:
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    # One process: in demo mode each makes a secret key of its own and would not know the others'
    # sessions.
    workers = ["--worker-class", "gthread", "--threads", "8", "--workers", "1"]
    return subprocess.Popen(
        [*gunicorn, *workers, "--log-level", "warning", "inspectorate.config.wsgi:application"],
        env=_environment(data, site),
    )


def _public_server(site: Path, port: int) -> subprocess.Popen[bytes]:
    server = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    return subprocess.Popen(
        [*server, "--directory", str(site)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
