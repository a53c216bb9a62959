"""Codes of the reasons of this room, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class InspectionReason(ReasonCode):
    """Why something may not be done to an inspection now."""

    SLUG_MALFORMED = (
        "slug_malformed",
        "The short name in the address has characters other than small letters, digits, hyphens.",
    )
    SLUG_TAKEN = ("slug_taken", "Another inspection has this short name in its address.")
    PREFIX_MALFORMED = (
        "prefix_malformed",
        "The prefix before record numbers is not 2 to 8 capital letters or digits.",
    )
    PREFIX_TAKEN = ("prefix_taken", "Another inspection numbers its records with this prefix.")
    FRAMEWORK_NOT_ADOPTED = ("framework_not_adopted", "The framework has not been adopted.")
    VOCABULARY_NOT_ADOPTED = ("vocabulary_not_adopted", "The vocabulary has not been adopted.")
    BASIS_UNKNOWN = ("basis_unknown", "The basis of the inspection is not one of those offered.")
    WINDOW_OUT_OF_ORDER = ("window_out_of_order", "Fieldwork would end before it begins.")
    SMALL_OUT_OF_BOUNDS = (
        "small_out_of_bounds",
        "The number of bodies below which a number is small is less than 3 or more than 99.",
    )
    FIXED = ("fixed", "What would be amended is fixed by now.")
    NOTHING_AMENDED = ("nothing_amended", "Nothing is amended.")
    INSPECTION_OVER = (
        "inspection_over",
        "The inspection is closed or abandoned, or its judgments are published.",
    )
    SCOPE_FIXED = ("scope_fixed", "The scope can change only before judging begins.")
    SCOPE_EMPTY = ("scope_empty", "No body is chosen.")
    SCOPE_SHRINKS = ("scope_shrinks", "A body already under inspection would leave the scope.")
    SCOPE_BODY_IN_USE = (
        "scope_body_in_use",
        "A body that would leave the scope has visits, requests or other records.",
    )
    REMOVED_ALREADY = ("removed_already", "All criteria of the body are left out already.")
    BODY_TWICE = ("body_twice", "A body is in the scope twice.")
    LABEL_TWICE = ("label_twice", "Two bodies in the scope have the same label.")
    LABEL_MISSING = ("label_missing", "A body in a rehearsal has no pseudonym.")
    LABEL_WITHOUT_ADDRESS = ("label_without_address", "A pseudonym makes no address of its own.")
    LABEL_IS_REAL = ("label_is_real", "A pseudonym gives away the name of a real body.")
    LABEL_IS_NOT_THE_NAME = (
        "label_is_not_the_name",
        "Outside a rehearsal a body is shown under its own name.",
    )
    COVERAGE_FIXED = ("coverage_fixed", "The coverage can change only until drafting begins.")
    LEFT_OUT_ALREADY = ("left_out_already", "The body is already left out of this criterion.")
    NOTHING_CHOSEN = ("nothing_chosen", "Nothing is chosen to be taken back into the coverage.")
    TAKEN_BACK_ALREADY = ("taken_back_already", "The body is inspected on this criterion again.")
    BODY_OUT_OF_SCOPE = ("body_out_of_scope", "The body is not in the scope of this inspection.")
    CRITERION_OF_ANOTHER_FRAMEWORK = (
        "criterion_of_another_framework",
        "The criterion is not in the framework of this inspection.",
    )
    COLUMN_UNKNOWN = ("column_unknown", "No published table has the column.")
    COLUMN_CRITERION = (
        "column_criterion",
        "A column of a criterion names none, or another column names one.",
    )
    SUPPRESSED_ALREADY = ("suppressed_already", "The column is suppressed already.")
    PUBLISHED_AGAIN = ("published_again", "The column is published again already.")
    ROLE_UNKNOWN = ("role_unknown", "The role is not a staff role.")
    ROLE_NOT_HELD = ("role_not_held", "The person does not hold the role in which to join.")
    TEAM_TOO_LONG = ("team_too_long", "The name of the field team is longer than 20 characters.")
    ON_TEAM_ALREADY = ("on_team_already", "The person is already on the team in this role.")
    MEMBER_TWICE = ("member_twice", "A person is on the team twice in the same role.")
    LEFT_ALREADY = ("left_already", "The person has already left the team.")
    LAST_LEAD = ("last_lead", "The inspection would have no lead inspector.")
    NOBODY_CHOSEN = ("nobody_chosen", "Nobody is chosen.")
    NOT_ON_TEAM = ("not_on_team", "The person is not on the team.")
    LEVEL_UNKNOWN = ("level_unknown", "There is no need to know for this marking.")
    CLEARS_PEOPLE = (
        "clears_people",
        "Who records clearances, or did when theirs were, does not say who needs to know.",
    )
    NO_NEED_TO_KNOW = ("no_need_to_know", "No need to know is recorded for the person.")
    NOT_CLEARED = (
        "not_cleared",
        "What is asked is marked higher than the person may read on this inspection.",
    )
    MARKING_UNKNOWN = ("marking_unknown", "Words cannot be given this marking.")
    SECRET_WORDS = ("secret_words", "SECRET words are never stored here.")
    PHASE_UNKNOWN = ("phase_unknown", "The phase is not one of those of an inspection.")
    PHASE_DOES_NOT_FOLLOW = ("phase_does_not_follow", "The phase cannot follow the present one.")
    BY_RELEASE = (
        "by_release",
        "Nobody moves an inspection to Published by hand: publishing its report does.",
    )
    REASON_MISSING = ("reason_missing", "A move back to an earlier phase needs a reason.")
    APPROVAL_MISSING = ("approval_missing", "Nobody has approved the inspection.")
    TERMS_MISSING = ("terms_missing", "There are no terms of reference.")
    SCOPE_MISSING = ("scope_missing", "No body is in scope.")
    LEAD_MISSING = ("lead_missing", "There is no lead inspector on the team.")
    INSPECTOR_MISSING = ("inspector_missing", "There is no inspector on the team.")
    INTEREST_DECLARED = (
        "interest_declared",
        "A person has declared an interest in the body.",
    )
