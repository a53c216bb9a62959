"""Checks a text from outside: a file of a press office, with or without a file of facts.

Needs no database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.prose.manuscript import Manuscript, Sentence, Span, TextBlock
from inspectorate.prose.reading.assemble import refuse, with_sentences
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.reading.plain import from_text
from inspectorate.prose.reading.web import from_html
from inspectorate.prose.reading.word import from_docx

from .checks.places import plain
from .checks.registry import Findings, run
from .facts import Facts
from .reasons import ReportReason

LIMIT_BYTES = 8_000_000
_READERS: Mapping[str, Callable[[str, str], Manuscript]] = {
    "markdown": from_markdown,
    "text": from_text,
    "html": from_html,
}
_SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    "": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "word",
}
KINDS = ("markdown", "text", "html", "word")


def run_outside(manuscript: Manuscript, facts: Facts | None = None) -> Findings:
    """Run the checks that need no database.

    Claims of ``facts`` bind the sentences that hold their ``words``.
    """
    # A text from outside carries no marks, so that nothing is bound cannot be held against it.
    known = replace(facts or Facts(), binding=False)
    return run(bind(manuscript, known.claims or {}), known)


def read_file(name: str, data: bytes, kind: str = "", known: Collection[str] = ()) -> Manuscript:
    """Read a file's bytes by the ending of its name, or as ``kind``.

    A key that a Word file had to cut is found among those of claims that are ``known``.
    Raises :class:`Refused` for an ending nobody reads, bytes that are no text, and what is too
    large.
    """
    kind = kind or _SUFFIXES.get(PurePath(name).suffix.lower(), "")
    if not kind:
        raise refuse(
            ReportReason.ENDING_UNKNOWN,
            f"Files ending in {PurePath(name).suffix} are not read.",
            "Give a Markdown, text, HTML or Word file, or say what it is with --as.",
        )
    if kind == "word":
        return from_docx(data, name, known)
    return _READERS[kind](decoded(data), name)


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises :class:`Refused` for what is no text.
    """
    if len(data) > LIMIT_BYTES:
        raise refuse(
            ReportReason.TOO_LARGE,
            f"The file has {len(data):,} bytes; at most {LIMIT_BYTES:,} are read.",
            "Split the document.",
        )
    # Before NUL is looked for: UTF-16 is full of them.
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if data[:4] in (b"PK\x03\x04", b"%PDF") or b"\x00" in data[:4_096]:
        raise refuse(
            ReportReason.NOT_TEXT,
            "This is not a text file.",
            "Save the words as text, Markdown, HTML or .docx.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            raise refuse(
                ReportReason.NOT_TEXT,
                f"Byte {error.start:,} is neither UTF-8 nor Windows-1252.",
                "Save the file as UTF-8.",
            ) from None


def bind(manuscript: Manuscript, claims: Mapping[str, ClaimFacts]) -> Manuscript:
    """Return the manuscript with each sentence bound that holds a claim's ``words``.

    A sentence bound to something already is left as it is.
    """
    wanted = [(key, plain(claim.words)) for key, claim in claims.items() if claim.words.strip()]
    if not wanted:
        return manuscript
    return replace(manuscript, blocks=tuple(_bound(block, wanted) for block in manuscript.blocks))


def _bound(block: TextBlock, wanted: list[tuple[str, str]]) -> TextBlock:
    spans = list(block.spans)
    for sentence in block.sentences:
        text = plain(sentence.text)
        carried = [(key, words) for key, words in wanted if words in text]
        if not carried or any(span.kind == "claim" for span in sentence.spans):
            continue
        for (key, _), (start, end) in zip(
            carried, _clauses(sentence, [words for _, words in carried]), strict=True
        ):
            line, column = block.at(start)
            spans.append(Span("claim", key, block.text[start:end], line, column, start, end))
    if len(spans) == len(block.spans):
        return block
    return with_sentences(
        replace(block, spans=tuple(sorted(spans, key=lambda span: (span.start, -span.end))))
    )


def _clauses(sentence: Sentence, words: list[str]) -> list[tuple[int, int]]:
    """Return the stretch of a sentence that carries each claim.

    One claim has all of it; of more than one, each has its clause ("…, but …", "…; …").
    """
    whole = (sentence.start, sentence.end)
    if len(words) == 1:
        return [whole]
    cuts = [
        0,
        *(
            match.end()
            for match in re.finditer(
                r"[;:]\s+|,\s+(?:but|and|while|whereas|though|although)\s+", sentence.text
            )
        ),
    ]
    cuts.append(len(sentence.text))
    parts = [(sentence.start + a, sentence.start + b) for a, b in pairwise(cuts)]  # offsets
    found = []
    for one in words:
        inside = [
            (a, b)
            for a, b in parts
            if one in plain(sentence.text[a - sentence.start : b - sentence.start])
        ]
        found.append(inside[0] if inside else whole)
    return found
