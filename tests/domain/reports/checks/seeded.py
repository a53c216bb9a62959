"""Contradictions sown on purpose, each with the check that has to name it (TRUST P17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from inspectorate.domain.bodies.real_names import NamedBody, RealNames
from inspectorate.domain.claims.facts import LastWord
from inspectorate.domain.claims.what_stands import ReleasedExcerpt
from inspectorate.domain.reports.editions.frozen import PinnedClaim
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.plain import from_text
from tests.domain.reports.checks.flood import CLAIMS, FACTS, FOLDER, TEXT, TITLE, read, with_claim

OUTSIDE = Facts(binding=False)
AGENCY = NamedBody("rivers-agency", ("Rivers Agency",), local=False)
REHEARSAL = replace(
    FACTS, rehearsal=True, real_names=RealNames((AGENCY,), kinds=("Rivers Agency boats",))
)


@dataclass(frozen=True, slots=True)
class Seed:
    """One contradiction: what is wrong, the check expected, and how its text and facts are made."""

    name: str
    check: str
    text: Callable[[], Manuscript]
    facts: Facts = FACTS


def swap(old: str, new: str) -> Callable[[], Manuscript]:
    """The clean report with one passage changed; the passage must stand there."""
    assert TEXT.count(old) >= 1, old
    return lambda: read(TEXT.replace(old, new, 1))


def add(text: str) -> Callable[[], Manuscript]:
    """The clean report with a paragraph more."""
    return lambda: read(f"{TEXT}\n{text}\n")


def release(
    body: str, headline: str = "Forces plan for floods", stamp: str = "9 Mar 2020 02:38 PM"
) -> Callable[[], Manuscript]:
    """A release in plain text."""
    return lambda: from_text(f"{headline}\n\n{stamp}\n\n{body}\n", "release")


def pinning(key: str, met: int | None) -> Facts:
    """The facts where another document's newest edition pins other figures of a claim."""
    counts = (met, 46, 46) if met is not None else (None, None, None)
    figure = {} if met is not None else {"forces": "46", "from": "October 2018", "to": "May 2019"}
    claim = PinnedClaim("", *counts, "", figure)
    return replace(FACTS, pinned={"release": {key: claim}})


