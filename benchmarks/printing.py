"""On the demonstration's own report: compiling it, checking it, setting its PDF; on its bundle:
building the public site.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.statistics import Row, said, shortest
from benchmarks.worlds import answer, load

MOST_CHECKING = 0.150  # seconds: what a writer waits for after each save


def measure() -> list[Row]:
    """Measure in the data folder that is loaded, that of a demonstration; nothing is written."""
    import pypdfium2

    from inspectorate.domain.publication.queries import published, root
    from inspectorate.domain.reports import queries
    from inspectorate.domain.reports.editions.model import EditionKind
    from inspectorate.domain.reports.editions.pdf import pdf
    from inspectorate.domain.reports.models import Document
    from inspectorate.domain.reports.proof import proof_of
    from inspectorate.interfaces.public.builder import build_site

    document = Document.objects.get(slug="report")
    words = len(document.text.split())
    edition = proof_of(document).edition(EditionKind.PUBLIC)
    begun = time.perf_counter()
    set_first = pdf(edition)
    first = (
        time.perf_counter() - begun
    )  # the typesetter remembers what it set: only the first time in a process is a time
    pages = len(pypdfium2.PdfDocument(set_first))
    checked = shortest(lambda: queries.problems(document), 5)
    rows = [
        Row(
            f"compile the report ({words:,} words)",
            said(shortest(lambda: proof_of(document).edition(EditionKind.PUBLIC), 3)),
            None,
            "",
        ),
        Row(
            "read the facts, run every check on it for both editions",
            said(checked),
            None,
            "",
            said(MOST_CHECKING),
            checked <= MOST_CHECKING,
        ),
        Row(f"set its PDF ({pages} pages), first time in a process", said(first), None, ""),
    ]
    with tempfile.TemporaryDirectory(prefix="inspectorate-bench-") as folder:
        begun = time.perf_counter()
        built = build_site(published(), root(), Path(folder) / "site")
        took = time.perf_counter() - begun
    rate = (
        f"{built.pages / took:,.0f} pages/s ({built.pages} pages, {built.files} files, "
        f"{built.bytes / 1e6:.1f} MB in {said(took)})"
    )
    rows.append(Row("build the public site", rate, None, ""))
    return rows


if __name__ == "__main__":
    load(Path(sys.argv[1]), fresh=False)
    answer(measure())
