"""Whether a chance that is told comes true as often as it says: ./run drill calibration, and with
--keep src/inspectstats/joint/calibrated.toml what it found is what ships.

Inspections are made up by the model's own law and by laws that break it; of each, every sentence
that its agreed grades would let be written is put beside the truth. Controls: the formula that the
product once printed, the base rate, and the rate by word, each of which must fail.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from benchmarks.calibrating.claims import Claim, claims_of
from benchmarks.calibrating.scoring import Score, Tenth, outside, score
from benchmarks.calibrating.worlds import FEWER, FEWEST, HOSTILE, OWN, REFERENCE, World, doubles
from benchmarks.going_on import GoingOn

from inspectstats.joint import LEAST_PAIRS, METHOD, PRIOR, Calibrated
from inspectstats.joint.calibrated import Design, written
from inspectstats.joint.chance import METHOD as CHANCE

CLAIMS = 20_000
SCALES = (1.0, 0.5, 2.0)
SHORT = 1_200
SHORT_DESIGNS = (REFERENCE, "hostile: halo and bias")


@dataclass(frozen=True, slots=True)
class Told:
    """All claims of one design, and in how many of its inspections nothing could be told."""

    claims: list[Claim]
    inspections: int
    untold: int

    def stated(self) -> Score:
        """The chance of the word."""
        return self._score([one.stated for one in self.claims], [one.held for one in self.claims])

    def beyond(self) -> Score:
        """The chance of at least, or at most, the word's count."""
        return self._score(
            [one.beyond for one in self.claims], [one.held_beyond for one in self.claims]
        )

    def former(self) -> Score:
        """The formula that was printed once."""
        return self._score([one.former for one in self.claims], [one.held for one in self.claims])

    def constant(self) -> Score:
        """The base rate, said of every claim."""
        base = sum(one.held for one in self.claims) / len(self.claims)
        return self._score([base] * len(self.claims), [one.held for one in self.claims])

    def by_word(self) -> Score:
        """The rate of each word, said of every claim of that word."""
        rates: dict[str, list[bool]] = {}
        for one in self.claims:
            rates.setdefault(one.word, []).append(one.held)
        said = [sum(rates[one.word]) / len(rates[one.word]) for one in self.claims]
        return self._score(said, [one.held for one in self.claims])

    def _score(self, stated: Sequence[float], held: Sequence[bool]) -> Score:
        return score(
            stated,
            held,
            [one.word for one in self.claims],
            [one.inspection for one in self.claims],
        )


def _some(task: tuple[World, int, float]) -> tuple[list[Claim], bool]:
    world, seed, scale = task
    found, drawn = claims_of(world, seed, PRIOR.scaled(scale))
    return found, drawn.pairs < LEAST_PAIRS or not drawn.linked


