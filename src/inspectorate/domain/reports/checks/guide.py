"""Writes the page of the guide that lists the checks, ``docs/guide/checks.md``."""

from __future__ import annotations

from .registry import CHECKS, IN_WORDS, Check

_HEAD = """\
# The checks

Written from the registry of checks; do not edit by hand. A check that *blocks* keeps a document
from being frozen until the text is mended or an exception is recorded with a reason and a name; one
that *warns* is shown and does not stand in the way.
`inspectorate check FILE` runs those that need no database on any Markdown, text, HTML or Word file.
"""
_ALWAYS = "always run"


def as_markdown() -> str:
    """Return the whole page."""
    groups = (
        ("The text against itself and the facts", [one for one in CHECKS if one.subject == "text"]),
        (
            "The support of each claim in the text",
            [one for one in CHECKS if one.subject == "support"],
        ),
    )
    parts = [_HEAD]
    for title, checks in groups:
        parts.append(
            f"## {title}\n\n| check | what it holds | severity | needs |\n|---|---|---|---|\n"
        )
        parts[-1] += "".join(_row(one) for one in checks)
    return "\n".join(parts)


def _row(one: Check) -> str:
    needs = ", ".join(
        " or ".join(IN_WORDS.get(name, name.replace("_", " ")) for name in need.split("|"))
        for need in one.needs
    )
    return f"| `{one.name}` | {one.meaning} | {one.severity} | {needs or _ALWAYS} |\n"
