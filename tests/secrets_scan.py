"""No secret, no registry's address and no machine's path in any tracked file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parents[1]
# Split, so that this file names none of what it looks for.
HOSTS = re.compile(
    "py" + "pi[.]org|python" + "hosted[.]org|npm" + "js[.](org|com)|deb[.]deb" + "ian[.]org"
)
SKIP = {
    ".lock",
    ".woff2",
    ".ttf",
    ".png",
    ".pdf",
    ".svg",
    ".csv",
    ".json",
    ".toml",
    ".css",
    ".md",
    ".txt",
    ".typ",
}
PLUGINS = [
    "AWSKeyDetector",
    "PrivateKeyDetector",
    "GitHubTokenDetector",
    "SlackDetector",
    "JwtTokenDetector",
    "StripeDetector",
    "BasicAuthDetector",
]


def tracked() -> list[Path]:
    """Every file git tracks."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def main() -> int:
    """Print what was found; return 1 when there is anything."""
    found = []
    with transient_settings({"plugins_used": [{"name": name} for name in PLUGINS]}):
        for path in tracked():
            if not path.is_file():
                continue
            text = path.read_bytes().decode("utf-8", "replace")
            if "vendor" not in path.parts and HOSTS.search(text):
                found.append(f"{path.relative_to(ROOT)}: names a package registry's host")
            if path.suffix not in SKIP and "vendor" not in path.parts:
                found += [
                    f"{path.relative_to(ROOT)}:{one.line_number}: {one.type}"
                    for one in scan_file(str(path))
                ]
    print("\n".join(found) or "no secret and no registry host")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
