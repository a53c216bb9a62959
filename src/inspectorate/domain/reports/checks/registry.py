"""The checks of a document, in the order of their list, and the one way to run them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from inspectorate.domain.claims import support
from inspectorate.foundation.reasons.codes import ReasonCode
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from . import (
    addressee_is_one,
    bands_as_adopted,
    below_edition_ceiling,
    characters_written,
    claim_exists,
    contact_is_known,
    counts_match_register,
    coverage_stated,
    dates_agree,
    development_labelled,
    difference_is_borne,
    documents_agree,
    draft_shown,
    enumeration_adds_up,
    excerpts_keep_redactions,
    footnotes_called,
    fraction_and_percent_agree,
    grade_agrees_with_outcomes,
    headline_in_body,
    house_style,
    known_number_matches,
    law_has_source,
    lengths_add_up,
    list_stem_has_items,
    names_agree,
    names_as_recorded,
    no_body_named_against_scope,
    no_merge_mark,
    no_real_body_beside_simulation,
    no_relative_date,
    no_trend_across_scale_change,
    no_unbound_body_name,
    no_unbound_quantity,
    non_response_stated,
    number_matches,
    outcomes_in_words,
    picture_described,
    picture_stands,
    quantity_not_read,
    quantity_word_holds,
    quantity_words_defined,
    quotation_approved,
    quotation_has_origin,
    quotation_in_source,
    recommendation_count_matches,
    recommendation_meant,
    remainder_adds_up,
    speaker_as_recorded,
    strategy_as_registered,
    superlative_bound,
    title_is_one,
    variant_figures,
    variant_keys,
    variant_whole,
    variant_withholds,
)
from .places import bound, place
from .remembered import Memory, Remembering, Run


class _Module(Protocol):
    """What a module of this folder holds."""

    SEVERITY: Severity
    MEANING: str
    NEEDS: tuple[str, ...]

    @property
    def NAME(self) -> ReasonCode:  # a constant of each module
        """The check's code."""
        ...

    @property
    def LOCAL(self) -> bool:  # a constant of each module
        """Whether what it finds in a stretch rests on nothing outside it (see ``remembered``)."""
        ...

    def check(self, manuscript: Manuscript, facts: Facts) -> list[Problem]:
        """Return the problems, empty when all is well."""
        ...


@dataclass(frozen=True, slots=True)
class Check:
    """One check, of the text or of a claim's support (``subject``).

    ``needs`` names the facts without which it is not run; "claims|sources" is either of them.
    ``run`` finds everything: ``local`` what a stretch of the text shows by itself, and ``across``
    what is found otherwise (see ``remembered``).
    """

    name: ReasonCode
    severity: Severity
    meaning: str
    needs: tuple[str, ...]
    run: Run
    subject: str = "text"
    local: Run | None = None
    across: Run | None = None

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """Return the needed facts that are not known."""
        return tuple(
            need for need in self.needs if not any(facts.knows(name) for name in need.split("|"))
        )


IN_WORDS = {
    "binding": "the inspection's own text",
    "body_names": "the names of bodies",
    "may_name_bodies": "the terms of reference",
    "ceiling": "the edition's ceiling",
    "documents": "the other documents",
    "scale_changes": "the days of scale changes",
    "grade_outcome_problems": "the judgments",
    "outcome_gaps": "the judgments",
    "counts": "counts of the registers",
    "signing_on": "the day of signing",
    "spoken": "who speaks in the text",
    "pictures": "the pictures on record",
    "known.addressee": "the body a letter is written to",
    "known.asked": "the recommendations",
    "known.contacts": "how the inspectorate is reached",
    "known.names": "the names on record",
    "known.numbers": "the numbers on record",
    "known.listed": "the lists on record",
    "english": "a text in English",
}


@dataclass(frozen=True, slots=True)
class NotRun:
    """A check that was not run, and the facts it would need."""

    check: ReasonCode
    missing: tuple[str, ...]

    def __str__(self) -> str:
        words = [
            " or ".join(IN_WORDS.get(name, name) for name in need.split("|"))
            for need in self.missing
        ]
        return f"{self.check} (needs {', '.join(dict.fromkeys(words))})"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found, in the order of the text, and which were not run."""

    problems: tuple[Problem, ...]
    not_run: tuple[NotRun, ...] = ()

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """The problems that keep a document from being frozen."""
        return tuple(problem for problem in self.problems if problem.severity == "blocks")


def _of_text(module: _Module, local: Run | None = None, across: Run | None = None) -> Check:
    run = module.check
    if local is None:
        local, across = (run, None) if module.LOCAL else (None, run)
    return Check(
        module.NAME, module.SEVERITY, module.MEANING, module.NEEDS, run, local=local, across=across
    )


def _of_support(one: support.ClaimCheck) -> Check:
    """A check of a claim's support, told at every passage that carries the claim."""

    def run(manuscript: Manuscript, facts: Facts) -> list[Problem]:
        found = []
        for block, span, claim in bound(manuscript, facts):
            for reason in one.check(claim, facts.setting):
                where = place(manuscript, block, span.start, span.end, span.key)
                found.append(Problem(one.NAME, where, reason.text, reason.mend, one.SEVERITY))
        return found

    return Check(one.NAME, one.SEVERITY, one.MEANING, one.NEEDS, run, "support", run)


