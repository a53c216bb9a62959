"""Acts on strategies, scales, frameworks, vocabularies and calendars."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class ProgrammeVerb(Verb):
    """Acts on strategies, scales, frameworks, vocabularies and calendars."""

    SEE = ("programmes.see", "See programmes, frameworks and scales.")
    REGISTER_STRATEGY = (
        "programmes.register_strategy",
        "Register a public strategy with its strands and objectives.",
    )
    ADD_SCALE = ("programmes.add_scale", "Add a version of a grading scale.")
    LOAD_FRAMEWORK = (
        "programmes.load_framework",
        "Load a draft framework of areas and criteria from a file.",
    )
    ADOPT_VOCABULARY = (
        "programmes.adopt_vocabulary",
        "Adopt a set of quantity words with the shares each stands for.",
    )
    ADOPT_FRAMEWORK = (
        "programmes.adopt_framework",
        "Adopt a framework: it is fixed from then on and inspections may open on it.",
    )
    MARK_BREAK = (
        "programmes.mark_break",
        "Mark that no trend may be drawn between two scales, and why.",
    )
    LOAD_CALENDAR = (
        "programmes.load_calendar",
        "Load a calendar of days that are no working days, in place of the one of that name.",
    )
    ADOPT_STYLE = (
        "programmes.adopt_style",
        "Adopt how the inspectorate writes: its rules of style and its agreed swaps.",
    )
