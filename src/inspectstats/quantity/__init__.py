"""Quantity words: what "most forces" means in exact integers, and how far it is from being false.

Owns the vocabularies (each word a band of k/n, together total and disjoint), the defined words
beside the bands, numbers, fractions and percentages in prose, flips, missing judgments and the
chance of a word under rater error. A vocabulary is never edited: a change is a new version. Uses
``inspectstats.records`` and numpy; no floats in a verdict.
"""

from inspectstats.quantity.chance import (
    poisson_binomial,
    probability,
    probability_between,
    probability_joint,
)
from inspectstats.quantity.defined_words import UNDEFINED
from inspectstats.quantity.flips import Flips, JudgmentFlips, flips, flips_in_judgments, flips_of
from inspectstats.quantity.meanings import Meaning, meaning, remainder, words
from inspectstats.quantity.missing import (
    Bounds,
    WithMissing,
    holds_for_interval,
    holds_with_missing,
    missing_bounds,
    suggestion,
)
from inspectstats.quantity.multiverse import Multiverse, Universe, multiverse
from inspectstats.quantity.numerals import (
    fraction_matches,
    number_matches,
    percent_matches,
    rounded_percent,
)
from inspectstats.quantity.shipped import AS_PRINTED, DEFAULT, EDUCATION_SCOTLAND, ETI, SHIPPED
from inspectstats.quantity.vocabulary import Band, Vocabulary

__all__ = [
    "AS_PRINTED",
    "DEFAULT",
    "EDUCATION_SCOTLAND",
    "ETI",
    "SHIPPED",
    "UNDEFINED",
    "Band",
    "Bounds",
    "Flips",
    "JudgmentFlips",
    "Meaning",
    "Multiverse",
    "Universe",
    "Vocabulary",
    "WithMissing",
    "flips",
    "flips_in_judgments",
    "flips_of",
    "fraction_matches",
    "holds_for_interval",
    "holds_with_missing",
    "meaning",
    "missing_bounds",
    "multiverse",
    "number_matches",
    "percent_matches",
    "poisson_binomial",
    "probability",
    "probability_between",
    "probability_joint",
    "remainder",
    "rounded_percent",
    "suggestion",
    "words",
]
