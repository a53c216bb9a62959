"""One inspection out as a binder, and a binder in."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from .setting_up import fresh_key, load, person_named, plain

DATA = "The data folder. Default: var/demo where there is a demonstration, else the configured one."


@click.command()
@click.argument("slug")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The archive to write. Must not exist.",
)
@click.option(
    "--by",
    "email",
    default="",
    help="E-mail address of the lead or the signing inspector in whose name it is written. Without "
    "it the ledger says: the command line.",
)
@click.option("--data", default=None, help=DATA)
@plain
def export(slug: str, out: Path, email: str, data: str | None) -> None:
    """Write everything behind the inspection SLUG into one archive, a binder: records, ledger,
    files, editions, released folders.

    The archive is read back before it gets its name, so that what exists is sound. The same data
    gives the same bytes. Nothing of any other inspection is in it, no password and no second
    factor; the register of bodies is, since the report counts it.

    It is as confidential as the database (in a rehearsal it holds which body stands behind which
    pseudonym). Give it only to people who may see all of the inspection. Anybody can verify it:
    inspectorate verify --binder FILE. An entry publication.export says that it was made.
    """
    from .demo_data import default_data

    if out.exists():
        raise click.UsageError(f"{out} already exists. Name another file, or move it away.")
    load(data=default_data(data))
    from django.utils import timezone

    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.publication.binder import exchange
    from inspectorate.foundation.ledger.acts import Actor
    from inspectorate.foundation.people.actions import CONSOLE

    inspection = Inspection.objects.filter(slug=slug).first()
    if inspection is None:
        known = (
            ", ".join(Inspection.objects.order_by("slug").values_list("slug", flat=True)[:20])
            or "none"
        )
        raise click.UsageError(f"There is no inspection {slug!r}. Choose one of: {known}.")
    began = time.monotonic()
    with progress_bars() as progress:
        by: Actor = person_named(email) if email else CONSOLE
        now, key = timezone.now(), fresh_key("export")
        done = exchange.export(inspection, out, by=by, at=now, key=key, progress=progress)
    click.echo(
        f"{out}: {done.rows:,} rows, {done.entries:,} ledger entries and {done.files:,} "
        f"files in {done.bytes:,} bytes, written and "
        f"read back in {time.monotonic() - began:.1f} s. Highest marking: "
        f"{done.highest_marking or 'none'}.\n"
        f"Binder {done.digest}\nKeep that line apart from the archive: anyone who has it can "
        f"prove that the archive is this one."
    )


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--by",
    "email",
    default="",
    help="E-mail address of the administrator in whose name it is read in.",
)
@click.option("--data", default=None, help=DATA)
@plain
def import_archive(file: Path, email: str, data: str | None) -> None:
    """Read the binder FILE into this installation: all of it, or nothing.

    Everything is verified first. Numbers are kept, so that the ledger goes on naming the same
    things; where a number or a name is taken here by something else the binder is refused and each
    such row is named. An installation of its own (an empty data folder) always takes it; its tables
    are made first, and it needs no --by, since nobody is there yet.

    People come without password, second factor or role: an administrator grants those here
    (inspectorate people --help).
    """
    from .demo_data import default_data

    load(data=default_data(data), migrated=False)  # it is migrated below
    from django.core.management import call_command
    from django.utils import timezone

    from inspectorate.domain.publication.binder import exchange
    from inspectorate.foundation.health import missing_migrations
    from inspectorate.foundation.ledger.acts import Actor
    from inspectorate.foundation.people.actions import CONSOLE
    from inspectorate.foundation.people.models import Person

    # An empty data folder has no tables yet. Where there are some, their owner may be another.
    if missing_migrations():
        call_command("migrate", verbosity=0)
    if not email and Person.objects.exists():
        raise click.UsageError(
            "Say with --by in whose name to import it: the e-mail address of an administrator."
        )
    began = time.monotonic()
    with progress_bars() as progress:
        by: Actor = person_named(email) if email else CONSOLE
        inspection = exchange.read(
            file, by=by, at=timezone.now(), key=fresh_key("import"), progress=progress
        )
    click.echo(
        f"{inspection.slug}: {inspection.title}, read in {time.monotonic() - began:.1f} s. "
        f"Prove it: inspectorate verify."
    )


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that reports progress.

    As bars on a terminal, elsewhere as a plain line as each long part ends.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _line
        return
    columns = (
        TextColumn("{task.description:34}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        bars: dict[str, int] = {}

        def report(part: str, done: int, of: int) -> None:
            if part not in bars:
                bars[part] = progress.add_task(part, total=of)
            progress.update(bars[part], completed=done)  # type: ignore[arg-type]

        yield report


def _line(part: str, done: int, of: int) -> None:
    if done == of and of >= 1000:
        click.echo(f"{part}: {of:,}", err=True)
    elif done < of and done % 50_000 == 0:
        click.echo(f"{part}: {done:,} of {of:,}", err=True)


def verify_archive(file: Path, heads: Path | None) -> None:
    """Verify a binder without any database, and leave with 0 or 1.

    For ``inspectorate verify --binder``.
    """
    from inspectorate.domain.publication.binder.archive import Broken, opened
    from inspectorate.domain.publication.binder.verify import verify_binder

    with progress_bars() as progress:
        faults = verify_binder(file, progress=progress)
    try:
        with opened(file) as archive:
            contents, digest = archive.contents, archive.digest
    except Broken:
        contents, digest = {}, ""
    if heads and contents:
        faults += _behind(Path(heads), contents["ledger"])
    for fault in faults:
        click.echo(fault, err=True)
    if not contents:
        sys.exit(1)
    rows = sum(one["rows"] for one in contents["tables"].values())
    click.echo(
        f"{contents['slug']}: {contents.get('title', '')} {contents.get('notice', '')}".strip()
        + "\n"
        f"Read {rows:,} rows, {contents['ledger'].get('entries'):,} ledger entries and "
        f"{contents.get('files'):,} files: "
        f"{'every one as it was written' if not faults else f'{len(faults)} faults'}.\n"
        f"Binder {digest}\nLedger head {contents['ledger'].get('head')} at entry "
        f"{contents['ledger'].get('entries')}"
    )
    sys.exit(1 if faults else 0)


def _behind(heads: Path, ledger: dict[str, object]) -> list[str]:
    """Compare the stream's head with a copy of the external heads kept elsewhere."""
    from inspectorate.foundation.ledger import head_file

    read = (line.head for line in head_file.lines(heads))
    known = {one.number: one.digest for one in read if one and one.stream == ledger.get("stream")}
    entries = ledger.get("entries")
    if not known:
        return [f"{heads}: knows no head of {ledger.get('stream')}"]
    if isinstance(entries, int) and entries in known and known[entries] != ledger.get("head"):
        return [
            f"ledger {ledger.get('stream')}: entry {entries} is not the one the heads "
            f"outside know: the chain was rewritten"
        ]
    if isinstance(entries, int) and entries < max(known):
        return [
            f"ledger {ledger.get('stream')}: ends at entry {entries}, the heads outside "
            f"know entry {max(known)}"
        ]
    return []
