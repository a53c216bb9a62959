"""One block's words as runs: where spans and styles begin and end, and what is taken out.

Redaction happens here and nowhere else, for every kind of edition: a run of removed words holds the
fixed replacement and nothing that stood there, no claim key, no link, no style. A claim any of
whose words are removed anywhere is *touched*: the edition says nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from inspectorate.foundation.markings import redaction
from inspectorate.foundation.markings.scheme import (
    CEILING,
    ORDER,
    Marking,
    above,
    highest,
    lowest,
)
from inspectorate.prose.addresses import SAFE_LINKS
from inspectorate.prose.manuscript import Manuscript, Span, Style, TextBlock

from ..marking import of_passage
from .model import EditionKind, Run

NO_GROUND = "ground not given"
CLOSED = "rests on evidence marked above this reader"


@dataclass(frozen=True, slots=True)
class Treatment:
    """How words are treated.

    ``ceiling`` is the highest marking with which a sensitive passage stays, ``None`` where every
    passage stays; ``dropped`` are claim keys that are not carried, ``closed`` those of claims and
    sources whose words are removed. With ``marks`` a run tells of the sensitive passage it is in.
    ``footnotes`` are the letters of those that are printed, by name.
    """

    ceiling: str | None = None
    dropped: Collection[str] = ()
    closed: Collection[str] = ()
    marks: bool = False
    footnotes: Mapping[str, str] = field(default_factory=dict)

    def removes(self, span: Span) -> bool:
        """Say whether the words of a span are removed.

        They are where it is a sensitive passage whose marking is above the ceiling, or unknown, and
        where it is bound to a claim, or quotes a source, that is closed.
        """
        if span.kind in ("claim", "quotation"):
            return span.key in self.closed
        if span.kind != "sensitive" or self.ceiling is None:
            return False
        marking = span.attributes.get("marking", "")
        # What somebody called sensitive never becomes public, whatever marking stands beside it.
        public = self.ceiling == Marking.PUBLIC
        return public or marking not in ORDER or above(marking, self.ceiling)


def treatment(
    kind: EditionKind,
    manuscripts: Iterable[Manuscript] = (),
    *,
    closed: Collection[str] = (),
    ceiling: str | None = None,
) -> Treatment:
    """Return the treatment of a kind of edition, of ``ceiling`` where that is lower than its own.

    Claims touched in any of ``manuscripts`` are dropped from it, the words of ``closed`` removed.
    """
    # A full edition removes nothing: what is above its ceiling keeps it from being frozen.
    own = None if kind is EditionKind.FULL else CEILING[kind].value
    bounds = [one for one in (own, ceiling) if one is not None]
    how = Treatment(lowest(bounds) if bounds else None, closed=closed)
    return replace(how, dropped=touched(manuscripts, how))


def touched(manuscripts: Iterable[Manuscript], how: Treatment) -> frozenset[str]:
    """Return the keys of claims that share a passage with removed words in any of the documents."""
    return frozenset(
        span.key
        for manuscript in manuscripts
        for block in manuscript.lines()
        for hidden in hidden_in(block, how)
        for span in block.spans
        if span.kind == "claim" and hidden.start < span.end and span.start < hidden.end
    )


def hidden_in(block: TextBlock, how: Treatment) -> list[Span]:
    """Return the passages of a block whose words are removed."""
    passages = (span for span in block.spans if span.kind != "quotation")
    return [span for span in (*passages, *block.quotations()) if how.removes(span)]


def ground_of(span: Span) -> str:
    """Return the ground a removed span gives, or words that say it gives none."""
    if span.kind in ("claim", "quotation"):
        return CLOSED
    return span.attributes.get("ground", "").strip() or NO_GROUND


def runs_of(
    block: TextBlock, how: Treatment, *, start: int = 0, end: int | None = None
) -> tuple[Run, ...]:
    """Return the block's words between two offsets as runs, neighbours of one treatment joined."""
    return joined(_pieces(block, how, start, len(block.text) if end is None else end))


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours of one treatment; removals side by side become one naming every ground."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        # Two marks side by side would tell that two passages, and how many, stood there.
        if last and run.redacted and last.redacted:
            found[-1] = _removed([*last.redacted.split("; "), *run.redacted.split("; ")])
        elif last and last.treated == run.treated:
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return tuple(found)


