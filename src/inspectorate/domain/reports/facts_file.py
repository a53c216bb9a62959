"""Reads a file of facts (TOML) for a text from outside.

Every fault names the field and how to mend it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.registry import KINDS, of_values
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectstats.quantity.shipped import DEFAULT, SHIPPED
from inspectstats.quantity.vocabulary import Band, Vocabulary
from inspectstats.records import InputError

from .facts import Facts
from .reasons import ReportReason

EXAMPLE = """\
title = "Title of the report"
published_on = 2020-03-09
fieldwork_from = 2018-10-01
fieldwork_to = 2019-02-28
recommendations = 8
population = "forces"
vocabulary = "education_scotland"     # or "proposed_default", "eti", or your own:
# [vocabulary]
# "most" = "[0.75,1]"
# "some" = "[0,0.75)"

[counts]
"Home Office police forces" = 43

[claims.training]
words = "mandatory training"          # a sentence with these words carries the claim
met = 36
inspected = 46
scope = 46

[claims.files.figure]
share = "62"

[sources]
report = "the words quotations must stand in"
"""

_DAYS = {
    "published_on": "published_on",
    "fieldwork_from": "inspection_from",
    "fieldwork_to": "inspection_to",
}
_TEXTS = {"title": "report_title", "headline": "headline", "population": "population"}
_OF_A_CLAIM = ("population", "quotation", "quotation_source")
_COUNTS = ("met", "not_met", "inspected", "scope")
# Longer than any facts; and parts of a key. The reader holds every beginning of a key: of 100,000
# parts, or of as many headings, that is gigabytes.
LIMIT_CHARACTERS, MOST_PARTS = 1_000_000, 6
# In a comment or a value as many dots are an address or an abbreviation.
_SAID = re.compile(
    "|".join(
        (
            r"#[^\n]*",
            r'"{3}(?:[^\\]|\\.)*?"{3}',
            r"'{3}.*?'{3}",
            r'"(?:[^"\\\n]|\\.)*"',
            r"'[^'\n]*'",
        )
    ),
    re.DOTALL,
)
_PART = r"""(?:[\w-]++|"")[ \t]*+\.[ \t]*+"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}){{{MOST_PARTS}}}")


def facts_from_toml(text: str) -> Facts:
    """Return the facts of a TOML text. Raises :class:`Refused` with one reason per fault."""
    try:
        if len(text) > LIMIT_CHARACTERS:
            raise ValueError(f"it has more than {LIMIT_CHARACTERS:,} characters")
        bare = _SAID.sub(lambda one: '""' + "\n" * one[0].count("\n"), text)
        if found := _LONG_KEY.search(bare):
            line = bare.count("\n", 0, found.start()) + 1
            raise ValueError(f"line {line} holds a key of more than {MOST_PARTS} parts")
        data = tomllib.loads(text)
    # A number of more digits than Python reads is a ValueError too.
    except (ValueError, RecursionError) as error:
        raise Refused(
            [
                Reason(
                    ReportReason.NOT_TOML,
                    f"This is not TOML: {error}.",
                    Mend.words("See --help for an example."),
                    "facts",
                )
            ]
        ) from None
    return _Reader(data).facts()


