"""What somebody typed into a comment of the checks, whose own words its initials know. Pure."""

from __future__ import annotations

from hashlib import sha256

# Word takes nine characters of initials, and two are the checks'.
_LENGTH = 7


def sign_of(words: str) -> str:
    """Return by what the words of a comment are known again, however a program sets blanks."""
    return sha256(" ".join(words.split()).encode()).hexdigest()[:_LENGTH]


def typed_into(text: str, initials: str) -> str | None:
    """Return what was typed behind the words of a comment, and the whole of it where those are not
    as they were; "" where nothing was, ``None`` where the initials know no words.
    """
    sign = initials[-_LENGTH:]
    if len(initials) <= _LENGTH or set(sign) - set("0123456789abcdef"):
        return None
    text, said, blank, end = text.strip(), sha256(), "", 0
    for at, letter in enumerate(text, 1):
        if letter.isspace():
            blank = " "
            continue
        said.update(f"{blank}{letter}".encode("utf-8", "replace"))
        blank = ""
        # The longest: what one says may begin as words of ours do.
        if said.copy().hexdigest().startswith(sign):
            end = at
    return text[end:].strip()
