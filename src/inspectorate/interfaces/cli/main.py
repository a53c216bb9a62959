"""The command line: one word per chore.

A chore is loaded only when it is called, so that a text check needs no database.
"""

from __future__ import annotations

import importlib
import sys

import click

COMMANDS = {
    "demo": (
        "demo",
        "A whole inspection as a rehearsal, from its question to a closed recommendation.",
    ),
    "serve": ("serve", "Serve the staff application and the public site on this machine."),
    "check": ("check", "Read a text from outside and name what a careful reader would object to."),
    "trace": (
        "trace",
        "From a published sentence down to file digests, or from evidence up to what rests on it.",
    ),
    "verify": (
        "verify",
        "Prove that ledger, files, editions and bundles are as they were written.",
    ),
    "heads": (
        "heads",
        "Accept that the ledger's external heads disagree with it, for a reason that is kept.",
    ),
    "checkpoint": (
        "checkpoint",
        "Bind the whole ledger into one signed text that an outsider can verify.",
    ),
    "release": (
        "release",
        "Publish by hand what two people signed and whose embargo is over.",
    ),
    "publisher": (
        "publisher",
        "Publish what two people signed, each at its moment, and switch the public site to it.",
    ),
    "worker": ("worker", "Do long work that people ask for on pages, one piece after another."),
    "confirm-clock": (
        "confirm_clock",
        "Confirm day and hour, so that what waits in doubt of the clock goes out.",
    ),
    "public-build": ("public_build", "Build the public site from what is out."),
    "export": ("export", "Write everything behind an inspection into one verifiable archive."),
    "import": ("export", "Read such an archive into this installation."),
    "bodies": ("bodies", "Load and count the register of bodies."),
    "people": ("people", "Register the first administrator; list people and roles."),
    "framework": ("framework", "Load and adopt an inspection framework from CSV."),
    "security-log": (
        "security_log",
        "Print who came in, who was kept out, who read what is marked.",
    ),
    "read-documents": (
        "read_documents",
        "Scan and read files handed in; read them again and compare.",
    ),
    "reindex": ("reindex", "Make the search index of evidence again."),
    "remind": ("remind", "Mail contacts a link where something is due soon or late."),
    "sweep-files": (
        "sweep_files",
        "Remove files and folders that no record names, a day later.",
    ),
    "add-opening-key": (
        "opening_keys",
        "Make a key to which devices seal their notes; every old one stays.",
    ),
    "try-opening": ("opening_keys", "Try whether each opening key opens what is sealed to it."),
    "import-outbox": (
        "import_outbox",
        "Bring in a rescue file: notes that a device could not send.",
    ),
    "draw-docs": ("draw_docs", "Draw the generated pages of docs/ again."),
}
NAMES = {
    "import": "import_archive",
    "confirm-clock": "confirm_clock",
    "public-build": "public_build",
    "draw-docs": "draw_docs",
    "sweep-files": "sweep_files",
    "read-documents": "read_documents",
    "security-log": "security_log",
    "add-opening-key": "add_opening_key",
    "try-opening": "try_opening",
    "import-outbox": "import_outbox",
}


class CommandGroup(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"inspectorate.interfaces.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, NAMES.get(cmd_name, cmd_name))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.command(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Carry an inspection from its question to the closed recommendation.

    Exit codes: 0 done and all is well; 1 done, and something was found (a problem in a text, a
    broken chain); 2 the command could not be carried out: the message says what is missing and how
    to mend it. Each command explains itself with --help.
    """


if __name__ == "__main__":
    sys.exit(main())
