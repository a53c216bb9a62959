"""``inspectstats``: one word per method."""

from __future__ import annotations

import importlib
import sys

import click

from inspectstats import __version__
from inspectstats.records import InputError

COMMANDS = {
    "agreement": "agreement",
    "severity": "severity",
    "design": "design",
    "sample": "sample",
    "verify-sample": "sample",
    "estimate": "estimate",
    "funnel": "funnel",
    "quantity": "quantity",
    "triangulate": "triangulate",
}


class OneAtATime(click.Group):
    """Imports a command when it is asked for: scipy takes a second, and the quantity words need
    none of it.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order an inspection meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        room = importlib.import_module(f"inspectstats.cli.{COMMANDS[cmd_name]}")
        found: click.Command = getattr(room, cmd_name.replace("-", "_"))
        return found


@click.group(
    cls=OneAtATime,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="inspectstats")
def inspectstats() -> None:
    """The statistics of judging many bodies by one yardstick.

    Every command reads CSV or Parquet (a header line, then rows; - reads CSV from standard input)
    and prints a table. --json prints the full record instead: value, limits, method, counts, what
    was dropped and why, warnings, and the SHA-256 of the input. What cannot be computed is null
    with a reason, never NaN.

    \b
    Do inspectors agree?          inspectstats agreement ratings.csv --metric ordinal
    Who is harsh, who is mild?    inspectstats severity ratings.csv
    Who should judge twice?       inspectstats design plan.csv --share 0.2 --seed TEXT
    Which cases shall we read?    inspectstats sample cases.csv --n 30 --seed TEXT
    Was the draw right?           inspectstats verify-sample cases.csv record.json
    What share, and how sure?     inspectstats estimate --x 81 --n 263
    Which bodies stand out?       inspectstats funnel bodies.csv
    May we write "most"?          inspectstats quantity most 36 46
    Does the finding stand?       inspectstats triangulate evidence.csv

    Exit codes: 0 done; 1 a draw is wrong; 2 the input cannot be used (row and column are named).
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; unusable input ends with its place and its mend, and exit code 2."""
    try:
        inspectstats.main(args=arguments, prog_name="inspectstats", standalone_mode=True)
    except InputError as problem:
        click.echo(f"inspectstats: {problem}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
