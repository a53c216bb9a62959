"""Formats the templates with djlint, each folder in its own language, and our style sheets.

``python -m tests.template_format`` checks; with ``--write`` it formats in place.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cssbeautifier  # comes with djlint

DJLINT = Path(sys.executable).parent / "djlint"
DOORS = Path(__file__).resolve().parents[1] / "src/inspectorate/interfaces"
STYLE_SHEETS = [
    *(DOORS / "web/static/inspectorate/css").glob("*.css"),
    *(DOORS / "public/assets").glob("*.css"),
]
LANGUAGES = {"web": "django", "portal": "django", "public": "jinja"}


def style_sheets(write: bool) -> list[Path]:
    """Return the style sheets that are not as the formatter writes them; write them if asked."""
    options = cssbeautifier.default_options()
    options.indent_size, options.end_with_newline = 2, True
    found = []
    for path in STYLE_SHEETS:
        formatted = cssbeautifier.beautify(path.read_text("utf-8"), options)
        if path.read_text("utf-8") != formatted:
            found.append(path)
            if write:
                path.write_text(formatted, "utf-8")
    return found


def main() -> int:
    """Run the formatter on every folder; return 1 when a template is not as it writes it."""
    mode = "--reformat" if "--write" in sys.argv[1:] else "--check"
    stale = style_sheets(write=mode == "--reformat")
    print(*(f"{path}: not formatted" for path in stale if mode == "--check"), sep="\n", end="")
    failed = 1 if stale else 0
    for door, language in LANGUAGES.items():
        command = [str(DJLINT), str(DOORS / door / "templates"), "--profile", language, mode]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout + done.stderr)  # which files, and what they should be
            failed = 1
    return 0 if mode == "--reformat" else failed


if __name__ == "__main__":
    raise SystemExit(main())