class _Reader:
    """Takes the fields one by one and keeps the faults."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = dict(data)
        self.faults: list[Reason] = []

    def fault(self, field: str, what: str, mend: str) -> None:
        """Note a fault of a field."""
        self.faults.append(
            Reason(ReportReason.BAD_FACT, f"{field}: {what}", Mend.words(mend), field)
        )

    def facts(self) -> Facts:
        """Return the facts, or refuse with every fault."""
        values: dict[str, Any] = {}
        for name, to in _DAYS.items():
            self._take(
                values,
                name,
                to,
                lambda v: isinstance(v, date) and not isinstance(v, datetime),
                "Write a day: 2020-03-09.",
            )
        for name, to in _TEXTS.items():
            self._take(
                values, name, to, lambda v: isinstance(v, str), "Write it between quotation marks."
            )
        self._take(
            values, "recommendations", "recommendation_count", _whole, "Write a whole number."
        )
        values["counts"] = self._table("counts", _whole, "Write a whole number.")
        values["sources"] = self._table(
            "sources", lambda v: isinstance(v, str), "Write the text of the source."
        )
        changes = self.data.pop("scale_changes", [])
        if isinstance(changes, list) and all(isinstance(day, date) for day in changes):
            values["scale_changes"] = tuple(changes)
        else:
            self.fault("scale_changes", "must be a list of days.", "Write [2021-09-01].")
        claims = self.data.pop("claims", None)
        vocabulary = self._vocabulary(self.data.pop("vocabulary", None))
        if claims is not None:
            values["claims"] = self._claims(claims)
            vocabulary = vocabulary or DEFAULT
        values["vocabulary"] = vocabulary
        for name in self.data:
            known = ", ".join(
                [
                    *_TEXTS,
                    *_DAYS,
                    "recommendations, vocabulary, scale_changes, counts, claims, sources",
                ]
            )
            self.fault(name, "is not a fact that this file can hold.", f"Known are {known}.")
        if self.faults:
            raise Refused(self.faults)
        return Facts(**values, binding=False)

    def _take(
        self, values: dict[str, Any], name: str, to: str, fits: Callable[[Any], bool], mend: str
    ) -> None:
        value = self.data.pop(name, None)
        if value is None:
            return
        if fits(value):
            values[to] = value
        else:
            self.fault(name, f"{value!r} does not fit.", mend)

    def _table(self, name: str, fits: Callable[[Any], bool], mend: str) -> dict[str, Any]:
        table = self.data.pop(name, {})
        if not isinstance(table, dict):
            self.fault(name, "must be a table.", f"Write [{name}] and one line for each.")
            return {}
        for key, value in table.items():
            if not key.strip():
                self.fault(name, "has a line without a name.", "Write the name before the sign =.")
            elif not fits(value):
                self.fault(f"{name}.{key}", f"{value!r} does not fit.", mend)
        return table

    def _vocabulary(self, value: Any) -> Vocabulary | None:
        if value is None:
            return None
        if isinstance(value, str):
            if value not in SHIPPED:
                self.fault(
                    "vocabulary",
                    f"{value!r} is not known.",
                    f"Write one of {', '.join(SHIPPED)}, or a table of your own.",
                )
            return SHIPPED.get(value)
        if not isinstance(value, dict):
            self.fault(
                "vocabulary",
                "must be a name or a table.",
                'Write vocabulary = "eti", or [vocabulary].',
            )
            return None
        try:
            bands = tuple(Band.parse(str(word), str(interval)) for word, interval in value.items())
        except InputError as error:
            self.fault("vocabulary", str(error), "Write an interval such as [0.75,0.90).")
            return None
        own = Vocabulary(code="own", version="1", bands=bands, title="your vocabulary")
        for problem in own.problems(up_to=200)[:3]:
            self.fault("vocabulary", f"{problem}.", "Let the bands meet without hole or overlap.")
        return own

    def _claims(self, tables: Any) -> Mapping[str, ClaimFacts]:
        if not isinstance(tables, dict):
            self.fault("claims", "must be a table.", "Write [claims.key] and its lines.")
            return {}
        found = {}
        for key, table in tables.items():
            if isinstance(table, dict):
                found[key] = self._claim(key, dict(table))
            else:
                self.fault(
                    f"claims.{key}", "must be a table.", f"Write [claims.{key}] and its lines."
                )
        return found

    def _claim(self, key: str, table: dict[str, Any]) -> ClaimFacts:
        field = f"claims.{key}"
        figures = self._figures(field, table)
        usual = of_values(named=bool(figures.values))
        code = table.pop("kind", usual.code)
        kind = KINDS.get(code) if isinstance(code, str) else None
        if kind is None:
            known = ", ".join(KINDS)
            self.fault(f"{field}.kind", f"{code!r} is not known.", f"Write one of {known}.")
        statement, words = str(table.pop("statement", "")), str(table.pop("words", ""))
        for name in table:
            known = ", ".join(["words", "statement", *_OF_A_CLAIM, *_COUNTS, "kind", "figure"])
            self.fault(f"{field}.{name}", "is not a fact of a claim.", f"Known are {known}.")
        return ClaimFacts(
            key=key, kind=kind or usual, statement=statement, figures=figures, words=words
        )

    def _figures(self, field: str, table: dict[str, Any]) -> Figures:
        """Take a claim's counts, its named values and the source it names out of its table."""
        counts = {name: self._count(f"{field}.{name}", table.pop(name, None)) for name in _COUNTS}
        values = table.pop("figure", {})
        if not isinstance(values, dict):
            mend = f"Write [{field}.figure] and one line for each number."
            self.fault(f"{field}.figure", "must be a table.", mend)
            values = {}
        if counts["inspected"] is None:
            counts["inspected"] = counts["scope"]
        met, inspected, scope = counts["met"], counts["inspected"], counts["scope"]
        if met is not None and inspected is not None and met > inspected:
            what = f"{met} met of {inspected} inspected."
            self.fault(f"{field}.met", what, "Correct one of them.")
        if inspected is not None and scope is not None and inspected > scope:
            what = f"{inspected} inspected of {scope} in scope."
            self.fault(f"{field}.inspected", what, "Correct one of them.")
        texts = {name: str(table.pop(name, "")) for name in _OF_A_CLAIM}
        named = {str(name): str(value) for name, value in values.items()}
        return Figures(
            met=met,
            not_met=counts["not_met"],
            inspected=inspected,
            scope=scope,
            population=texts["population"],
            values=named,
            source=texts["quotation_source"],
            quoted=texts["quotation"],
        )

    def _count(self, field: str, value: Any) -> int | None:
        if value is None or (_whole(value) and value >= 0):
            return value  # type: ignore[no-any-return]  # a whole number, as _whole says
        self.fault(field, f"{value!r} is not a count.", "Write a whole number.")
        return None


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
