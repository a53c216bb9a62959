"""``inspectstats sample`` and ``verify-sample``: draws anyone can repeat."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

import click

from inspectstats.cli import writing
from inspectstats.cli.options import listed, shared
from inspectstats.cli.plots import Bar, intervals
from inspectstats.cli.reading import column, exact, has, read
from inspectstats.estimates.sizes import allocate
from inspectstats.records import InputError
from inspectstats.sampling import verifier
from inspectstats.sampling.draw import Draw, draw, draw_by_size
from inspectstats.sampling.frame import Case, Frame, frame, frame_sha256
from inspectstats.sampling.record import published
from inspectstats.sampling.seeds import beacon_randomness, dice_seed, joint_seed


@click.command()
@click.argument("file")
@click.option("--n", type=click.IntRange(0), help="Cases to draw, from every stratum.")
@click.option("--sizes", metavar="A=5,B=7", help="Cases to draw, by stratum.")
@click.option("--total", type=click.IntRange(0), help="Cases to draw in all; see --allocate.")
@click.option(
    "--allocate",
    "rule",
    type=click.Choice(["equal", "proportional"]),
    default="equal",
    show_default=True,
    help="How --total is spread: equal to compare bodies, proportional for the overall figure.",
)
@click.option("--seed", help="Seed text.")
@click.option(
    "--beacon",
    metavar="HEX",
    help="Signature of a drand round: the seed is made of it and the frame's hash.",
)
@click.option(
    "--dice",
    metavar="ROLLS",
    help="20 or more rolls: the seed is made of them and the frame's hash.",
)
@click.option(
    "--draw",
    "name",
    default="main",
    show_default=True,
    help="Name of the draw, for several from one frame.",
)
@click.option("--by-size", is_flag=True, help="Chances in proportion to the column size (Pareto).")
@click.option(
    "--salt",
    help="Secret of the body, 16 characters or more, kept to be shown later. Needed for the "
    "frame's hash.",
)
@click.option(
    "--commit", is_flag=True, help="Only print the frame's hash, to publish before the seed exists."
)
@click.option(
    "--out", metavar="FILE", help="Also write the record of the draw, as it is published."
)
@shared
def sample(
    file: str,
    n: int | None,
    sizes: str | None,
    total: int | None,
    rule: str,
    seed: str | None,
    beacon: str | None,
    dice: str | None,
    name: str,
    by_size: bool,
    salt: str | None,
    commit: bool,
    out: str | None,
    as_json: bool,
    svg: str | None,
) -> None:
    """Draw cases so that anyone can repeat the draw.

    FILE has a row for each case: a column `id`, and `stratum` (a body) and `size` where wanted. The
    order of rows does not matter; drawing more later keeps those drawn before; each body can check
    its own cases alone.

    \b
    1. inspectstats sample cases.csv --salt SECRET --commit               publish the hash
    2. wait for a value nobody controls (a beacon round, dice before a witness)
    3. inspectstats sample cases.csv --salt SECRET --n 30 --beacon HEX --out record.json
    4. each body: inspectstats verify-sample own-cases.csv record.json
    """
    cases = _cases(file)
    committed = frame_sha256(cases, salt) if salt else ""
    if commit:
        if not salt:
            raise InputError(
                "no salt", where="--salt", mend="Give a secret of 16 characters or more."
            )
        writing.notes(committed)
        return
    chosen = _seed(seed, beacon, dice, committed)
    sizes_drawn = _sizes_drawn(cases, n, sizes, total, rule)
    drawn = (draw_by_size if by_size else draw)(cases, sizes_drawn, chosen, name)
    record = published(drawn, committed)
    if out:
        writing.save(out, json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    if svg:
        bars = [
            Bar(s or "all", float(drawn.sizes.get(s, 0)), note=f"of {N}")
            for s, N in drawn.populations.items()
        ]
        top = max(1.0, *(bar.value or 0.0 for bar in bars))
        writing.save(svg, intervals("Cases drawn", bars, "cases", 0.0, top))
    if as_json:
        writing.as_json(record)
        return
    _print(drawn, committed)


def _cases(file: str) -> Frame:
    rows = read(file)
    ids = column(rows, "id", str)
    strata = column(rows, "stratum", str, default="") if has(rows, "stratum") else [""] * len(rows)
    sizes = column(rows, "size", exact) if has(rows, "size") else [Fraction(1)] * len(rows)
    return frame(
        Case(case_id, stratum, size)
        for case_id, stratum, size in zip(ids, strata, sizes, strict=True)
    )


def _seed(seed: str | None, beacon: str | None, dice: str | None, committed: str) -> str:
    later = [beacon_randomness(beacon)] if beacon else []
    later += [dice_seed(dice)] if dice else []
    if seed is not None and later:
        raise InputError(
            "a seed and a source of one",
            where="--seed",
            mend="Give --seed, or --beacon and --dice.",
        )
    if later:
        if not committed:
            raise InputError(
                "no salt",
                where="--salt",
                mend="A seed from a beacon or dice needs the frame's hash, and so its salt.",
            )
        return joint_seed(committed, *later)
    if seed is None:
        raise InputError(
            "no seed", where="--seed", mend="Give --seed TEXT, --beacon HEX or --dice ROLLS."
        )
    return seed


def _sizes_drawn(
    cases: Frame, n: int | None, sizes: str | None, total: int | None, rule: str
) -> dict[str, int] | int:
    if sum(each is not None for each in (n, sizes, total)) != 1:
        raise InputError(
            "how many cases?", where="--n, --sizes, --total", mend="Give exactly one of them."
        )
    if n is not None:
        return n
    if total is not None:
        return allocate(total, {s: len(held) for s, held in cases.strata().items()}, rule)
    sizes_drawn = {}
    for part in listed(sizes) or []:
        name, found, count = part.rpartition("=")
        if not found or not count.isdigit():
            raise InputError(
                f"{part!r} is not STRATUM=NUMBER",
                where="--sizes",
                mend="Write --sizes North=5,South=7.",
            )
        sizes_drawn[name] = int(count)
    return sizes_drawn


def _print(drawn: Draw, committed: str) -> None:
    rows = [
        (each.id, each.stratum, each.place, each.ticket[:12], f"{float(each.chance):.4f}")
        for each in drawn.drawn
    ]
    writing.table(f"Draw {drawn.name}", ("id", "stratum", "place", "ticket begins", "chance"), rows)
    frame_line = (
        f"Frame {committed}." if committed else "No salt given, so the frame's hash is not shown."
    )
    whole = sum(drawn.populations.values())
    writing.notes(
        f"{len(rows)} of {whole} cases by {drawn.method}, seed {drawn.seed!r}.", frame_line
    )


@click.command("verify-sample")
@click.argument("file", required=False)
@click.argument("record", required=False)
@click.option("--salt", help="The salt of the frame's hash, to check the list itself.")
@click.option(
    "--write-verifier",
    metavar="FILE",
    help="Write the stand-alone verifier, for a body to run with Python alone.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def verify_sample(
    file: str | None,
    record: str | None,
    salt: str | None,
    write_verifier: str | None,
    as_json: bool,
) -> None:
    """Check a published draw on your own list: exit code 0 when it is right, 1 when it is not.

    FILE is your list (CSV or Parquet; a column `id`, and `stratum` and `size` where the draw used
    them), RECORD the record published with the draw. A list of your own stratum alone is enough to
    check your own cases.
    """
    if write_verifier:
        writing.save(write_verifier, Path(verifier.__file__).read_text(encoding="utf-8"))
        writing.notes(
            f"Wrote {write_verifier}: python3 {Path(write_verifier).name} your-list.csv record.json"
        )
        return
    if file is None or record is None:
        raise InputError(
            "two files are needed",
            where="arguments",
            mend="Give your list and the published record.",
        )
    rows = [(case.stratum, case.id, case.size) for case in _cases(file).cases]
    try:
        held = json.loads(Path(record).read_text(encoding="utf-8"))
        found = verifier.differences(rows, held, salt)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as cause:
        raise InputError(
            f"is not a readable record ({cause})",
            where=record,
            mend="Use the JSON file published with the draw.",
        ) from None
    except (KeyError, TypeError, AttributeError) as cause:
        raise InputError(
            f"is not a record of a draw ({cause!r})", where=record, mend="Use the file --out wrote."
        ) from None
    if as_json:
        writing.as_json({"right": not found, "differences": found, "cases": len(rows)})
    else:
        own = {row[0] for row in rows}
        drawn = sum(1 for each in held["drawn"] if each["stratum"] in own)
        writing.notes(*(f"WRONG  {line}" for line in found))
        writing.notes(
            "" if found else f"RIGHT  {drawn} cases drawn of {len(rows)} as the record says"
        )
    sys.exit(1 if found else 0)
