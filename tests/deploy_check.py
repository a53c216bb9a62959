"""Django's own deployment check on live settings, and the refusals of unsafe ones: start-up must
refuse, not warn.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

SAFE = {
    "SECRET_KEY": "x7" * 20 + "Kq9!vT2@mZ5#pL8$",
    "ALLOWED_HOSTS": "staff.example.test",
    "INSPECTORATE_SMTP_HOST": "mail.example.test",
}


def _run(changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "INSPECTORATE_MODE": "live",
            "INSPECTORATE_DATA": folder,
            **SAFE,
            **changes,
        }
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def main() -> int:
    """Return 1 when safe settings do not pass or unsafe ones do."""
    done = _run({})
    if done.returncode:
        print(done.stdout + done.stderr)
        return 1
    for changes in (
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": ""},
        {"ALLOWED_HOSTS": ""},
        {"INSPECTORATE_DEBUG": "1"},
    ):
        if _run(changes).returncode == 0:
            print(f"start-up did not refuse {changes}")
            return 1
    print("live settings pass; four unsafe ones are refused")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
