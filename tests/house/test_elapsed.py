"""What a stopwatch counts and what it leaves out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.elapsed import Stopwatch


def test_sleep_and_computing_count() -> None:
    taken, until = Stopwatch(), time.thread_time() + 0.2
    while time.thread_time() < until:
        pass
    time.sleep(0.2)
    assert taken.seconds >= 0.4


@pytest.mark.skipif(
    not Path("/proc/self/schedstat").exists(), reason="this system does not tell who waited"
)
def test_wait_for_a_processor_that_others_have_does_not_count() -> None:
    mine = os.sched_getaffinity(0)
    one = {min(mine)}
    os.sched_setaffinity(0, one)
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        time.sleep(0.5)
        begun, taken, until = time.monotonic(), Stopwatch(), time.thread_time() + 0.5
        while time.thread_time() < until:
            pass
        counted, passed = taken.seconds, time.monotonic() - begun
    finally:
        for other in others:
            other.kill()
            other.wait()
        os.sched_setaffinity(0, mine)
    assert counted < 0.75 * passed
