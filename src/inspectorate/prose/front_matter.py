"""The front matter of a text as fields: read, and put back without touching what nobody changed.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .reading.markdown import front_matter, unquoted

# In the order in which they are asked; every other line stays as it is written.
KEYS = ("title", "subtitle", "headline", "published", "stamp")
_FENCE = "---"
_PAIR = re.compile(r"^([A-Za-z][\w-]*)(\s*:\s*)(.*)$")


def other_keys(text: str) -> list[str]:
    """Return the keys of the front matter that are none of :data:`KEYS`, in order."""
    return [one for one in front_matter(text)[0] if one not in KEYS]


def writable(value: str) -> bool:
    """Does a value come back as it is given? Straight quotation marks around one are taken off."""
    return value == unquoted(value) and not {"\n", "\r", "\x00"} & {*value}


def comes_back(text: str, values: Mapping[str, str]) -> bool:
    """Does the front matter of a text say these values, as it is read?"""
    found = front_matter(text)[0]
    return all(found.get(name, "") == said for name, said in values.items())


def with_front_matter(text: str, values: Mapping[str, str]) -> str:
    """Return a text with these values in its front matter, which is made where there is none.

    A value that stands already is not written again, so that its line stays character by character;
    an empty one takes its line away, but for a title without which notes alone would be left: those
    would be printed.
    """
    found, taken = front_matter(text)
    changed = {name: said for name, said in values.items() if said != found.get(name, "")}
    if not changed:
        return text
    if not taken:
        return "\n".join([_FENCE, *_new(changed), _FENCE, "", text.lstrip("\n")])
    lines = text.split("\n")
    head = [one for line in lines[1 : taken - 1] for one in _written(line, changed)]
    head += _new({name: said for name, said in changed.items() if name not in found})
    if any(line.startswith("#") for line in head) and not any(map(_PAIR.match, head)):
        head.append("title:")
    return "\n".join([lines[0], *head, *lines[taken - 1 :]])


def _new(values: Mapping[str, str]) -> list[str]:
    return [f"{name}: {said}" for name, said in values.items() if said]


def _written(line: str, changed: Mapping[str, str]) -> list[str]:
    pair = _PAIR.match(line)
    if pair is None or pair[1].lower() not in changed:
        return [line]
    said = changed[pair[1].lower()]
    between = pair[2] if pair[2].endswith(" ") else f"{pair[2]} "
    return [f"{pair[1]}{between}{said}"] if said else []
