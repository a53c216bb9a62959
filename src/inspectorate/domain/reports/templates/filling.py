"""Fills the slots of a template as text: nothing is evaluated, and what fills a slot is no markup.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# Every slot there is, with what stands in its place. A slot of several values stands alone with its
# line, which is then written once for each.
SLOTS: Mapping[str, str] = {
    "title": "the title of the document",
    "inspection": "the title of the inspection",
    "question": "the question of the inspection",
    "scope": "how many bodies are in scope, and what they are called",
    "fieldwork_from": "the first day of the fieldwork",
    "fieldwork_to": "the last day of the fieldwork",
    "body": "the body that a letter is written to",
    "area": "each area of the framework",
    "criterion": "each criterion of the framework",
}
# Those that each letter of a template has of its own.
OF_BODY = frozenset({"body"})
SEVERAL = frozenset({"area", "criterion"})
Values = Mapping[str, str | Sequence[str]]

_SLOT = re.compile(r"\{\{([^{}\n]*)\}\}")
# What Markdown and the attributes of a passage are written with, wherever it stands in a line.
_MARKS = re.compile(r"[\\`*_\[\]{}<>&|!#^~]")
# What begins a list, a rule, a heading or the cells of a table where a line begins with it.
_FIRST = re.compile(r"^(?:[-+=:]|\d{1,9}(?=[.)]))")


def literal(words: str) -> str:
    """Return words as Markdown that reads as these very words, on one line."""
    line = _MARKS.sub(r"\\\g<0>", " ".join(words.split()))
    found = _FIRST.match(line)
    if found is None:
        return line
    at = found.end() if found[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def filled(template: str, values: Values) -> str:
    """Return a template with its slots filled; a slot without a value stays as it is written.

    What fills a slot is not read for slots again.
    """
    found = []
    for line in template.split("\n"):
        repeated = next((one for one in slots(line) if one in SEVERAL and one in values), None)
        if repeated is None:
            found.append(_line(line, values))
        else:
            found += [_line(line, {**values, repeated: one}) for one in values[repeated]]
    return "\n".join(found)


def slots(template: str) -> list[str]:
    """Return what stands in double braces, in order, whether it is a slot or not."""
    return _SLOT.findall(template)


def unfilled(template: str, values: Values) -> list[str]:
    """Return the slots that a template has and ``values`` do not fill, each once."""
    return [one for one in dict.fromkeys(slots(template)) if not values.get(one)]


def _line(line: str, values: Values) -> str:
    def put(slot: re.Match[str]) -> str:
        value = values.get(slot[1])
        return literal(value) if isinstance(value, str) else slot[0]

    return _SLOT.sub(put, line)
