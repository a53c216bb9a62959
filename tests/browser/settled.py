"""What is asked of a page once it has come whole, and asked again where another page came
meanwhile: what was found then may be of neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Error, Frame, Page

TRIES = 4
# What the browser and axe say of a page that goes away while it is asked, or has nothing in it yet.
WENT = re.compile(
    r"context was destroyed|because of a navigation|Cannot find context|Frame was detached"
    r"|properties of null|axe is not defined|not attached to the DOM"
)


def settled[Found](page: Page, ask: Callable[[], Found]) -> Found:
    """Return what ``ask`` finds on a page that has come whole and stays while it is asked.

    Nothing that is found is passed by: where the page went away it is asked of the one that came,
    and what stands wrong there is told. Raises the browser's error where that was no going away, or
    where page after page came.
    """
    went: list[str] = []

    def note(frame: Frame) -> None:
        went.append(frame.url)

    page.on("framenavigated", note)
    try:
        for left in reversed(range(TRIES)):
            page.wait_for_load_state()
            went.clear()
            try:
                found = ask()
            except Error as error:
                if not left or not (went or WENT.search(error.message)):
                    raise
                # The page that comes may still be on its way.
                page.wait_for_timeout(100)
                continue
            if not went:
                return found
        raise AssertionError(f"page after page came while one was asked: {went}")
    finally:
        page.remove_listener("framenavigated", note)
