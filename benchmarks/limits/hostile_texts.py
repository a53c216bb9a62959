"""Words that somebody might send to do harm."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.limits.hostile_files import SHARED

# Repeated to any length: what a pattern of ours might read again and again, or a reader of Markdown
# nest without end.
REPEATED = (
    "a",
    "[",
    "![",
    "[a](",
    "[a]{#b} ",
    "> ",
    "*",
    "*a_ ",
    "**a ",
    "`",
    "<a ",
    "&amp;",
    "\\",
    "|a|b|\n|-|-|\n",
    "- x\n",
    "# x\n",
    "x\n\n",
    "```\n",
    "---\n",
    "{.narrative}\n",
    "1 2 ",
    "1,",
    "12 of 43 ",
    "one in three forces ",
    "hundred and ",
    "most of the ",
    "1 January 2018 ",
    "01/02/2018 ",
    "Mr A. ",
    "PC Smith, J., ",
    "a@b.",
    "www.a.",
    "http://a/",
    "07700 900 ",
    "AB1 2CD ",
    "OFFICIAL - ",
    "born on ",
    "Force 01 ",
    " ",
    "\n",
    "\t",
    "\u0301",
    "\U0001f46e\u200d",
    "\u202e",
    "“",
    "'",
    "...",
    "a-",
    "Ab ",
    "(a+)+ ",
    "%41",
)
ODD = ("-1", "9" * 400, "NaN", "1e999", "%", "2019-02-30", "\u202e", "'\"<script>", "\x00", "../..")


def repeated(words: str, length: int) -> str:
    """The words again and again, to a length."""
    return (words * (length // len(words) + 1))[:length]


def collected() -> Iterator[str]:
    """The strings and probes others collected, where they lie beside the checkout."""
    naughty = SHARED / "naughty-strings" / "blns.json"
    if naughty.exists():
        yield from json.loads(naughty.read_text("utf-8"))
    for path in sorted((SHARED / "payload-lists").glob("*.txt")):
        yield from path.read_text("utf-8", "replace").splitlines()
    for path in sorted((SHARED / "xml-bombs-defusedxml").glob("*.xml")):
        yield path.read_text("utf-8", "replace")
