"""The report out as a Word file, edited in LibreOffice, and back: ``./run drill word [short]``.

Each key comes back, each change is a suggestion with whom the file names, a comment stands at its
words; a text of 100,000 characters is read in 10 s; hostile files are refused in words, or what of
them is not read is named. Where there is no LibreOffice that part is skipped aloud.

Short: the file goes through LibreOffice once, with everything in it; hostile files are read in this
process.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import figures
from benchmarks.statistics import Row, said
from benchmarks.worlds import load

MOST_LONG, LONG = 10.0, 100_000  # seconds, characters
MOST_HOSTILE = (
    35.0  # seconds of the clock for the worst of them: the process's own bound, and its end
)


def main(*, short: bool = False) -> bool:
    """Run it; whether everything held."""
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        folder = Path(name)
        load(folder, fresh=False)
        rows = [*_through_office(folder, short=short), *_long(), *_hostile(short=short)]
    figures.show("Word out, edited, and in", rows)
    if not short:
        figures.write("Word out, edited, and in", "./run drill word", rows, datetime.now(UTC))
    return all(row.held is not False for row in rows)


def _through_office(folder: Path, *, short: bool) -> list[Row]:
    from benchmarks import word_edited as of
    from tests.demo.facts import DOCUMENTS
    from tests.domain.reports.word_structure import faults

    from inspectorate.prose.reading.markdown import from_markdown
    from inspectorate.prose.word_edits.proving import applied

    copy = of.a_copy(DOCUMENTS["report"])
    found = faults(copy.content)
    rows = [_row("structure, and no metadata of a person", "; ".join(found) or "sound", not found)]
    if shutil.which("soffice") is None:
        print("not run: there is no LibreOffice on this machine; the edits alone are read")
        office = lambda content, *_: content  # noqa: E731 - in the place of a function
    else:
        office = of.through_office
    content = copy.content if short else office(copy.content, folder, "first")
    if not short:
        same = copy.found(content)
        rows.append(
            _row("saved again, nothing changed", f"{len(same.changes)} changes", not same.changes)
        )
    known = tuple(copy.edition.claims)
    before = of.keys(copy.content, known)
    every = of.edits(copy)
    for one in every:
        content = one.make(content)
    content = of.with_comment(copy, content)
    content = office(content, folder, "second")
    kept = of.keys(content, known)
    # LibreOffice keeps the inner one of two controls around the same words: a marking, and no key.
    told = f"{len(kept)} of {len(before)}"
    rows.append(_row("controls with a key in the file", told, set(before) >= set(kept)))
    back = copy.found(content)
    texts = [copy.text, applied(copy.text, back.changes) or ""]
    bound, after = ([one.key for _, one in from_markdown(t).claim_spans()] for t in texts)
    told = f"{len(after)} of {len(bound)}"
    rows.append(_row("keys in the text with all accepted", told, bound == after))
    for one in every:
        told = [
            each
            for each in back.changes
            if one.new in each.replacement and each.author == one.author
        ]
        what = f"“{one.new[:30]}” by {one.author or 'nobody named'}"
        rows.append(_row(what, f"{len(told)} suggestion", len(told) == 1))
    comments = [(one.text, one.author) for one in back.comments]
    said_so = comments == [("Do we know this?", "D. Reader")]
    rows.append(_row("the comment, and no other", str(comments)[:120], said_so))
    rest = f"{len(back.changes)} changes, {len(back.unread)} not read"
    rows.append(_row("nothing else", rest, len(back.changes) == len(every) and not back.unread))
    for one in (*back.changes, *back.comments, *back.unread):
        print(f"  {str(one)[:200]}")
    return rows


def _long() -> list[Row]:
    from benchmarks import word_edited as of

    copy = of.a_copy(of.long_text(LONG))
    content = copy.content
    for one in of.edits(copy):
        content = one.make(content)
    begun = time.perf_counter()
    found = copy.found(content)
    took = time.perf_counter() - begun
    held = took <= MOST_LONG and len(found.changes) == 4
    what = f"{said(took)}, {len(found.changes)} changes"
    return [_row(f"a text of {len(copy.text):,} characters", what, held, said(MOST_LONG))]


def _hostile(*, short: bool) -> list[Row]:
    from benchmarks import word_edited as of

    from inspectorate.foundation.reasons.reasons import Refused

    copy = of.a_copy("---\ntitle: One\n---\n# One\n\nMost forces plan well.\n\nThe last words.\n")
    rows = []
    for what, content in of.hostile(copy.content):
        begun = time.perf_counter()
        try:
            found = copy.found(content, apart=not short)
            told = f"{len(found.changes)} changes, {len(found.unread)} not read"
            secret = any("root:" in str(one) for one in (*found.changes, *found.unread))
        except Refused as refused:
            told, secret = refused.reasons[0].text[:90], False
        took = time.perf_counter() - begun
        rows.append(_row(what, f"{told} ({said(took)})", took <= MOST_HOSTILE and not secret))
    return rows


def _row(what: str, told: str, held: bool, bound: str = "") -> Row:
    return Row(what, told, None, "", bound, held)
