"""The vocabularies that ship: a proposed default, Education Scotland, and ETI Northern Ireland.

The published sets are kept twice: *as printed*, with their holes, so that anybody can check them
against the source, and *closed*, total and disjoint, with the closing of every hole stated in words
a report can print.
"""

from __future__ import annotations

from inspectstats.quantity.vocabulary import Band, Vocabulary

_SCOTLAND = "Education Scotland, Terms we use in the inspection process (education.gov.scot)"
_ETI = "ETI Northern Ireland, Chief Inspector's Report 2014-2016"
_MAJORITY = ("a majority", "a majority of", "the majority", "the majority of")
_FULL = (
    "The published set has no word of its own for all or for none: 100 % falls in {top!r} and "
    "0 % in {bottom!r}."
)

DEFAULT = Vocabulary(
    code="proposed_default",
    version="1",
    title="Proposed default",
    source="A proposal of this library: exhaustive and non-overlapping, half-open bands.",
    smallest_n=10,
    bands=(
        Band.parse("all", "[1,1]", "every", "each", "all of"),
        Band.parse("almost all", "[0.90,1)", "nearly all", "almost every", "nearly every"),
        Band.parse("most", "[0.75,0.90)", "most of"),
        Band.parse(
            "a majority of",
            "(0.50,0.75)",
            "a majority",
            "the majority",
            "the majority of",
            "majority",
        ),
        Band.parse("half", "[0.50,0.50]", "half of", "half the"),
        Band.parse(
            "a minority of",
            "[0.25,0.50)",
            "a minority",
            "the minority",
            "the minority of",
            "minority",
        ),
        Band.parse("a few", "[0.10,0.25)", "few"),
        Band.parse("very few", "(0,0.10)", "a very few"),
        Band.parse("none", "[0,0]", "no", "none of", "not one", "not any"),
    ),
)

EDUCATION_SCOTLAND_AS_PRINTED = Vocabulary(
    code="education_scotland_as_printed",
    version="1",
    title="Education Scotland, as printed",
    source=_SCOTLAND,
    bands=(
        Band.parse("almost all", "(0.90,1]"),
        Band.parse("most", "[0.75,0.90]", "most of"),
        Band.parse("majority", "[0.50,0.74]", *_MAJORITY),
        Band.parse("less than half", "[0.15,0.49]", "fewer than half"),
        Band.parse("few", "[0,0.15]", "a few"),
    ),
)

EDUCATION_SCOTLAND = Vocabulary(
    code="education_scotland",
    version="1",
    title="Education Scotland, holes closed",
    source=_SCOTLAND,
    closed_holes=(
        "Printed: majority 50 % to 74 %, most 75 % to 90 %. What lies between 74 % and 75 "
        "% (32 of 43) counts as majority.",
        "Printed: less than half 15 % to 49 %, majority from 50 %. What lies between 49 % "
        "and 50 % counts as less than half.",
        "Printed: few up to 15 %, less than half from 15 %. Exactly 15 % counts as less than half.",
        _FULL.format(top="almost all", bottom="few"),
    ),
    bands=(
        Band.parse("almost all", "(0.90,1]"),
        Band.parse("most", "[0.75,0.90]", "most of"),
        Band.parse("majority", "[0.50,0.75)", *_MAJORITY),
        Band.parse("less than half", "[0.15,0.50)", "fewer than half"),
        Band.parse("few", "[0,0.15)", "a few"),
    ),
)

ETI_AS_PRINTED = Vocabulary(
    code="eti_as_printed",
    version="1",
    title="ETI Northern Ireland, as printed",
    source=_ETI,
    bands=(
        Band.parse("almost all", "(0.90,1]", "nearly all", "almost/nearly all"),
        Band.parse("most", "[0.75,0.90]", "most of"),
        Band.parse("a majority", "[0.50,0.74]", "majority", *_MAJORITY[1:]),
        Band.parse("a significant minority", "[0.30,0.49]", "a significant minority of"),
        Band.parse("a minority", "[0.10,0.29]", "a minority of", "minority"),
        Band.parse(
            "very few", "[0,0.10)", "a small number", "a small number of", "very few/a small number"
        ),
    ),
)

ETI = Vocabulary(
    code="eti",
    version="1",
    title="ETI Northern Ireland, holes closed",
    source=_ETI,
    closed_holes=(
        "Printed: a majority 50 % to 74 %, most from 75 %. What lies between 74 % and 75 % "
        "counts as a majority.",
        "Printed: a significant minority 30 % to 49 %, a majority from 50 %. What lies "
        "between 49 % and 50 % counts as "
        "a significant minority.",
        "Printed: a minority 10 % to 29 %, a significant minority from 30 %. What lies "
        "between 29 % and 30 % counts as a minority.",
        _FULL.format(top="almost all", bottom="very few"),
    ),
    bands=(
        Band.parse("almost all", "(0.90,1]", "nearly all", "almost/nearly all"),
        Band.parse("most", "[0.75,0.90]", "most of"),
        Band.parse("a majority", "[0.50,0.75)", "majority", *_MAJORITY[1:]),
        Band.parse("a significant minority", "[0.30,0.50)", "a significant minority of"),
        Band.parse("a minority", "[0.10,0.30)", "a minority of", "minority"),
        Band.parse(
            "very few", "[0,0.10)", "a small number", "a small number of", "very few/a small number"
        ),
    ),
)

SHIPPED: dict[str, Vocabulary] = {each.code: each for each in (DEFAULT, EDUCATION_SCOTLAND, ETI)}
AS_PRINTED: dict[str, Vocabulary] = {
    "education_scotland": EDUCATION_SCOTLAND_AS_PRINTED,
    "eti": ETI_AS_PRINTED,
}
