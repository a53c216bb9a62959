"""The demonstration: carries out the rehearsal in its own folder, builds the site, serves both."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from .setting_up import load, plain

if TYPE_CHECKING:  # a model can be imported only once Django is loaded
    from inspectorate.domain.inspections.models import Inspection

# Printed below; it opens a loopback demonstration and nothing else.
PASSWORD = "rehearsal-only-2020"
MARK = "demonstration.txt"


@click.command()
@click.option(
    "--no-serve", is_flag=True, help="Tell the story, build the site, print the summary, and end."
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder for the public site. Default: DATA/site.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="Data folder; an earlier demonstration in it is replaced.",
)
@click.option(
    "--seed",
    default=2020,
    show_default=True,
    help="The same seed tells the same story and builds the same site, byte for byte.",
)
@click.option("--port", default=8000, show_default=True, help="Port of the staff application.")
@click.option("--public-port", default=8001, show_default=True, help="Port of the public site.")
@plain
def demo(
    no_serve: bool, site: Path | None, data: Path, seed: int, port: int, public_port: int
) -> None:
    """Carry a whole inspection from its question to a closed recommendation, as a rehearsal with
    simulated evidence.

    Everything is done through the same actions that the pages call: forces are visited, evidence is
    recorded, judgments are made alone and agreed, claims are bound and referenced, a report is
    checked and frozen, two people release it, and recommendations are followed up. Then the public
    site is built from the released bundle alone.
    """
    began = time.monotonic()
    site = site or data / "site"
    _make_room(data)
    os.environ["INSPECTORATE_QUICK_PASSWORDS"] = "1"
    # Its pages say where the public site is.
    os.environ.setdefault("INSPECTORATE_BASE_URL", f"http://127.0.0.1:{public_port}/")
    load(data=str(data.resolve()), mode="demo", migrated=False)
    rehearsal = _rehearse(seed)
    _bind()
    built = _build(site)
    _summary(rehearsal, built, data, site, time.monotonic() - began)
    if not no_serve:
        from . import serve

        _sign_ins()
        serve.run(data, site, port, public_port)


def _make_room(data: Path) -> None:
    """Empty the folder of an earlier demonstration.

    A folder with anything else in it is left alone and refused.
    """
    if data.exists() and any(data.iterdir()):
        if not (data / MARK).exists():
            raise click.UsageError(
                f"{data} is not empty and holds no demonstration. Name an empty folder "
                f"with --data; nothing was touched."
            )
        for one in data.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
    data.mkdir(parents=True, exist_ok=True)
    (data / MARK).write_text(
        "A demonstration of Inspectorate lies here. ./run demo replaces it.\n", "utf-8"
    )


def _rehearse(seed: int) -> Any:
    from django.core.management import call_command

    from inspectorate.demo.rehearsal import rehearse

    call_command("migrate", verbosity=0)
    console = Console(stderr=True)
    if not console.is_terminal:
        return rehearse(seed, PASSWORD, _lines())
    columns = (
        TextColumn("{task.description:24}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bars: dict[str, Any] = {}

        def report(stage: str, done: int, of: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(stage, total=of)
            progress.update(bars[stage], completed=done)

        return rehearse(seed, PASSWORD, report)


def _lines() -> Any:
    """Plain lines where there is no terminal: one as a stage begins, one at each quarter."""
    seen: dict[str, int] = {}

    def report(stage: str, done: int, of: int) -> None:
        quarter = done * 4 // of
        if seen.get(stage) != quarter:
            seen[stage] = quarter
            click.echo(f"{stage}: {done} of {of}", err=True)

    return report


def _bind() -> None:
    """Sign a checkpoint over all that was told, with a key made for it and thrown away."""
    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import Role

    from .checkpoint import at_once

    at_once(Person.objects.filter(held__role=Role.ADMIN, held__ended_at=None).earliest("pk"))


def _build(site: Path) -> Any:
    """Take one turn of the publisher at the story's last moment; say how much the site holds.

    It never waits, and looks at no clock: the story's acts are of other days.
    """
    from inspectorate.domain.publication.models import PublishedRegister
    from inspectorate.interfaces.publishing.turn import turn

    click.echo("public site: building", err=True)
    done = turn(PublishedRegister.objects.latest("at").at, [], site=site)
    for line in (*done.refused.values(), *done.failed):
        click.echo(line, err=True)
    if done.switched is None:
        raise click.ClickException("The public site was not built: the reasons stand above.")
    return done.switched


def _summary(rehearsal: Any, built: Any, data: Path, site: Path, seconds: float) -> None:
    """Print what was made, every claim with its figures, and how long each stage took."""
    inspection = rehearsal.story.inspection
    console = Console(width=120)
    console.print(_counts(inspection, built))
    console.print(_claims(inspection))
    stages = Table("Stage", "Seconds", title="How long it took")
    for stage, took in rehearsal.seconds.items():
        stages.add_row(stage, f"{took:.1f}")
    stages.add_row("the inspection itself", f"{sum(rehearsal.seconds.values()):.1f}")
    stages.add_row("all of it", f"{seconds:.1f}")
    console.print(stages)
    click.echo(f"Data:        {data}\nPublic site: {site}")
    click.echo(
        f"Open {site / 'index.html'}, or serve it: python3 -m http.server --directory {site}"
    )


def _counts(inspection: Inspection, built: Any) -> Table:
    """How much of everything there is."""
    from inspectorate.domain.evidence.models import Item
    from inspectorate.domain.fieldwork import queries as fieldwork
    from inspectorate.domain.judgments.models import Agreed, Submission

    counts = fieldwork.counts(inspection)
    submissions = Submission.objects.filter(
        assignment__scope_body__inspection=inspection, assignment__ended_at=None
    )
    rows = [
        ("bodies", inspection.scope.count()),
        ("visits", counts["visits"]),
        ("sessions", counts["sessions"]),
        ("evidence", Item.objects.filter(inspection=inspection).count()),
        ("judgments submitted", submissions.count()),
        ("judgments agreed", Agreed.objects.filter(scope_body__inspection=inspection).count()),
        ("claims", inspection.claims.count()),
        ("recommendations", inspection.recommendations.count()),
        ("pages of the public site", built.pages),
        ("files of the public site", built.files),
    ]
    table = Table("What", "Figure", title=f"{inspection.title}: {inspection.notice}")
    for name, figure in rows:
        table.add_row(name, f"{figure:,}")
    return table


def _claims(inspection: Inspection) -> Table:
    """Every claim with its figures, the word they allow, and whether it was referenced."""
    from inspectorate.domain.claims import queries as claims

    table = Table("Claim", "Figures", "Word", "Verdict", title="Claims")
    for key, fact in claims.facts(inspection).items():
        if fact.stale:
            verdict = "stale: " + "; ".join(reason.text for reason in fact.stale)
        else:
            verdict = "referenced" if fact.referenced else "not referenced"
        table.add_row(key, _figures(fact), fact.figures.word, verdict)
    return table


def _figures(fact: Any) -> str:
    """What a claim counts, in a few words."""
    figures = fact.figures
    if figures.met is not None:
        that, whole = figures.words.that, figures.words.whole
        return f"{figures.met} of {figures.inspected} {that}, {figures.scope} {whole}"
    if fact.values:
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in fact.values.items())
    kinds = ", ".join(figures.support.source_kinds)
    return f"{figures.support.item_count} items ({kinds})" if kinds else fact.kind.code


def _sign_ins() -> None:
    from inspectorate.foundation.people.models import Person

    table = Table(
        "Role",
        "Sign in as",
        title=f"Rehearsal sign-ins on this machine only; the password of all is {PASSWORD}",
    )
    seen: set[str] = set()
    for person in Person.objects.order_by("pk"):
        for role in sorted(person.roles):
            if role not in seen:
                seen.add(role)
                table.add_row(role.label, person.email)
    Console().print(table)
    click.echo(
        "Look first at the grid of judgments, then at a claim and what it rests on, then "
        "at the report with its margin."
    )
