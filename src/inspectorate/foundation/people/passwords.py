"""What no password may be: one that attackers have, or one that is guessed from the house itself.

Length is Django's own rule. Which characters a password is made of is nobody's business, and none
is ever changed because it is old.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

# The first six bytes of SHA-256 of each password, in small letters, of 12 characters or more among
# the million most used in published breaches; sorted. Digests, so that nobody reads a list of
# passwords here; where it is from stands in vendored.toml.
KNOWN = Path(__file__).with_name("vendor") / "known_passwords.bin"
WIDTH = 6
# Words that stand for us and not for whoever chose them: the product, the field, the roles, months,
# and what people write when they are to write a password. Those of the installation are added.
HOUSE_WORDS = frozenset(Path(__file__).with_name("house_words.txt").read_text("utf-8").split())
# So many characters, of whatever kind, must be left beside those words.
OF_ONES_OWN = 8
LOOKS_LIKE = str.maketrans("0134578@$!", "oieastbasi")


def house_words() -> frozenset[str]:
    """The words that are worth nothing in a password here, in small letters."""
    told = [
        settings.PUBLISHER_NAME,
        settings.DEFAULT_FROM_EMAIL,
        urlsplit(settings.BASE_URL).hostname or "",
        *settings.ALLOWED_HOSTS,
    ]
    own = re.findall(r"[^\W\d_]{4,}", " ".join(told).casefold())
    return HOUSE_WORDS | frozenset(own)


@lru_cache(maxsize=1)
def _known() -> bytes:
    return KNOWN.read_bytes()


def is_known(password: str) -> bool:
    """Is ``password``, whatever its capitals, among those of published breaches?"""
    sought, digests = hashlib.sha256(password.casefold().encode()).digest()[:WIDTH], _known()
    low, high = 0, len(digests) // WIDTH
    while low < high:
        middle = (low + high) // 2
        found = digests[middle * WIDTH : (middle + 1) * WIDTH]
        if found == sought:
            return True
        low, high = (middle + 1, high) if found < sought else (low, middle)
    return False


def of_ones_own(password: str) -> int:
    """How many characters are left of ``password`` without the words of the house; a figure or sign
    that looks like a letter is read both ways.
    """
    words = re.compile("|".join(sorted(house_words(), key=len, reverse=True)))
    plain = password.casefold()
    return min(len(words.sub("", one)) for one in (plain, plain.translate(LOOKS_LIKE)))


class KnownPassword:
    """Refuses what attackers try first, because somebody once used it."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's own
        """Raise ValidationError for a password out of a published breach."""
        if is_known(password):
            raise ValidationError("This password is on a list that attackers use. Choose another.")

    def get_help_text(self) -> str:
        """What a page says beside the field."""
        return "Your password must not be one that attackers have on their lists."


class HousePassword:
    """Refuses what anybody guesses who knows where the person works."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's own
        """Raise ValidationError for a password of little but the words of the house."""
        if of_ones_own(password) < OF_ONES_OWN:
            raise ValidationError(
                "This password is little more than words of the house, such as its name, a role "
                "or a month. Add words that only you would put together."
            )

    def get_help_text(self) -> str:
        """What a page says beside the field."""
        return "Your password must be more than a word of the house, such as its name or a role."


class SamePassword:
    """Refuses the password that is to be changed: the first is not to become the one that stays."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for the password that ``user`` has now."""
        # Not the model's own: that stores an old form anew, outside any act.
        if user is not None and user.pk and check_password(password, user.password):
            raise ValidationError("This is the password you have now. Choose another.")

    def get_help_text(self) -> str:
        """What a page says beside the field."""
        return "Your password must be another than before."
