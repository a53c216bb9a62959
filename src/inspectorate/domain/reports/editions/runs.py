"""One block's words as runs: where spans and styles begin and end, and what is taken out of a
public edition.

Redaction happens here and nowhere else: a run of removed words holds the fixed replacement and
nothing that stood there, no claim key, no link, no style. A claim any of whose words are removed
anywhere is *touched*: a public edition says nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from inspectorate.foundation.markings import redaction
from inspectorate.prose.manuscript import Manuscript, Span, Style, TextBlock
from inspectorate.prose.reading.markdown import from_markdown

from .model import Run

SAFE_LINKS = ("https://", "http://", "mailto:", "#")
NO_GROUND = "ground not given"


@dataclass(frozen=True, slots=True)
class Treatment:
    """How words are treated: ``redacting`` removes sensitive passages; ``dropped`` are claim keys
    that are not carried.
    """

    redacting: bool
    dropped: Collection[str] = ()


def touched(manuscripts: Iterable[Manuscript]) -> frozenset[str]:
    """Return the keys of claims that share a passage with a sensitive span in any of the documents."""
    found = set()
    for manuscript in manuscripts:
        for block in (one for outer in manuscript.blocks for one in (outer, *_inside(outer))):
            hidden = [span for span in block.spans if span.kind == "sensitive"]
            for span in block.spans:
                if span.kind == "claim" and any(
                    one.start < span.end and span.start < one.end for one in hidden
                ):
                    found.add(span.key)
    return frozenset(found)


def _inside(block: TextBlock) -> tuple[TextBlock, ...]:
    """The lines of Markdown within a fenced block: its caption, the text of a recommendation."""
    if block.kind not in ("chart", "table", "recommendation"):
        return ()
    return tuple(
        one
        for name in ("caption", "text")
        for one in from_markdown(block.fields.get(name, "")).blocks
    )


def ground_of(span: Span) -> str:
    """Return the ground a sensitive span gives, or words that say it gives none."""
    return span.attributes.get("ground", "").strip() or NO_GROUND


def runs_of(
    block: TextBlock, how: Treatment, *, start: int = 0, end: int | None = None
) -> tuple[Run, ...]:
    """Return the block's words between two offsets as runs, neighbours of one treatment joined."""
    return joined(_pieces(block, how, start, len(block.text) if end is None else end))


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours of one treatment; neighbouring removals become one that names every ground."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and run.redacted and last.redacted:
            found[-1] = _removed([*last.redacted.split("; "), *run.redacted.split("; ")])
        elif last and replace(last, text="") == replace(run, text=""):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return tuple(found)


def inline_runs(markdown: str, how: Treatment) -> tuple[Run, ...]:
    """Read one line of Markdown (a caption, a title, the text of a recommendation) as runs."""
    runs: list[Run] = []
    for block in from_markdown(markdown).blocks:
        runs += ([Run(" ")] if runs else []) + list(runs_of(block, how))
    return tuple(runs)


def words(runs: Iterable[Run]) -> str:
    """Return the words of runs without their treatment."""
    return "".join(run.text for run in runs)


def inline_text(markdown: str, how: Treatment) -> str:
    """Return one line of Markdown as plain words, sensitive passages removed where the treatment
    says so.
    """
    return words(inline_runs(markdown, how))


def _pieces(block: TextBlock, how: Treatment, start: int, end: int) -> Iterator[Run]:
    hidden = [span for span in block.spans if span.kind == "sensitive"] if how.redacting else []
    styles = [
        style for style in block.styles if not (style.kind == "link" and _overlaps(style, hidden))
    ]
    marks: tuple[Span | Style, ...] = (*block.spans, *styles)
    edges = sorted(
        {
            start,
            end,
            *(edge for one in marks for edge in (one.start, one.end) if start < edge < end),
        }
    )
    for left, right in pairwise(edges):
        grounds = [ground_of(span) for span in hidden if span.start <= left and right <= span.end]
        if grounds:
            yield _removed(grounds)
            continue
        over = [span for span in block.spans if span.start <= left and right <= span.end]
        kinds = {style.kind for style in styles if style.start <= left and right <= style.end}
        link = next(
            (
                style.target
                for style in styles
                if style.kind == "link" and style.start <= left and right <= style.end
            ),
            "",
        )
        yield Run(
            block.text[left:right],
            claim=next(
                (
                    span.key
                    for span in reversed(over)
                    if span.kind == "claim" and span.key not in how.dropped
                ),
                "",
            ),
            strong="strong" in kinds,
            emphasis="emphasis" in kinds,
            link=link if link.startswith(SAFE_LINKS) else "",
            basis=next(
                (span.kind for span in reversed(over) if span.kind in ("context", "narrative")),
                block.basis,
            ),
        )


def _overlaps(style: Style, hidden: Iterable[Span]) -> bool:
    return any(span.start < style.end and style.start < span.end for span in hidden)


def _removed(grounds: Iterable[str]) -> Run:
    ground = "; ".join(dict.fromkeys(grounds))
    return Run(redaction.replacement(ground), redacted=ground)
