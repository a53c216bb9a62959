"""Postal addresses: postcodes, streets, houses, and places given on a map."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.POSTAL
_STREETS = (
    r"Street|Road|Rd|Avenue|Ave|Lane|Close|Drive|Crescent|Cres|Gardens|Gdns|Grove|Terrace|Mews|"
    r"Rise|Parade|Embankment|Boulevard|Broadway|Quay|Wharf"
)
# These end the name of a street too, but only a number before them makes an address.
_MORE = r"St|Ln|Dr|Cl|Ct|Pl|Sq|Way|Court|Place|Square|Hill|Park|Row|Walk|View|Green|Yard|Circus|"
_MORE += r"Estate|Mount|Vale|Meadows?|Croft|Gate|End|House|Buildings?|Cottages?"
_NAMED = r"(?:[A-Z][\w'.-]{0,40},? ){1,4}"
_NUMBER = r"\b\d{1,4}[A-Za-z]?(?: ?[-/] ?\d{1,4}[A-Za-z]?)?,? "
_PATTERNS = (
    # The second half of a postcode never has C, I, K, M, O or V; "R1 2nd" is no postcode.
    re.compile(
        r"\b(?!\w+ \d(?:st|nd|rd|th)\b)(?i:[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}|GIR ?0AA)\b"
    ),
    re.compile(rf"{_NUMBER}{_NAMED}(?:{_STREETS}|{_MORE})\b"),
    re.compile(rf"\b{_NAMED}(?:{_STREETS})\b"),
    re.compile(
        r"\b\d{1,4}[a-z]?,? (?!(?:of|in|on|per|mph|km|by|to|and|the|a)\b)(?:[a-z'-]+ ){1,2}"
        r"(?:street|avenue|crescent|terrace|mews|road|lane)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:flat|apartment|apt|p\.?o\.? box)\.? (?:no\.? ?)?\d+[a-z]?\b", re.IGNORECASE),
    re.compile(
        r"\b(?:[A-Z][\w'-]{1,40} ){1,3}(?:House|Cottage|Lodge|Farm|Barn|Villa|Towers?), [A-Z]\w+"
    ),
    re.compile(r"/{3}\w+\.\w+\.\w+"),
    re.compile(r"-?\b\d{1,3}\.\d{3,}(?: ?[NS])?,? ?-?\d{1,3}\.\d{3,}(?: ?[EW])?\b"),
    re.compile(r"\bgrid ref(?:erence)?:? ?[A-Z]{1,2} ?\d{2,5} ?\d{2,5}\b", re.IGNORECASE),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each address or place."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
