"""Formats the templates with djlint, each folder in its own language.

``python -m tests.template_format`` checks; with ``--write`` it formats in place.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DJLINT = Path(sys.executable).parent / "djlint"
DOORS = Path(__file__).resolve().parents[1] / "src/inspectorate/interfaces"
LANGUAGES = {"web": "django", "portal": "django", "public": "jinja"}


def main() -> int:
    """Run the formatter on every folder; return 1 when a template is not as it writes it."""
    mode = "--reformat" if "--write" in sys.argv[1:] else "--check"
    failed = 0
    for door, language in LANGUAGES.items():
        command = [str(DJLINT), str(DOORS / door / "templates"), "--profile", language, mode]
        done = subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout + done.stderr)
            failed = 1
    return 0 if mode == "--reformat" else failed


if __name__ == "__main__":
    raise SystemExit(main())
