"""A report of 381 pages with 1,000 bound passages, 100 tables and 50 charts: its PDF, its page of
the public site and its Word file, each made in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import django
from benchmarks.statistics import Row, said
from benchmarks.worlds import answer, told_in

CHAPTERS, PASSAGES = 50, 20  # passages a chapter
PARAGRAPHS, LAST = 20, 33  # of each part beside those, and at the end: the PDF has 381 pages
# Seconds, and megabytes.
MOST = {"pdf": (3.0, 900), "html": (2.0, None), "word": (10.0, None)}
CALLED = {
    "pdf": "set its PDF/UA",
    "html": "render its page of the public site",
    "word": "write its Word file",
}
_SENTENCE = (
    "Forces keep a record of who was trained and when, and the record is read by those who plan "
    "the training of the next year. "
)


def edition() -> Any:
    """The report, as compiled for the public."""
    from tests.domain.reports.test_pdf import EDITION, TOLD

    from inspectorate.domain.reports.editions.model import Block, Run

    keys = [f"claim-{number}" for number in range(CHAPTERS * PASSAGES)]
    claims = {
        key: replace(TOLD, key=key, statement=f"Forces that keep record {key}") for key in keys
    }
    blocks = [block for chapter in range(CHAPTERS) for block in _chapter(chapter, keys)]
    blocks += [Block("paragraph", (Run(_SENTENCE * 3),)) for _ in range(LAST)]
    return replace(EDITION, blocks=tuple(blocks), claims=claims)


def _chapter(chapter: int, keys: list[str]) -> Iterator[Any]:
    """One chapter: a chart, two tables, twenty bound passages, and paragraphs around them."""
    from inspectorate.domain.reports.editions.model import Block, Run
    from inspectorate.foundation.drawing.heatmap import heatmap
    from inspectorate.foundation.drawing.picture import ramp

    yield Block("heading", (Run(f"Chapter {chapter + 1}"),), level=1, anchor=f"chapter-{chapter}")
    forces = [(f"Force {chapter}-{n}", ["G" if n % 3 else "R"]) for n in range(12)]
    levels = ramp([("R", "Requires improvement"), ("G", "Good")])
    grid = heatmap(forces, ["1.1"], levels, prefix=f"c{chapter}", title=f"Grades {chapter}")
    yield Block(
        "chart",
        caption=f"Grades of chapter {chapter + 1}",
        svg=grid.svg,
        alternative=f"{grid.title}. {grid.description}",
        header=grid.header,
        rows=grid.rows,
    )
    for part in range(2):
        rows = tuple((f"Force {n}", str(n * part), _SENTENCE) for n in range(8))
        yield Block("heading", (Run(f"Part {part + 1}"),), level=2, anchor=f"{chapter}-{part}")
        yield Block("table", caption="What forces keep", header=("Force", "Kept", "How"), rows=rows)
        for place in range(PASSAGES // 2):
            key = keys[chapter * PASSAGES + part * (PASSAGES // 2) + place]
            bound = (Run("Most forces keep a record", claim=key), Run(f", as we saw. {_SENTENCE}"))
            yield Block("paragraph", bound)
        for _ in range(PARAGRAPHS):
            yield Block("paragraph", (Run(_SENTENCE * 3),))


def made(what: str) -> dict[str, Any]:
    """Make one of them here; seconds, the most memory of this process, and the size."""
    report = edition()
    work = {"pdf": _pdf, "html": _html, "word": _word}[what](report)
    before = os.getloadavg()[0]
    (used, _), begun = _used(), time.perf_counter()
    content = work()
    took = time.perf_counter() - begun
    computed, most = _used()
    pages = 0
    if what == "pdf":
        import pypdfium2

        pages = len(pypdfium2.PdfDocument(content))
    return {
        "seconds": took,
        "computing": computed - used,
        "megabytes": most,
        "bytes": len(content),
        "pages": pages,
        "load": before,
    }


def _used() -> tuple[float, float]:
    """Seconds of computing by this process and by those it waited for, and the most megabytes that
    one of them held.
    """
    both = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(one.ru_utime + one.ru_stime for one in both)
    return seconds, max(one.ru_maxrss for one in both) / 1024


def _pdf(report: Any) -> Callable[[], bytes]:
    from inspectorate.domain.reports.editions.setting import pdf_apart

    return lambda: pdf_apart(report)


def _word(report: Any) -> Callable[[], bytes]:
    from inspectorate.domain.reports.editions.word.making import word_apart

    return lambda: word_apart(report)


def _html(report: Any) -> Callable[[], bytes]:
    """As the site's builder renders it, its templates read before."""
    from tests.factories.bundle import bundle

    from inspectorate.domain.publication.schema import DocumentInfo
    from inspectorate.domain.reports.editions.model import EditionData
    from inspectorate.interfaces.public.about import in_release
    from inspectorate.interfaces.public.release_pages import Pages

    read = EditionData.from_json(json.loads(json.dumps(report.as_json())))
    info = DocumentInfo("report", read.kind, read.title, 1, False)
    told = replace(bundle(), documents=(info,), claims=tuple(read.claims.values()))

    def rendered() -> bytes:
        pages = Pages(told, {"report": read}, {})
        return pages.page("report.html", in_release("report.html"))

    return rendered


def measure(folder: Path) -> list[Row]:
    """Make each in a process of its own, one after the other; a row for each, and the load."""
    rows, loads = [], []
    for what, (seconds, megabytes) in MOST.items():
        found = told_in(folder, "benchmarks.long_report", what)
        loads.append(found["load"])
        held = found["seconds"] < seconds and (megabytes is None or found["megabytes"] < megabytes)
        name = CALLED[what] + (f" ({found['pages']} pages)" if found["pages"] else "")
        figure = (
            f"{said(found['seconds'])} (computing {said(found['computing'])}), "
            f"at most {found['megabytes']:,.0f} MB, {found['bytes'] / 1e6:.1f} MB made"
        )
        within = f"{seconds:g} s{f', {megabytes} MB' if megabytes else ''}"
        rows.append(Row(name, figure, None, "", within, held))
    cores = os.cpu_count()
    told = ", ".join(f"{load:.1f}" for load in loads)
    rows.append(Row(f"load of the machine before each ({cores} cores)", told, None, ""))
    return rows


if __name__ == "__main__":
    if sys.argv[1] in MOST:
        # What sets one apart asks the store for the pictures that it shows.
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
        django.setup()
        print(json.dumps(made(sys.argv[1])))
    else:
        answer(measure(Path(sys.argv[1])))
