"""The languages in which a document may have a variant. No Django."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

# The language in which originals are written.
ENGLISH: Final = "en-GB"


class Language(StrEnum):
    """A language, by its code (BCP 47), which page, PDF and Word file name.

    Those of these islands: all write numbers as English does, so that a figure is read alike.
    """

    WELSH = "cy"
    IRISH = "ga"
    SCOTTISH_GAELIC = "gd"
    CORNISH = "kw"

    @property
    def label(self) -> str:
        """Its name in English."""
        return self.name.replace("_", " ").title()

    @property
    def own_name(self) -> str:
        """Its name in itself: whoever reads it looks for that."""
        return _OWN[self]


_OWN = {
    Language.WELSH: "Cymraeg",
    Language.IRISH: "Gaeilge",
    Language.SCOTTISH_GAELIC: "Gàidhlig",
    Language.CORNISH: "Kernewek",
}


def choices() -> list[tuple[str, str]]:
    """Return each language's code and name, for a form and for the column."""
    return [(one.value, f"{one.label} ({one.own_name})") for one in Language]
