"""How days, counts and names are put on a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from inspectorate.domain.publication.schema import ClaimInfo
from inspectorate.prose.dates import iso_in_words

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Return a name that is safe in a path and an id.

    Raises ValueError when nothing is left of the text.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = _NOT_WORD.sub("-", plain).strip("-")
    if not made:
        raise ValueError(f"{text!r} holds no letter or digit to make an address from")
    return made


def day(iso: str) -> str:
    """Write an ISO day or moment as "9 March 2020"; empty stays empty."""
    return iso_in_words(iso)


def months(first: str, last: str) -> str:
    """Write the window of the fieldwork as "October 2018 to February 2019"."""
    if not first or not last:
        return ""
    begin, end = (date.fromisoformat(one[:10]).strftime("%B %Y") for one in (first, last))
    return begin if begin == end else f"{begin} to {end}"


def during(first: str, last: str) -> str:
    """Write it after a verb: "between October 2018 and February 2019", "in October 2018"."""
    begin, _, end = months(first, last).partition(" to ")
    return f"between {begin} and {end}" if end else f"in {begin}" if begin else ""


def findings(claims: Iterable[ClaimInfo]) -> int:
    """Count the claims that say what was found.

    A figure of the records, what happened since and a quotation are printed with their support too,
    and say nothing that the inspection found.
    """
    return sum(claim.kind not in ("figure", "development", "quotation") for claim in claims)


def count(claim: ClaimInfo) -> str:
    """Say a claim's count with its denominator, and what lies outside it."""
    if claim.suppressed:
        return "Withheld: it, or another number that it would give away, could point at a body."
    if claim.met is None or claim.inspected is None:
        return ""
    said = f"{claim.met} of {claim.inspected} {claim.of_those or 'inspected'}"
    if claim.of_those:
        return said  # who did not return is told with the coverage
    if claim.scope is not None and claim.scope > claim.inspected:
        said += (
            f"; {claim.scope - claim.inspected} of the {claim.scope} in scope were not "
            f"inspected on this"
        )
    return said


def plural(number: int, one: str, many: str = "") -> str:
    """Return the number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(parts: tuple[str, ...]) -> str:
    """Join with commas and a last "and"."""
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def capital(text: str) -> str:
    """Write the first letter large and leave the others as they are."""
    return text[:1].upper() + text[1:]


def tone(state: str) -> str:
    """Return the classes that colour a recommendation's state."""
    if state.lower() in ("closed", "confirmed", "met", "implemented"):
        return "state good"
    return "state late" if state.lower() in ("overdue", "not accepted", "not agreed") else "state"


def size(count_of_bytes: int) -> str:
    """Write a file size for a reader."""
    if count_of_bytes < 1_000_000:
        return f"{max(1, round(count_of_bytes / 1000))} kB"
    return f"{count_of_bytes / 1_000_000:.1f} MB"


def sentences(*parts: str) -> str:
    """Join what is not empty into one paragraph, each part closed by its mark or a stop."""
    return " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )
