"""Web addresses and accounts that tell who uses them, or open a door to whoever has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.WEB
_END = r"[^\s<>\"']*"
_SECRET = (
    r"user|usr|uid|id|e?mail|token|key|sig|signature|session|sid|auth|code|name|login|account|"
    r"password|passwd|pwd|pass|member|contact|invite|share|guest|person|staff|officer|employee|"
    r"client|customer|phone|mobile|dob|ticket|otp|access"
)
_PATTERNS = (
    re.compile(rf"\b[a-z][a-z0-9+.-]*://[^\s/@?#]+@{_END}", re.IGNORECASE),
    # A query or fragment that names a person, a session or a key; or a long value nobody could say.
    re.compile(
        rf"\b(?:https?://|www\.)[^\s?#;]+[?#;](?:{_END}[?&;#])?[\w.-]*(?:{_SECRET})[\w.-]*={_END}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:https?://|www\.)[^\s?#]+[?#]{_END}?(?=\w*\d)\w{{16,}}{_END}", re.IGNORECASE),
    re.compile(
        rf"\b(?:https?://|www\.)[^\s?#]*/(?:~|users?/|u/|people/|staff/|profiles?/|members?/|"
        rf"in/|@){_END}",
        re.IGNORECASE,
    ),
    # Shared files: whoever has the address has the file.
    re.compile(
        r"\b(?:https?://)?(?:[\w-]+\.)*(?:sharepoint\.com|1drv\.ms|onedrive\.live\.com|"
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
        rf"\bhttps?://(?:localhost|intranet|[\w.-]+\.(?:local|internal|intranet|corp|lan)|"
        rf"[\w-]+(?=[/:\s])){_END}",
        re.IGNORECASE,
    ),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each such address; a plain page of a public site is none."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