def without_source(
    before: tuple[Run, ...], source: tuple[Run, ...], after: tuple[Run, ...]
) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return the words quoted before and after their source, and the source, which is words alone:
    a footnote that is called at it is called from behind the words quoted.
    """
    called = tuple(run for run in source if run.footnote)
    if before and called:
        before = (*before[:-1], replace(before[-1], text=before[-1].text.rstrip()))
    elif before and after:
        after = (replace(after[0], text=after[0].text.lstrip()), *after[1:])
    return joined((*before, *called, *after)), tuple(run for run in source if not run.footnote)


def words(runs: Iterable[Run]) -> str:
    """Return the words of runs without their treatment."""
    return "".join(run.text for run in runs)


def _pieces(block: TextBlock, how: Treatment, start: int, end: int) -> Iterator[Run]:
    """Cut the words wherever a span or a style begins or ends."""
    hidden = hidden_in(block, how)
    # A link that reaches into removed words could tell of them by its address.
    styles = [
        style for style in block.styles if not (style.kind == "link" and _overlaps(style, hidden))
    ]
    marks: tuple[Span | Style, ...] = (*block.spans, *styles)
    edges = {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    called = calls_of(block, how)
    if not start:
        yield from _calls(called, block, how, 0)
    for left, right in pairwise(sorted({start, end, *edges})):
        if grounds := [ground_of(span) for span in _over(hidden, left, right)]:
            yield _removed(grounds)
        else:
            yield _kept(block, how, left, right, _over(styles, left, right))
        # It stands behind the words before it, and so in their part of a quotation.
        yield from _calls(called, block, how, right)


def _kept(block: TextBlock, how: Treatment, left: int, right: int, over: Sequence[Style]) -> Run:
    """Words that stay, under one treatment."""
    spans = _over(block.spans, left, right)
    made = _run(block.text[left:right], spans, over, how.dropped, block.basis)
    sensitive = [of_passage(span) for span in spans if span.kind == "sensitive"]
    return replace(made, sensitive=highest(sensitive)) if how.marks and sensitive else made


def calls_of(block: TextBlock, how: Treatment) -> list[Span]:
    """Return the footnotes that a block calls: one at removed words goes with them."""
    hidden = hidden_in(block, how)
    return [
        one
        for one in block.spans
        if one.kind == "footnote"
        and not any(each.start <= one.start <= each.end for each in hidden)
    ]


def _calls(called: Sequence[Span], block: TextBlock, how: Treatment, at: int) -> Iterator[Run]:
    """The letters of the footnotes called at a place; of one that is not printed its mark, as it is
    written.
    """
    around = [one for one in block.spans if one.start < at < one.end]
    for span in called:
        if span.start == at:
            letter = how.footnotes.get(span.key, "")
            said = "" if letter else f"[^{span.key}]"
            made = _run(said, around, (), how.dropped, block.basis)
            yield replace(made, footnote=letter)


def _over[M: (Span, Style)](marks: Sequence[M], left: int, right: int) -> list[M]:
    return [mark for mark in marks if mark.start <= left and right <= mark.end]


def _run(
    text: str,
    spans: Sequence[Span],
    styles: Sequence[Style],
    dropped: Collection[str],
    basis: str,
) -> Run:
    """Return words under these marks; the innermost claim and basis win."""
    claims = [span.key for span in spans if span.kind == "claim" and span.key not in dropped]
    bases = [span.kind for span in spans if span.kind in ("context", "narrative")]
    links = [style.target for style in styles if style.kind == "link"]
    kinds = {style.kind for style in styles}
    return Run(
        text,
        claim=claims[-1] if claims else "",
        strong="strong" in kinds,
        emphasis="emphasis" in kinds,
        link=links[0] if links and links[0].startswith(SAFE_LINKS) else "",
        basis=bases[-1] if bases else basis,
    )


def _overlaps(style: Style, hidden: Iterable[Span]) -> bool:
    return any(span.start < style.end and style.start < span.end for span in hidden)


def _removed(grounds: Iterable[str]) -> Run:
    ground = "; ".join(dict.fromkeys(grounds))
    return Run(redaction.replacement(ground), redacted=ground)