CHECKS: tuple[Check, ...] = (
    _of_text(no_merge_mark),
    _of_text(footnotes_called),
    _of_text(characters_written),
    _of_text(list_stem_has_items),
    _of_text(quantity_word_holds),
    _of_text(number_matches),
    _of_text(fraction_and_percent_agree),
    _of_text(quantity_not_read),
    _of_text(quantity_words_defined),
    _of_text(coverage_stated),
    _of_text(non_response_stated),
    _of_text(remainder_adds_up),
    _of_text(counts_match_register),
    _of_text(dates_agree, dates_agree.in_stretches, dates_agree.across),
    _of_text(lengths_add_up),
    _of_text(recommendation_count_matches),
    _of_text(recommendation_meant),
    _of_text(enumeration_adds_up),
    _of_text(known_number_matches),
    _of_text(bands_as_adopted),
    _of_text(draft_shown),
    _of_text(names_as_recorded),
    _of_text(names_agree),
    _of_text(
        strategy_as_registered, strategy_as_registered.in_stretches, strategy_as_registered.across
    ),
    _of_text(addressee_is_one),
    _of_text(contact_is_known),
    _of_text(title_is_one),
    _of_text(headline_in_body),
    _of_text(quotation_in_source),
    _of_text(quotation_has_origin),
    _of_text(quotation_approved),
    _of_text(speaker_as_recorded),
    _of_text(no_relative_date),
    _of_text(documents_agree),
    _of_text(claim_exists),
    _of_text(no_unbound_quantity),
    _of_text(no_unbound_body_name),
    _of_text(superlative_bound),
    _of_text(difference_is_borne),
    _of_text(law_has_source),
    _of_text(development_labelled),
    _of_text(no_trend_across_scale_change),
    _of_text(grade_agrees_with_outcomes),
    _of_text(outcomes_in_words),
    *(_of_support(one) for one in support.CHECKS),
    _of_text(picture_stands),
    _of_text(picture_described),
    _of_text(below_edition_ceiling),
    _of_text(excerpts_keep_redactions),
    _of_text(no_body_named_against_scope),
    _of_text(no_real_body_beside_simulation),
    *(_of_text(one) for one in house_style.RULES),
    _of_text(variant_keys),
    _of_text(variant_whole),
    _of_text(variant_figures),
    _of_text(variant_withholds),
)

# What holds of a text in any language: of a translation nothing else is asked. Its claims were
# checked where its original says the same of them.
ANY_LANGUAGE = frozenset(
    {
        CheckName.NO_MERGE_MARK,
        CheckName.FOOTNOTES_CALLED,
        CheckName.CHARACTERS_WRITTEN,
        CheckName.QUOTATION_APPROVED,
        CheckName.CLAIM_EXISTS,
        CheckName.BELOW_EDITION_CEILING,
        CheckName.EXCERPTS_KEEP_REDACTIONS,
        CheckName.NO_BODY_NAMED_AGAINST_SCOPE,
        CheckName.NO_REAL_BODY_BESIDE_SIMULATION,
        CheckName.PICTURE_STANDS,
        CheckName.PICTURE_DESCRIBED,
        CheckName.VARIANT_KEYS,
        CheckName.VARIANT_FIGURES,
        CheckName.VARIANT_WHOLE,
        CheckName.VARIANT_WITHHOLDS,
    }
)

# What was found in the texts of this process.
MEMORY = Memory()
# The only checks that answer otherwise for another edition: the rest is run once for both.
OF_EDITION = tuple(check.name for check in CHECKS if "ceiling" in check.needs)


def told_of(manuscript: Manuscript, facts: Facts) -> Facts:
    """Return the facts with what a stretch of the text must know of the rest of it."""
    return replace(facts, said=names_as_recorded.names_said(manuscript, facts))


def run(manuscript: Manuscript, facts: Facts, *, only: Iterable[str] = ()) -> Findings:
    """Run every check that has its facts, or those named in ``only``.

    Problems come in the order of the text, each once.
    """
    wanted = set(only)
    problems: dict[tuple[str, int, int, str], Problem] = {}
    not_run = []
    remembering = Remembering(manuscript, told_of(manuscript, facts), MEMORY)
    for one in CHECKS:
        if wanted and one.name not in wanted:
            continue
        missing = one.missing(facts)
        if facts.variant_of and one.name not in ANY_LANGUAGE:
            missing = ("english",)
        if missing:
            not_run.append(NotRun(one.name, missing))
            continue
        found = [*remembering.run(one.name, one.local)] if one.local else []
        found += one.across(manuscript, facts) if one.across else []
        for problem in found:
            problems.setdefault(
                (one.name, problem.place.line, problem.place.column, problem.what), problem
            )
    ordered = sorted(
        problems.values(), key=lambda problem: (problem.place.line, problem.place.column)
    )
    return Findings(tuple(ordered), tuple(not_run))
