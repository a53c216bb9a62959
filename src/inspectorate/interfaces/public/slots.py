"""The two empty places of every page that was signed, into which words may be put afterwards.

``standing`` says at the top that a newer release is out; ``given`` keeps at the end the addresses
that the page once had. Taking out what stands between the markers gives the signed bytes again.
"""

from __future__ import annotations

import re

STANDING = "standing"
GIVEN = "given"
_SLOT = re.compile(rb"(<!--(standing|given)-->).*?(<!--/\2-->)", re.DOTALL)


def emptied(page: bytes) -> bytes:
    """Return a page as it was signed: what was put into its slots is taken out."""
    return _SLOT.sub(rb"\1\3", page)


def filled(page: bytes, name: str, words: str, where: str) -> bytes:
    """Return a page with ``words`` in a slot; raise ValueError unless the page has it, once."""
    before, after = f"<!--{name}-->".encode(), f"<!--/{name}-->".encode()
    if page.count(before + after) != 1:
        raise ValueError(f"{where}: the page does not hold the empty place for {name!r} once")
    return page.replace(before + after, before + words.encode() + after)