SEEDS = [
    Seed("most at 25 of 46", "quantity_word_holds", read, with_claim("plans", met=25, not_met=21)),
    Seed("all at 35 of 46", "quantity_word_holds", swap("[Most forces]", "[All forces]")),
    Seed("almost all at 35", "quantity_word_holds", swap("[Most forces]", "[Almost all forces]")),
    Seed(
        "a minority at 35", "quantity_word_holds", swap("[Most forces]", "[A minority of forces]")
    ),
    Seed("few at 35", "quantity_word_holds", swap("[Most forces]", "[Few forces]")),
    Seed("half at 35", "fraction_and_percent_agree", swap("[Most forces]", "[Half of forces]")),
    Seed("no force at 35", "quantity_word_holds", swap("[Most forces]", "[No force]")),
    Seed(
        "half as many",
        "quantity_not_read",
        swap("[Most forces]", "[Half as many forces as before]"),
    ),
    Seed("a bell", "characters_written", add("Forces learnt\a how to plan.")),
    Seed("footnote without words", "footnotes_called", add("Forces learnt[^one].")),
    Seed("footnote nobody calls", "footnotes_called", add("[^one]: Each learns it twice.")),
    Seed(
        "footnote in a heading",
        "footnotes_called",
        add("## Learning[^one]\n\nForces[^one].\n\n[^one]: So."),
    ),
    Seed("mark of a merge", "no_merge_mark", add("=== Saved now ===\nForces learnt.")),
    Seed(
        "mark of a merge in a chart",
        "no_merge_mark",
        add("```chart\nkind: map\n=== Yours ===\nclaim: plans\n```"),
    ),
    Seed(
        "none at 30",
        "quantity_word_holds",
        swap("[not all could say", "[none of the forces could say"),
    ),
    Seed(
        "not all where all could",
        "quantity_word_holds",
        read,
        with_claim("learnt", met=46, not_met=0),
    ),
    Seed("only one where two had", "number_matches", read, with_claim("boats", met=2, not_met=44)),
    Seed("many has no meaning", "quantity_word_holds", swap("[Most forces]", "[Many forces]")),
    Seed(
        "in general at 30",
        "quantity_word_holds",
        swap("[not all could say", "[In general, forces could say"),
    ),
    Seed(
        "some where all did",
        "quantity_word_holds",
        swap("[Most forces]", "[Some forces]"),
        with_claim("plans", met=46, not_met=0),
    ),
    Seed(
        "word and count beside it",
        "quantity_word_holds",
        add("[Most forces (35 of 46)]{#plans} have one."),
        with_claim("plans", met=24, not_met=22),
    ),
    Seed(
        "a word before the span",
        "quantity_word_holds",
        swap("[Most forces]{#plans} have a flood plan", "Few forces [have a flood plan]{#plans}"),
    ),
    Seed("a number of forces", "number_matches", swap("[Most forces]", "[36 forces]")),
    Seed(
        "a number in words",
        "number_matches",
        swap("[Most forces]", "[Thirty-six of the 46 forces]"),
    ),
    Seed("all 46", "number_matches", swap("[Most forces]", "[All 46 forces]")),
    Seed(
        "another whole",
        "number_matches",
        swap("of the 46 forces had tested", "of the 43 forces had tested"),
    ),
    Seed("inspected taken for met", "number_matches", swap("[Most forces]", "[46 forces]")),
    Seed("a figure", "number_matches", swap("[We visited 46 forces", "[We visited 45 forces")),
    Seed(
        "a figure in words",
        "number_matches",
        swap("[five recommendations]", "[six recommendations]"),
    ),
    Seed(
        "three-quarters at 32",
        "fraction_and_percent_agree",
        read,
        with_claim("plans", met=37, not_met=9),
    ),
    Seed(
        "two-thirds at 35",
        "fraction_and_percent_agree",
        swap("[Three-quarters of forces (35 of 46)]", "[Two-thirds of forces]"),
    ),
    Seed(
        "a percentage",
        "fraction_and_percent_agree",
        swap("[Most forces]", "[67 per cent of forces]"),
    ),
    Seed(
        "a percentage beside its count",
        "fraction_and_percent_agree",
        release("In 26 of the 32 schools (71 per cent) pupils read."),
        OUTSIDE,
    ),
    Seed(
        "a fraction beside its count",
        "fraction_and_percent_agree",
        release("Three-quarters of forces (29 of 43) had a plan."),
        OUTSIDE,
    ),
    Seed(
        "a sign beside its count",
        "fraction_and_percent_agree",
        release("Inspectors found 62% (31 of 46 forces) ready."),
        OUTSIDE,
    ),
    Seed(
        "most beside 12 of 46",
        "quantity_word_holds",
        release("Most forces (12 of 46) had a plan."),
        OUTSIDE,
    ),
    Seed(
        "coverage kept silent",
        "coverage_stated",
        read,
        with_claim("boats", inspected=44, not_met=43),
    ),
    Seed(
        "coverage in a list",
        "coverage_stated",
        read,
        with_claim("partners", inspected=40, scope=46),
    ),
    Seed(
        "who did not return",
        "non_response_stated",
        read,
        with_claim("partners", inspected=40, scope=46, looked="returned"),
    ),
    Seed(
        "the remainder of claims",
        "remainder_adds_up",
        read,
        with_claim("no-boats", met=40, not_met=6),
    ),
    Seed(
        "the remainder of numbers",
        "remainder_adds_up",
        release("Of the 46 forces, 30 had boats. The remaining 15 had none."),
        OUTSIDE,
    ),
    Seed(
        "the others",
        "remainder_adds_up",
        release("In 12 of 46 forces officers had boats; the other 36 hired them."),
        OUTSIDE,
    ),
    Seed(
        "the register's forces",
        "counts_match_register",
        add('{.context source="Home Office"}\nThere are 44 Home Office police forces.'),
    ),
    Seed(
        "the register's services",
        "counts_match_register",
        release("The inspectorate also inspects forty-four fire and rescue services in England."),
        replace(OUTSIDE, counts={"fire and rescue services": 45}),
    ),
    Seed(
        "the fieldwork window",
        "dates_agree",
        swap("October 2018 and February 2019", "October 2018 and March 2019"),
    ),
    Seed(
        "the year of the fieldwork",
        "dates_agree",
        swap("October 2018 and February 2019", "October 2017 and February 2018"),
    ),
    Seed(
        "the day of publication",
        "dates_agree",
        add("{.narrative}\nThis report was published on 10 March 2020."),
    ),
    Seed(
        "a weekday",
        "dates_agree",
        release("The report was written by Tuesday 9 March 2020."),
        OUTSIDE,
    ),
    Seed("no such day", "dates_agree", release("Replies are due by 31 April 2020."), OUTSIDE),
    Seed(
        "dates that run backwards",
        "dates_agree",
        release("Visits took place between February 2019 and October 2018."),
        OUTSIDE,
    ),
    Seed(
        "two windows",
        "dates_agree",
        release(
            "Visits took place between October 2018 and February 2019.\n\nWe visited "
            "forces between October 2018 and January 2019."
        ),
        OUTSIDE,
    ),
    Seed(
        "the stamp",
        "dates_agree",
        release("The report is out.", stamp="10 March 2020"),
        replace(OUTSIDE, published_on=date(2020, 3, 9)),
    ),
    Seed(
        "recommendations",
        "recommendation_count_matches",
        release("We have made eight recommendations."),
        replace(OUTSIDE, recommendation_count=7),
    ),
    Seed(
        "recommendations said twice",
        "recommendation_count_matches",
        release(
            "The report makes eight recommendations.\n\nMinisters welcomed our nine "
            "recommendations."
        ),
        OUTSIDE,
    ),
    Seed(
        "a title in the text",
        "title_is_one",
        add("{.narrative}\nThis is the summary of Ready or not: how forces plan to floods."),
    ),
    Seed(
        "a title in the front matter",
        "title_is_one",
        swap(f"title: {TITLE}", "title: Ready or not: how forces planned for floods"),
    ),
    Seed(
        "a title restated",
        "title_is_one",
        release(
            "A report on the service’s answer to the winter’s great floods is out.\n\n"
            "Civil contingencies – An inspection of the service’s answer of the winter’s "
            "great floods"
        ),
        OUTSIDE,
    ),
    Seed(
        "a headline nobody said",
        "headline_in_body",
        release("Forces plan.", headline="Forces ‘fail to plan for floods’"),
        OUTSIDE,
    ),
    Seed(
        "a headline changed",
        "headline_in_body",
        release(
            "“Forces are not ready for floods,” she said.",
            headline='Forces "not at all ready for floods"',
        ),
        OUTSIDE,
    ),
    Seed(
        "a quotation",
        "quotation_in_source",
        swap("the water would come on the Monday", "the water would come on the Tuesday"),
    ),
    Seed(
        "a quotation of an indexed note",
        "quotation_in_source",
        add(
            "> I was given a file and a phone number.\n\n[The words are those of a "
            'lead.]{.quotation source="folder"}'
        ),
        replace(FACTS, claims={**CLAIMS, "folder": FOLDER}),
    ),
    Seed(
        "a quotation of nobody",
        "claim_exists",
        add('> So we were told. [A clerk]{.quotation source="clark"}'),
    ),
    Seed(
        "yesterday",
        "no_relative_date",
        release("The inspectorate yesterday published its report."),
        OUTSIDE,
    ),
    Seed("next week", "no_relative_date", release("A second report follows next week."), OUTSIDE),
    Seed(
        "a stem without a list",
        "list_stem_has_items",
        release("Inspectors found that forces were:\n\nThe inspector said more."),
        OUTSIDE,
    ),
    Seed(
        "a stem at the end",
        "list_stem_has_items",
        release("Forces should do the following:"),
        OUTSIDE,
    ),
    Seed("an edition frozen before", "documents_agree", read, pinning("plans", met=34)),
    Seed("an edition of other days", "documents_agree", read, pinning("visits", met=None)),
    Seed("a claim nobody drafted", "claim_exists", swap("{#boats}", "{#boots}")),
    Seed("a quantity on nothing", "no_unbound_quantity", add("Several forces had no plan at all.")),
    Seed("a share on nothing", "no_unbound_quantity", add("A third of officers had been trained.")),
    Seed(
        "a narrative about forces",
        "no_unbound_quantity",
        add("{.narrative}\nMost forces did well."),
    ),
    Seed("a name on nothing", "no_unbound_body_name", add("Norchester Police had a good plan.")),
    Seed(
        "a name against the scope",
        "no_body_named_against_scope",
        swap("[Only one force had", "[Only one force, Wessmouth Constabulary, had"),
    ),
    Seed(
        "a superlative on nothing",
        "superlative_bound",
        add("This was the most effective plan that we have seen."),
    ),
    Seed(
        "a difference that inspectors alone would make",
        "difference_is_borne",
        add("There is [some inconsistency]{#spread} between forces."),
    ),
    Seed(
        "a development unlabelled",
        "development_labelled",
        swap("[Since the inspection, the college has published", "[The college has published"),
    ),
    Seed(
        "late evidence",
        "development_labelled",
        read,
        with_claim("plans", newest_item_on=date(2019, 6, 1)),
    ),
    Seed(
        "a trend across scales",
        "no_trend_across_scale_change",
        add(
            '{.context source="our website"}\nGrades have improved since 2017: more forces '
            "were good in 2020."
        ),
    ),
    Seed(
        "grades and outcomes",
        "grade_agrees_with_outcomes",
        read,
        replace(
            FACTS,
            grade_outcome_problems=("Force 07 is inadequate on 1.1 without a cause of concern",),
        ),
    ),
    Seed(
        "outcomes without words",
        "outcomes_in_words",
        read,
        replace(
            FACTS, outcome_gaps=("Force 07 on 1.1 is agreed with a cause: no words recorded.",)
        ),
    ),
    Seed(
        "nobody referenced it",
        "referenced_by_another",
        read,
        with_claim("plans", last_word=None),
    ),
    Seed(
        "its drafter referenced it",
        "referenced_by_another",
        read,
        with_claim("plans", last_word=LastWord("analyst")),
    ),
    Seed(
        "withdrawn evidence",
        "support_not_withdrawn",
        read,
        with_claim("tested", withdrawn_support=("E-0412",)),
    ),
    Seed(
        "a stale claim",
        "support_unchanged",
        read,
        with_claim(
            "tested",
            stale=(
                Reason("judgment_replaced", "The judgment of Force 07 changed.", NOTHING_TO_DO),
            ),
        ),
    ),
    Seed(
        "evidence after signing",
        "support_older_than_signing",
        read,
        with_claim("guidance", newest_item_on=date(2020, 3, 1)),
    ),
    Seed(
        "evidence after judgment",
        "judgment_newer_than_evidence",
        read,
        with_claim("learnt", newest_judgment_on=date(2018, 12, 1)),
    ),
    Seed(
        "one kind of source",
        "triangulated",
        read,
        with_claim("partners", source_kinds=("interview",)),
    ),
    Seed(
        "the very items of another claim",
        "items_not_shared",
        read,
        with_claim("partners", same_items_as=("learnt",)),
    ),
    Seed(
        "a small number",
        "small_number_decided",
        read,
        with_claim("boats", small_number_decision=""),
    ),
    Seed(
        "above the ceiling",
        "below_edition_ceiling",
        read,
        with_claim("learnt", marking="OFFICIAL-SENSITIVE"),
    ),
    Seed(
        "an excerpt that says what was removed",
        "excerpts_keep_redactions",
        swap("have a flood plan", 'have a [flood plan]{.sensitive ground="x"}'),
        with_claim("boats", excerpts=(ReleasedExcerpt(1, "A flood plan.", "exact", "file", ""),)),
    ),
    Seed(
        "removed without ground",
        "below_edition_ceiling",
        swap("have a flood plan", "have a [flood plan]{.sensitive}"),
    ),
    Seed(
        "a letter to another body",
        "addressee_is_one",
        lambda: read("---\nkind: letter\n---\n\n{.narrative}\nTo the chief officer of Force 08"),
    ),
    Seed(
        "a band that nobody adopted",
        "bands_as_adopted",
        add("{.narrative}\nHere *most* means two-thirds or more."),
    ),
    Seed(
        "shown the draft, and bound to nothing",
        "draft_shown",
        add("{.narrative}\nEach force was shown the draft."),
    ),
    Seed(
        "strands that are not told",
        "enumeration_adds_up",
        add("{.narrative}\nThe plan has four strands: Prepare, Protect and Repair."),
    ),
    Seed(
        "criteria that are not there",
        "known_number_matches",
        add("{.narrative}\nThe framework divides the three areas into ten criteria."),
    ),
    Seed(
        "a name nearly right",
        "names_as_recorded",
        add("{.narrative}\nWe thank the Agency of Rivers for its help."),
    ),
    Seed(
        "a recommendation that was not made",
        "recommendation_meant",
        add("{.narrative}\nThe sixth recommendation is for later."),
    ),
    Seed(
        "months that the fieldwork did not have",
        "lengths_add_up",
        add("{.narrative}\nThe fieldwork took place over eight months."),
    ),
    Seed(
        "a telephone number of somebody else",
        "contact_is_known",
        add("{.narrative}\nTelephone the press office on 020 7946 0001."),
    ),
    Seed(
        "law in a narrative",
        "law_has_source",
        add("{.narrative}\nA council is required by law to plan for floods."),
    ),
    Seed(
        "a real body beside its answer",
        "no_real_body_beside_simulation",
        add("{.narrative}\nThe Rivers Agency has accepted it."),
        REHEARSAL,
    ),
    Seed(
        "a real body beside its answer in the sentence after",
        "no_real_body_beside_simulation",
        add("{.narrative}\nWe asked the Agency's parent, the Rivers Agency. It has not replied."),
        REHEARSAL,
    ),
    Seed(
        "a real body in a list of those who are late",
        "no_real_body_beside_simulation",
        add("{.narrative}\nOverdue are:\n\n* Rivers Agency\n* Body B"),
        REHEARSAL,
    ),
    Seed(
        "a real body in a row",
        "no_real_body_beside_simulation",
        add("| Body | Reply |\n|---|---|\n| Rivers Agency | none |"),
        REHEARSAL,
    ),
    Seed(
        "a real body in a recommendation",
        "no_real_body_beside_simulation",
        add(
            "```recommendation\nnumber: 6\nto: body-a (asked)\n"
            "text: With the Rivers Agency, draw the maps again.\n```"
        ),
        REHEARSAL,
    ),
    Seed(
        "a recommendation beside a development",
        "no_real_body_beside_simulation",
        add(
            "[Since the inspection, the college has published guidance]{#guidance}. It bears on "
            "[a recommendation]{.narrative} of ours."
        ),
        REHEARSAL,
    ),
]
