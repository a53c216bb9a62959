"""Runs the worked pages of the guide and writes their outputs again, so that no number in them is
typed by hand.

python -m tests.inspectstats.guide_pages        rewrites the outputs in docs/guide/statistics
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from tests.shared import ROOT

from inspectstats.cli.main import inspectstats

PAGES = ROOT / "docs" / "guide" / "statistics"
_FENCE = re.compile(
    r"^```(python|console)\n(.*?)^```\n(?:\n```text\n.*?^```\n)?", re.MULTILINE | re.DOTALL
)


def rerun(page: str, folder: Path) -> str:
    """The page with every output as it comes out now; code of one page shares its names and the
    files it wrote.
    """
    names: dict[str, Any] = {"__name__": "page"}

    def replaced(found: re.Match[str]) -> str:
        kind, body = found.group(1), found.group(2)
        if kind == "console":
            return f"```console\n{_console(body)}```\n"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(body, "page", "exec"), names)
        output = "\n".join(line.rstrip() for line in printed.getvalue().splitlines())
        return f"```python\n{body}```\n" + (f"\n```text\n{output}\n```\n" if output else "")

    with _inside(folder):
        return _FENCE.sub(replaced, page)


def _console(body: str) -> str:
    lines = []
    for line in body.splitlines():
        if line.startswith("$ "):
            done = CliRunner().invoke(
                inspectstats, shlex.split(line[2:])[1:], catch_exceptions=False
            )
            lines += [line, *(shown.rstrip() for shown in done.output.rstrip().splitlines())]
    return "\n".join(lines) + "\n"


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def main() -> None:
    """Rewrite every page."""
    import tempfile

    for path in sorted(PAGES.glob("*.md")):
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(rerun(path.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
