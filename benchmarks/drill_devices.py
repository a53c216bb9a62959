"""The part of ``./run drill kill`` in which devices send, by itself: sealed notes, files in pieces,
the server killed meanwhile (``benchmarks/kill_devices.py``).
"""

from __future__ import annotations

import sys

from benchmarks import drill_kill


def main(
    items: int = drill_kill.ITEMS, kills: int = drill_kill.KILLS, *, short: bool = False
) -> bool:
    """Run it on both databases and the control; return whether all held. Short: PostgreSQL."""
    return drill_kill.main(items, kills, short=short, people_too=False)


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv) else 1)
