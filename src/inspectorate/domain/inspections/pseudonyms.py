"""Pseudonyms: the real names in one (whole words, whatever the capitals, hyphens and ampersands),
and the code that is made of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.text import slugify


def code_of(label: str) -> str:
    """Return the code by which a body is addressed in a rehearsal, empty where none can be made."""
    return slugify(label)[:80]


def finder(names: Iterable[str]) -> re.Pattern[str]:
    """Compile the pattern that finds any of ``names``; the longest name is tried first."""
    words = {_words(name) for name in names if _words(name).strip()}
    longest_first = sorted(words, key=lambda name: (-len(name), name))
    # (?!) matches nothing; an empty pattern would find a name everywhere.
    return re.compile("|".join(re.escape(name) for name in longest_first) or r"(?!)")


def real_name_in(label: str, real_names: re.Pattern[str]) -> str:
    """Return the first real name in ``label``, empty where there is none."""
    found = real_names.search(_words(label))
    return found[0].strip() if found else ""


def _words(text: str) -> str:
    # A blank at each end, so that a name is found as whole words only.
    return f" {re.sub(r'[\W_]+', ' ', text.casefold().replace('&', ' and ')).strip()} "
