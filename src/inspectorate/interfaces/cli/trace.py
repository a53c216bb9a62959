"""Says what a published sentence rests on, or what rests on a piece of evidence."""

from __future__ import annotations

import json

import click

from inspectorate.prose.dates import in_words

from .setting_up import load, plain


@click.command()
@click.argument("ident")
@click.option(
    "--data",
    default=None,
    help="The data folder. Default: var/demo where there is a demonstration, else the "
    "configured one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the chain as JSON.")
@plain
def trace(ident: str, data: str | None, as_json: bool) -> None:
    """Print the chain behind IDENT.

    IDENT is a published sentence (report#mandatory-training), a claim's key (mandatory-training),
    an evidence number (PREV-E0001) or a recommendation (PREV-R2).
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from inspectorate.domain.publication.trace import Unknown
    from inspectorate.domain.publication.trace import trace as follow

    try:
        nodes = follow(ident)
    except Unknown as unknown:
        raise click.UsageError(str(unknown)) from unknown
    if as_json:
        rows = [
            {
                name: getattr(node, name)
                for name in ("depth", "kind", "ref", "text", "by", "at", "digest")
            }
            for node in nodes
        ]
        click.echo(json.dumps(rows, default=str, ensure_ascii=False, indent=1))
        return
    for node in nodes:
        when = f", {in_words(node.at)}" if node.at else ""
        who = f" [{node.by}{when}]" if node.by else ""
        digest = f" sha256:{node.digest}" if node.digest else ""
        click.echo(f"{'  ' * node.depth}{node.kind} {node.ref}: {node.text}{who}{digest}")
