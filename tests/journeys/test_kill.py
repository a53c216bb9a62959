"""The server killed among posted evidence and its files loses nothing it acknowledged and doubles
nothing; the long run: ``./run drill kill``; this one: ``./run drill
installation``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.drill_kill import drill
from benchmarks.standing import standing


@pytest.mark.drill
def test_server_killed_twice_among_sixty_posted_items_loses_and_doubles_none(
    tmp_path: Path,
) -> None:
    outcome = drill(tmp_path, items=60, kills=2)
    assert outcome.kills == 2
    assert outcome.sent_again > 0
    assert (outcome.lost, outcome.torn, outcome.twice) == ([], [], [])
    assert (len(outcome.acknowledged), outcome.in_all) == (60, 60)
    assert outcome.verified
    found = standing(tmp_path)
    assert found.of("kill-1-59")[0]
    assert found.whole("kill-1-59")
