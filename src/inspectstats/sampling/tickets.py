"""One ticket per case: a number from SHA-256 of the seed, the draw, the stratum and the case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from fractions import Fraction

TICKETS = 1 << 256


def ticket(seed: str, draw: str, stratum: str, case_id: str) -> int:
    """SHA-256 of the four texts, joined by line feeds, as an integer from 0 to 2^256 - 1.

    The smallest tickets are drawn. Consistent sampling (Rivest 2018, arXiv:1808.10016): independent
    of the order of the list, extensible, and a part of the frame drawn alone gives the same cases.
    Anyone repeats it with ``printf 'seed\\ndraw\\nstratum\\nid' | sha256sum``. For a reader: every
    case pulls a number nobody chose.
    """
    return int.from_bytes(
        hashlib.sha256(f"{seed}\n{draw}\n{stratum}\n{case_id}".encode()).digest(), "big"
    )


def tickets(seed: str, draw: str, stratum: str, case_ids: Iterable[str]) -> list[int]:
    """:func:`ticket` of many cases of one stratum: what they share is hashed once."""
    begun = hashlib.sha256(f"{seed}\n{draw}\n{stratum}\n".encode())
    found = []
    for case_id in case_ids:
        sha = begun.copy()
        sha.update(case_id.encode())
        found.append(int.from_bytes(sha.digest(), "big"))
    return found


def as_share(number: int) -> Fraction:
    """A ticket as a share strictly between 0 and 1, exact: (t + 1/2) / 2^256."""
    return Fraction(2 * number + 1, 2 * TICKETS)


def rivest_ticket(case_id: str, seed: str, generation: int = 1) -> str:
    """The ticket number of Rivest's reference code, as the decimal text ``0.ddd...``.

    For checking against it (golden G17).

    ``generation`` above 1 is the number of a case put back after being drawn (sampling with
    replacement).
    """
    number = _uniform(hashlib.sha256(seed.encode()).hexdigest() + case_id)
    for _ in range(1, generation):
        number = _next(number)
    return number


def rivest_order(case_ids: list[str], seed: str) -> list[str]:
    """Case ids in the order Rivest's sampler draws them without replacement (golden G17)."""
    return sorted(case_ids, key=lambda case_id: (rivest_ticket(case_id, seed), case_id))


def _uniform(text: str) -> str:
    """Digits of the hash in reverse: the low-order decimal digits of a 256-bit number are the
    unbiased ones.
    """
    return "0." + f"{int(hashlib.sha256(text.encode()).hexdigest(), 16):064d}"[::-1]


def _next(number: str) -> str:
    padded = number + "0"
    kept = padded[: min(place for place in range(2, len(padded)) if padded[place] < "9")]
    attempt, found = 0, ""
    while found <= padded:
        attempt += 1
        found = kept + _uniform(f"{number}:{attempt}")[2:]
    return found
