"""Reads plain text as a press office sends it: title, date stamp, paragraphs, bullets, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..dates import first_date
from ..manuscript import Manuscript, TextBlock
from .assemble import Draft, assembled, normalised

_BULLET = re.compile(r"^(\s*)([•◦▪‣·●○*–—-])\s+(?=\S)")
_NUMBERED = re.compile(r"^(\s*)(?:\((?=\w{1,4}\)))?(\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
_STAMP_LONGEST = 60


def from_text(source: str, name: str = "") -> Manuscript:
    """Read plain text. Any text parses; raises :class:`Refused` only for one too large.

    The first line is the title and headline when a blank line follows it; a short line that is a
    date, before the second paragraph, is the stamp.
    """
    text = normalised(source)
    blocks: list[TextBlock] = []
    meta: dict[str, str] = {}
    for index, lines in enumerate(_paragraphs(text)):
        for draft in _drafts(lines, grouped=index + 1):
            if (
                not blocks
                and len(lines) == 1
                and draft.kind == "paragraph"
                and _is_title(draft.text)
            ):
                draft.kind, draft.level = "heading", 1
                meta["title"] = meta["headline"] = draft.text.strip()
            elif len(blocks) <= 2 and "stamp" not in meta and is_stamp(draft.text):
                meta["stamp"] = draft.text.strip()
            elif draft.kind == "paragraph" and len(lines) == 1 and _is_label(draft.text):
                draft.kind, draft.level = "heading", 2
            blocks.append(draft.finish())
    return assembled(meta, blocks, text, name)


def is_stamp(text: str) -> bool:
    """Say whether a line is a release's date stamp: short, one date, no sentence around it."""
    clean = text.strip()
    return (
        len(clean) <= _STAMP_LONGEST
        and not clean.endswith(":")
        and isinstance(first_date(clean), date)
        and _bare(clean)
    )


def _bare(text: str) -> bool:
    return len(re.findall(r"[A-Za-z]+", text)) <= 7


def _is_title(text: str) -> bool:
    return len(text) <= 250 and not text.rstrip().endswith((".", ":", ";", ","))


def _is_label(text: str) -> bool:
    """A short line without a stop ("Notes", "Get the report", "Notes to editors")."""
    clean = text.strip()
    return (
        0 < len(clean.split()) <= 4
        and clean[0].isupper()
        and not clean.endswith((".", ",", ";", "!", "?", ":", "”", '"'))
    )


def _paragraphs(text: str) -> Iterator[list[tuple[int, str]]]:
    gathered: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            gathered.append((number, line))
        elif gathered:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def _drafts(lines: list[tuple[int, str]], grouped: int) -> list[Draft]:
    """Cut the lines between two blank lines into items and paragraphs.

    A line without a marker continues the one before.
    """
    drafts: list[Draft] = []
    for number, line in lines:
        bullet, numbered = _BULLET.match(line), _NUMBERED.match(line)
        match = bullet or numbered
        # A paragraph may begin "3. " by chance of the line break; a list begins with its first
        # number.
        if match and (bullet or drafts or match.group(2) in ("1", "a", "i") or match.group(1)):
            draft = Draft(
                "item", number, level=1 + bool(bullet and len(match.group(1)) >= 4), group=grouped
            )
            if numbered and not bullet:
                draft.fields.update(ordered="yes", number=match.group(2))
            drafts.append(draft)
            start = match.end()
        else:
            start = len(line) - len(line.lstrip())
            if not drafts:
                drafts.append(Draft("paragraph", number))
        draft = drafts[-1]
        if draft.size:
            draft.join(" ")
        draft.add(line[start:].rstrip(), number, start + 1)
    return drafts
