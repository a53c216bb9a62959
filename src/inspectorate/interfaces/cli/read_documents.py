"""Scans and reads files that came in; reads them again and compares the text that is kept."""

from __future__ import annotations

import click

from .demo_data import default_data
from .setting_up import load, plain


@click.command("read-documents")
@click.option(
    "--again",
    is_flag=True,
    help="Read every file again, and say where the text that is kept is not its own.",
)
@click.option(
    "--data",
    default=None,
    help="The data folder. Default: var/demo where there is a demonstration, else the "
    "configured one.",
)
@plain
def read_documents(again: bool, data: str | None) -> None:
    """Scan and read every file that came in and was not yet.

    The text of a document is derived from its file: with --again it is made afresh, compared by its
    digest with what was kept, and kept in its place. Ends with 1 where a kept text was another.
    """
    load(data=default_data(data))
    from inspectorate.foundation.documents import scanning
    from inspectorate.foundation.documents.scanner import ScannerAway
    from inspectorate.foundation.files.store import Missing
    from inspectorate.interfaces.jobs import documents

    read = 0
    faults: list[str] = []
    for digest in documents.files():
        if not again and not documents.unread(digest):
            continue
        try:
            faults += documents.compared(digest) if again else ()
            documents.take_in(digest)
            read += not scanning.standing(digest).harmful
        except (ScannerAway, Missing) as fault:
            faults.append(f"file {digest}: {fault}")
    click.echo(f"Read {read:,} files.")
    for sentence in faults:
        click.echo(sentence)
    if faults:
        raise SystemExit(1)
