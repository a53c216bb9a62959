"""One table of names: what a column means, in the words of the product and of the library.

The product says inspector, body and grade where the library says rater, force (or unit) and rating.
Headers are read in any case, with blanks, hyphens and underscores alike, and with an ending such as
"id" or "name". A name with two meanings stands in neither list.
"""

from __future__ import annotations

import re
from unicodedata import normalize

MEANINGS: dict[str, tuple[str, ...]] = {
    "unit": ("unit", "target", "subject", "patient", "item", "case"),
    "force": (
        "force",
        "body",
        "police force",
        "organisation",
        "organization",
        "provider",
        "school",
        "prison",
        "hospital",
        "institution",
        "establishment",
        "local authority",
    ),
    "criterion": ("criterion", "criteria", "question", "standard", "indicator"),
    "team": ("team", "inspection team"),
    "rater": (
        "rater",
        "inspector",
        "judge",
        "observer",
        "coder",
        "assessor",
        "reviewer",
        "annotator",
        "abstractor",
        "marker",
        "examiner",
    ),
    "rating": ("rating", "grade", "score", "judgment", "judgement", "mark"),
}
WORDS = {
    "unit": "the thing judged",
    "force": "the body",
    "criterion": "the criterion",
    "team": "the team",
    "rater": "the inspector",
    "rating": "the grade",
}

# What stands beside ratings in real files and would spoil them as a rater. Such a column is a rater
# only where the caller says so.
NEVER_RATERS = frozenset(
    [
        "age",
        "agreed",
        "area",
        "average",
        "baseline",
        "batch",
        "category",
        "change",
        "class",
        "cluster",
        "code",
        "comment",
        "comments",
        "completed",
        "consensus",
        "cost",
        "count",
        "country",
        "county",
        "cycle",
        "date",
        "day",
        "decision",
        "description",
        "difference",
        "distance",
        "district",
        "duration",
        "email",
        "expected",
        "final",
        "gender",
        "gold",
        "group",
        "head",
        "hour",
        "id",
        "idx",
        "index",
        "key",
        "kind",
        "label",
        "last",
        "level",
        "location",
        "max",
        "mean",
        "median",
        "min",
        "minutes",
        "mode",
        "moderated",
        "month",
        "n",
        "name",
        "no",
        "note",
        "notes",
        "nr",
        "num",
        "number",
        "order",
        "outcome",
        "overall",
        "page",
        "panel",
        "people",
        "percent",
        "period",
        "person",
        "phase",
        "place",
        "population",
        "position",
        "previous",
        "prior",
        "priority",
        "quarter",
        "rank",
        "reason",
        "ref",
        "reference",
        "region",
        "remark",
        "remarks",
        "result",
        "risk",
        "round",
        "row",
        "sample",
        "sd",
        "seed",
        "serial",
        "session",
        "set",
        "sex",
        "share",
        "size",
        "source",
        "start",
        "status",
        "stratum",
        "sum",
        "text",
        "time",
        "timestamp",
        "title",
        "total",
        "trend",
        "true",
        "truth",
        "type",
        "url",
        "value",
        "version",
        "visit",
        "wave",
        "week",
        "weight",
        "year",
    ]
)
# Rows and columns that sum up the others.
MARGINS = frozenset(
    ["total", "totals", "grand total", "sum", "mean", "average", "median", "all bodies", "overall"]
)
_ENDINGS = ("id", "name", "code", "no", "nr", "number", "ref", "reference")
_MEANT = {alias: meaning for meaning, aliases in MEANINGS.items() for alias in aliases}
_DEFAULT = re.compile(r"(column|field|col|unnamed|v|x|var)?[ :]*\d+|unnamed( \d+)?( level \d+)?")


def folded(name: str) -> str:
    """Return a header without case, with single blanks between its words."""
    one = name if name.isascii() else normalize("NFC", name)
    return " ".join(re.split(r"[\s_\-.]+", one.strip().casefold())).strip()


def meaning(name: str) -> str | None:
    """Return what a header means (unit, force, criterion, team, rater, rating), or None.

    Parameters
    ----------
    name : a header in any case; an ending such as "id" or "name" is no matter.

    Returns
    -------
    The library's word for it, or None where it is in no list of :data:`MEANINGS`.

    Raises
    ------
    Nothing.

    Examples
    --------
    >>> meaning("Inspector"), meaning("POLICE_FORCE"), meaning("Unit ID"), meaning("anna")
    ('rater', 'force', 'unit', None)
    """
    words = folded(name)
    if words in _MEANT:
        return _MEANT[words]
    begun, _, ending = words.rpartition(" ")
    return _MEANT.get(begun) if ending in _ENDINGS else None


def unnamed(name: str) -> bool:
    """Is this a name that a program gave, such as column_0 or 3?"""
    return bool(_DEFAULT.fullmatch(folded(name))) and not folded(name).startswith(("v", "x", "var"))


def same_name(asked: str, names: tuple[str, ...] | list[str]) -> str | None:
    """Return the column meant by ``asked``: that very name, else the only one alike in any case,
    else the only one with the same meaning; None where there is none or more than one.
    """
    if asked in names:
        return asked
    alike = [name for name in names if folded(name) == folded(asked)]
    if len(alike) == 1:
        return alike[0]
    wanted = meaning(asked)
    alike = [name for name in names if wanted is not None and meaning(name) == wanted]
    return alike[0] if len(alike) == 1 else None
