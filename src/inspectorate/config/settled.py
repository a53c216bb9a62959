"""What a server does once everything is loaded: it stops looking for garbage in the programme."""

from __future__ import annotations

import gc

from django.urls import get_resolver

# Objects made before the young are looked through, and how many such turns before the older are.
# Python's own 2,000 and 10 look through all that a server holds every few pages.
YOUNG, OLDER = 20_000, 50


def settle() -> None:
    """Load every page's code, and keep what is loaded out of all later searches for garbage.

    A search through the hundred thousands of objects that stay for good held up one page in ten for
    as long as the page itself took.
    """
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, gc.get_threshold()[2])
