"""The settings of a live server that lets one person send as fast as the drill does.

What is hostile must reach what would take it in, and not be answered 429 before.
"""

from inspectorate.config.settings import *  # noqa: F403

PACE: list[tuple[str, int, int]] = []