def told(world: World, claims: int, pool: GoingOn, scale: float = 1.0) -> Told:
    """Make up inspections of one design until there are ``claims`` sentences."""
    first = _some((world, 0, scale))
    several = -(-claims // max(len(first[0]), 1))
    # Inspections differ in how many sentences they have: a few more are made than the first asks.
    several += several // 10 + 1
    rest = list(pool.map(_some, [(world, seed, scale) for seed in range(1, several)], chunksize=4))
    every = [first, *rest]
    return Told(
        list(chain.from_iterable(found for found, _ in every)),
        len(every),
        sum(untold for _, untold in every),
    )


def good(name: str, found: Score, untold: float) -> list[str]:
    """What of one design falls short, in words; nothing where all is well."""
    short = [
        f"{one.tenth * 10} to {one.tenth * 10 + 10} %: stated {one.stated:.3f}, held {one.held:.3f}"
        for one in found.wide
        if not one.good
    ]
    if found.gain < -2 * found.gain_se:
        short.append(f"worse than the base rate by {-found.gain:.4f}")
    if name == REFERENCE:
        if found.ratio > 0.85:
            short.append(f"{found.ratio:.2f} of the base rate's Brier score, 0.85 asked")
        if found.over_word <= 2 * found.over_word_se:
            short.append("not below the rate by word")
        if len(found.wide) < 5:
            short.append(f"only {len(found.wide)} tenths of a thousand claims")
        if untold > 0.3:
            short.append(f"nothing told in {untold:.0%} of inspections")
    return short


def _print(name: str, found: Score) -> None:
    print(
        f"\n{name}: {found.claims:,} claims, {found.base:.3f} held; Brier {found.ratio:.2f} of the "
        f"base rate's (rate by word {found.by_word:.2f}); mean stated less held {found.lean:+.3f} "
        f"({found.lean_se:.3f})"
    )
    for one in found.tenths:
        mark = "" if one.good or one.claims < 1000 else "  <-- off"
        print(
            f"  {one.tenth * 10:>3} to {one.tenth * 10 + 10:<3} {one.claims:>7,} claims  stated "
            f"{one.stated:.3f}  held {one.held:.3f}  {one.apart:+.3f} ({one.se:.3f}){mark}",
        )
    sys.stdout.flush()


def _controls(found: Told) -> list[str]:
    """Which controls would have passed: none may."""
    own = {
        "the former formula": found.former(),
        "the base rate": found.constant(),
        "the rate by word": found.by_word(),
    }
    print("\nControls, of the base rate's Brier score; each must fail:")
    passed = []
    for name, one in own.items():
        fails = one.ratio > 0.85
        print(f"  {name:20} {one.ratio:.2f}  {'fails, as it must' if fails else 'PASSES'}")
        passed += [] if fails else [name]
    return passed


def main(
    claims: int | str = CLAIMS, *, short: bool = False, keep: str = "", begun: str = ""
) -> bool:
    """Print the tables; return whether every design is calibrated and every control fails.

    Short: one design of each kind with fewer claims; no tenth is judged. ``keep`` names the file
    that what was found is written to, as it ships; a short drill, and one of fewer claims than are
    asked, have nothing to keep. ``begun`` names a file from which a run that was broken off goes
    on.
    """
    several = int(claims)
    if keep and (short or several < CLAIMS):
        print(f"Only the whole drill is kept: {CLAIMS:,} claims a design.", file=sys.stderr)
        return False
    with ProcessPoolExecutor(max_workers=2) as workers:
        pool = GoingOn(workers, Path(begun) if begun else None)
        if short:
            return _short(pool)
        found = _long(several, pool)
    if keep:
        Path(keep).write_text(written(_kept(found, datetime.now(UTC).date())), "utf-8")
        print(f"Written to {keep}.")
    return not found.faults


def _short(pool: GoingOn) -> bool:
    fine = True
    for name in SHORT_DESIGNS:
        made = told({**OWN, **HOSTILE}[name], SHORT, pool)
        found = made.stated()
        _print(name, found)
        passed = _controls(made)
        fine &= found.gain > 2 * found.gain_se and abs(found.lean) <= 3 * found.lean_se
        fine &= not passed
    return fine


@dataclass(slots=True)
class Found:
    """What the whole drill found so far: each design at each scale, and all that fell short."""

    designs: list[Design]
    faults: list[str]
    pairs: int = 0

    def take(self, name: str, scale: float, made: Told) -> Score:
        """Print one design, note what of it falls short, and return its score."""
        found, beyond = made.stated(), made.beyond()
        _print(name, found)
        _print(f"{name}, at least that many", beyond)
        print(f"  nothing told in {made.untold} of {made.inspections} inspections")
        short = good(name, found, made.untold / made.inspections)
        if beyond.gain < -2 * beyond.gain_se:
            short.append("'at least' is worse than the base rate")
        off = sum(not one.good for one in found.wide)
        self.designs.append(
            Design(
                name,
                scale,
                found.claims,
                round(found.ratio, 3),
                round(found.lean, 4),
                off,
                not short,
            )
        )
        self.faults += [f"x {scale}, {name}: {fault}" for fault in short]
        return found


def _long(claims: int, pool: GoingOn) -> Found:
    """Every design at every scale of the prior, then with fewer double judgments."""
    whole = Found([], [])
    for scale in SCALES:
        print(f"\n=== the prior's scale times {scale} ===")
        narrow: list[Tenth] = []
        for name, world in {**OWN, **HOSTILE}.items():
            made = told(world, claims, pool, scale)
            narrow += whole.take(name, scale, made).narrow
            if name == REFERENCE and scale == 1.0:
                whole.faults += [f"the control passes: {one}" for one in _controls(made)]
        off, far = outside(narrow)
        print(f"\nOf {len(narrow)} tenths of 50 to 999 claims {off} lie outside 95 %, {far} 99.9 %")
        if off > max(2, len(narrow) / 10) or far:
            whole.faults.append(f"x {scale}: {off} small tenths of {len(narrow)} off, {far} far")
    print("\n=== fewer double judgments ===")
    for name, world in FEWER.items():
        _print(name, told(world, claims // 4, pool).stated())
    for name, world in FEWEST.items():
        whole.take(name, 1.0, told(world, claims, pool))
    if not whole.faults:
        whole.pairs = min(doubles(one) for one in {**OWN, **HOSTILE, **FEWEST}.values())
    print("\n" + ("\n".join(whole.faults) if whole.faults else "Every design is calibrated."))
    return whole


def _kept(found: Found, on: date) -> Calibrated:
    """What ships of a whole drill."""
    return Calibrated(
        on,
        METHOD,
        CHANCE,
        found.pairs,
        not found.faults,
        asdict(PRIOR),
        tuple(found.designs),
    )


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS) else 1)
