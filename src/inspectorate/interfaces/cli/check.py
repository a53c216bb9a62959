"""``inspectorate check FILE``: the text checks that need no database, on a file from anywhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from inspectorate.domain.reports.checks.registry import CHECKS, Findings
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.facts_file import EXAMPLE, facts_from_toml
from inspectorate.domain.reports.outside import KINDS, decoded, read_file, run_outside
from inspectorate.foundation.reasons.reasons import Problem, Refused
from inspectorate.prose.reading.word import LIMIT_BYTES as WORD_BYTES

from .setting_up import bounded

UNREADABLE = 2
# Facts that no file from outside can give.
_INSIDE = frozenset(
    (
        *("binding", "ceiling", "documents", "body_names", "may_name_bodies"),
        *("grade_outcome_problems", "outcome_gaps"),
    )
)

HELP = f"""Check a press release, report or letter before it goes out.

FILE is Markdown (.md), plain text (.txt), a web page (.html) or a Word file (.docx). Each problem
is printed with the check's name, its place, what is wrong and how to mend it. Nothing is written
and no database is needed.

Exit code: 0 when nothing blocks, 1 when something does, 2 when a file cannot be read.

Checks that compare the text with facts are run when --facts names a TOML file that holds them:

\b
{EXAMPLE}
A vocabulary says what “most” and the like mean; where claims are given without one,
proposed_default is taken.
"""


def _list(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    """Print every check with its meaning and end, where ``--list`` was given."""
    if asked:
        for check in CHECKS:
            click.echo(f"{check.name} ({check.severity}): {check.meaning}")
        context.exit(0)


@click.command(
    "check",
    help=HELP,
    short_help="Check a text from outside: lists, dates, titles, numbers, quantity words.",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--facts",
    "facts_path",
    type=click.Path(path_type=Path),
    help="TOML file of facts to check the text against.",
)
@click.option(
    "--as", "kind", type=click.Choice(KINDS), help="What the file is, if its name does not show it."
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--list",
    "list_checks",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list,
    help="List the checks.",
)
def check(file: Path, facts_path: Path | None, kind: str | None, as_json: bool) -> None:
    """Check one file and say what was found."""
    facts = _facts(facts_path) if facts_path else Facts()
    try:
        manuscript = read_file(str(file), _bytes(file), kind or "", list(facts.claims or ()))
        findings = run_outside(manuscript, facts)
    except Refused as refused:
        _unreadable(file, refused)
    if as_json:
        record = _record(file, findings, manuscript.changes_unread)
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        _tell(file, findings)
        _tell_changes(manuscript.changes_unread)
    sys.exit(1 if findings.blocking else 0)


def _bytes(path: Path) -> bytes:
    try:
        return bounded(path, WORD_BYTES)
    except IsADirectoryError:
        mend = "Name a file in it."
        what = "is a folder."
    except FileNotFoundError:
        what, mend = "is not there.", "Check the name and the folder."
    except OSError as error:
        what, mend = f"cannot be read ({error.strerror or error}).", "Check its permissions."
    click.echo(f"{path} {what} {mend}", err=True)
    sys.exit(UNREADABLE)


def _facts(path: Path) -> Facts:
    try:
        return facts_from_toml(decoded(_bytes(path)))
    except Refused as refused:
        _unreadable(path, refused)


def _unreadable(path: Path, refused: Refused) -> NoReturn:
    for reason in refused.reasons:
        click.echo(f"{path}: {reason}", err=True)
    sys.exit(UNREADABLE)


def _tell(file: Path, findings: Findings) -> None:
    for problem in findings.problems:
        mark = "" if problem.severity == "blocks" else " (warning)"
        click.echo(f"{problem.check}{mark}")
        click.echo(f"  {file}:{problem.place.line}:{problem.place.column}: {problem.what}")
        click.echo(f"  → {problem.mend}")
    blocking = len(findings.blocking)
    run = len(CHECKS) - len(findings.not_run)
    if not findings.problems:
        click.echo(f"{file}: {run} checks run, nothing found.")
    else:
        problems = _counted(blocking, "problem")
        warnings = _counted(len(findings.problems) - blocking, "warning")
        click.echo(f"{file}: {run} checks run, {problems}, {warnings}.")
    _tell_not_run(findings)


def _tell_changes(unread: int) -> None:
    """Say what of a Word file was not looked at."""
    if unread:
        changes = _counted(unread, "tracked change")
        click.echo(f"Not read: {changes}. Accept or reject them in Word, and check again.")


def _tell_not_run(findings: Findings) -> None:
    """Say which checks need more facts, and which run only beside the evidence."""
    inside = [skipped for skipped in findings.not_run if _INSIDE & set(skipped.missing)]
    lacking = [skipped for skipped in findings.not_run if skipped not in inside]
    if lacking:
        names = "; ".join(str(skipped) for skipped in lacking)
        click.echo(f"Not run, for lack of facts (--facts): {names}.")
    if inside:
        names = ", ".join(skipped.check for skipped in inside)
        click.echo(f"Run only inside the system, where claims and evidence are: {names}.")


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _record(file: Path, findings: Findings, changes_unread: int) -> dict[str, Any]:
    return {
        "file": str(file),
        "blocking": len(findings.blocking),
        "problems": [_problem(problem) for problem in findings.problems],
        "not_run": [
            {"check": skipped.check, "missing": list(skipped.missing)}
            for skipped in findings.not_run
        ],
        "changes_unread": changes_unread,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "check": problem.check,
        "severity": problem.severity,
        "line": problem.place.line,
        "column": problem.place.column,
        "excerpt": problem.place.excerpt,
        "what": problem.what,
        "mend": problem.mend,
        "replacement": problem.replacement,
    }
