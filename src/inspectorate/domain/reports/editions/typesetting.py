"""The typesetter: a tagged PDF from one fixed template of ours that reads what it sets as data.

Text given as data is set literally. The compiler opens no network and reads no file but the
template and our typefaces; no clock is read, so the same data gives the same bytes. Imports little:
the process of its own in which a door sets a PDF is to be running at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typst

import inspectorate.foundation.typefaces as faces
from inspectorate.prose.characters import NEVER, number_of

from .row_headers import with_row_headers

FACES = str(Path(str(faces.__file__)).parent)
TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
# How the compiler names words that it cannot set: those no typeface holds, and those that the
# standard forbids.
_NOT_SET = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.*?)"`', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_JOINED = "[\u0300-\u036f\u200d\u20d0-\u20ff\ufe00-\ufe0f]"
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "0": "\0"}
# What shows nothing, and what turns words around: a reader would see others than were written,
# checked and signed.
UNSEEN = re.compile(f"{NEVER.pattern}|[\u202a-\u202e\u2066-\u2069\ufeff]")
_AROUND = 20


class NotSet(Exception):
    """The edition could not be set as a PDF, or written as a Word file.

    The words name the document, and the block or what the compiler says.
    """


def typeset(
    data: Mapping[str, Any],
    name: str,
    tokens: Mapping[str, Any],
    files: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Set what the template reads as a tagged PDF, in colours and typefaces of ``tokens``;
    ``files`` are the pictures that it shows, by digest, in base64.

    Raises NotSet with the document's ``name``, and the block and the character where it is one.
    """
    for place, words in _words(data):
        if found := UNSEEN.search(words):
            why = "shows nothing, or turns the words around it"
            raise NotSet(_not_set(name, place, words, found[0], why))
    try:
        made = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=[FACES],
            # A machine's own faces would make its PDFs other bytes.
            ignore_system_fonts=True,
            # As data and never as part of the template: nothing an author writes is read as code.
            sys_inputs={
                "edition": json.dumps(_drawn(data, files), ensure_ascii=False),
                "tokens": json.dumps(tokens),
            },
            # Typst then refuses what PDF/UA-1 forbids, such as a picture without alternative text.
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as fault:
        raise NotSet(_why(str(fault), data, name)) from fault
    assert isinstance(made, bytes)
    return with_row_headers(made)


def _drawn(data: Mapping[str, Any], files: Mapping[str, str]) -> Mapping[str, Any]:
    """What the template reads, with the pictures in it as drawings: it reads no file."""
    blocks = [
        {**one, "svg": _drawing(files[one["file"]], one["media_type"], *one["pixels"])}
        if one.get("file")
        else one
        for one in data["blocks"]
    ]
    return {**data, "blocks": blocks}


def _drawing(content: str, media_type: str, width: int, height: int) -> str:
    size = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>'
        f'<image {size} href="data:{media_type};base64,{content}"/></svg>'
    )


def _why(fault: str, data: Mapping[str, Any], name: str) -> str:
    """What the compiler says, or the first place of the characters that it cannot set."""
    if found := _NOT_SET.search(fault):
        wanted = re.escape(_ESCAPED.sub(_unescaped, found[1]))
        # Of signs that make one together, as a digit in a box, it names the first.
        for sought in (f"{wanted}{_JOINED}+", wanted):
            for place, words in _words(data):
                if one := re.search(sought, words):
                    return _not_set(name, place, words, one[0], "stands in none of our typefaces")
    return f"{name}: the PDF was not made: {fault}"


def _unescaped(one: re.Match[str]) -> str:
    return chr(int(one[1], 16)) if one[1] else _SIGNS.get(one[2], one[2])


def _not_set(name: str, place: str, words: str, wanted: str, why: str) -> str:
    at = words.index(wanted)
    before, after = words[max(at - _AROUND, 0) : at], words[at + len(wanted) :][:_AROUND]
    which = " ".join(map(number_of, wanted))
    return f"{name}, {place}: the character {which} after “{before}”, before “{after}” {why}"


def _words(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every stretch of words that is set, with its place."""
    for key, value in data.items():
        if isinstance(value, str):
            yield key.replace("_", " "), value
    for place, block in enumerate(data["blocks"], 1):
        yield from ((f"block {place}", words) for words in _in(block))
    for note in data["notes"]:
        yield from ((f"note {note['number']}", words) for words in _in(note))


def _in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if key != "svg":
                yield from _in(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _in(one)
