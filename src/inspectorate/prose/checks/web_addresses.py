"""Web addresses and accounts that tell who uses them, or open a door to whoever has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.WEB
# An address is read so far and no further, which bounds the search.
_END = r"[^\s<>\"']{0,400}"
_SECRET = (
    r"user|usr|uid|id|e?mail|token|key|sig|signature|session|sid|auth|code|name|login|account|"
    r"password|passwd|pwd|pass|member|contact|invite|share|guest|person|staff|officer|employee|"
    r"client|customer|phone|mobile|dob|ticket|otp|access"
)
_PATTERNS = (
    re.compile(rf"\b[a-z][a-z0-9+.-]{{0,20}}://[^\s/@?#]{{1,200}}@{_END}", re.IGNORECASE),
    # A query or fragment that names a person, a session or a key; or a long value nobody could say.
    re.compile(
        rf"\b(?:https?://|www\.)[^\s?#;]{{1,400}}[?#;]"
        rf"(?:[^\s<>=&]{{0,60}}=[^\s<>&]{{0,200}}&){{0,9}}"
        rf"[\w.-]{{0,20}}(?:{_SECRET})[\w.-]{{0,20}}={_END}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:https?://|www\.)[^\s?#]{{1,400}}[?#]{_END}?(?=\w{{0,40}}\d)\w{{16,}}", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:https?://|www\.)[^\s?#]{{0,400}}/(?:~|users?/|u/|people/|staff/|"
        rf"profiles?/|members?/|"
        rf"in/|@){_END}",
        re.IGNORECASE,
    ),
    # Shared files: whoever has the address has the file.
    re.compile(
        r"\b(?:https?://)?(?:[\w-]{1,63}\.){0,5}(?:sharepoint\.com|1drv\.ms|onedrive\.live\.com|"
        rf"drive\.google\.com|docs\.google\.com|dropbox\.com|wetransfer\.com|we\.tl|"
        rf"box\.com)/{_END}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:https?://)?(?:www\.|m\.)?(?:facebook|instagram|twitter|x|tiktok|linkedin|snapchat|"
        rf"youtube|t|wa|threads)\.(?:com|me|net)/{_END}",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,}"),
    # Doors inside: shares, profiles of a machine, hosts that the public cannot reach.
    re.compile(rf"\\\\[\w.-]+\\{_END}"),
    re.compile(rf"\b[A-Z]:\\{_END}|(?<!\w)/(?:home|Users)/{_END}"),
    re.compile(rf"\b(?:file|mailto|tel|sip|skype|msteams):{_END}", re.IGNORECASE),
    re.compile(
        rf"\bhttps?://(?:localhost|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|intranet|"
        rf"[\w.-]+\.(?:local|internal|intranet|corp|lan)|[\w-]+(?=[/:\s])){_END}",
        re.IGNORECASE,
    ),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each such address; a plain page of a public site is none."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
