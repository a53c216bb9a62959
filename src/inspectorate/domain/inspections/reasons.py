"""Why something may not be done now in the room of inspections: each reason's code and its
sentence.
"""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class InspectionReason(ReasonCode):
    """Reasons of inspections."""

    MEMBER_TWICE = ("member_twice", "Someone is twice on the team in one role.")
    SCOPE_BODY_IN_USE = ("scope_body_in_use", "Scope body in use.")
    LABEL_IS_NOT_THE_NAME = ("label_is_not_the_name", "Label is not the name.")
    INTEREST_DECLARED = ("interest_declared", "Interest declared.")
    SLUG_MALFORMED = ("slug_malformed", "Slug malformed.")
    PREFIX_MALFORMED = ("prefix_malformed", "Prefix malformed.")
    FRAMEWORK_NOT_ADOPTED = ("framework_not_adopted", "Framework not adopted.")
    VOCABULARY_NOT_ADOPTED = ("vocabulary_not_adopted", "Vocabulary not adopted.")
    BASIS_UNKNOWN = ("basis_unknown", "Basis unknown.")
    WINDOW_OUT_OF_ORDER = ("window_out_of_order", "Window out of order.")
    INSPECTION_OVER = ("inspection_over", "Inspection over.")
    SCOPE_FIXED = ("scope_fixed", "Scope fixed.")
    SCOPE_EMPTY = ("scope_empty", "No body is chosen.")
    SCOPE_SHRINKS = ("scope_shrinks", "Scope shrinks.")
    LABEL_MISSING = ("label_missing", "A body in a rehearsal has no pseudonym.")
    LABEL_IS_REAL = ("label_is_real", "Label is real.")
    COVERAGE_FIXED = ("coverage_fixed", "Coverage fixed.")
    LEFT_OUT_ALREADY = ("left_out_already", "Left out already.")
    BODY_OUT_OF_SCOPE = ("body_out_of_scope", "Body out of scope.")
    CRITERION_OF_ANOTHER_FRAMEWORK = (
        "criterion_of_another_framework",
        "Criterion of another framework.",
    )
    ROLE_UNKNOWN = ("role_unknown", "Role unknown.")
    ROLE_NOT_HELD = ("role_not_held", "Role not held.")
    TEAM_TOO_LONG = ("team_too_long", "Team too long.")
    ON_TEAM_ALREADY = ("on_team_already", "On team already.")
    LEFT_ALREADY = ("left_already", "Left already.")
    PHASE_UNKNOWN = ("phase_unknown", "Phase unknown.")
    PHASE_DOES_NOT_FOLLOW = ("phase_does_not_follow", "Phase does not follow.")
    REASON_MISSING = ("reason_missing", "Reason missing.")
    SIGNING_MISSING = ("signing_missing", "Signing missing.")
    APPROVAL_MISSING = ("approval_missing", "Nobody has approved the inspection.")
    TERMS_MISSING = ("terms_missing", "There are no terms of reference.")
    SCOPE_MISSING = ("scope_missing", "No body is in scope.")
    SLUG_TAKEN = ("slug_taken", "Slug taken.")
    PREFIX_TAKEN = ("prefix_taken", "Prefix taken.")
    LAST_LEAD = ("last_lead", "The inspection would have no lead.")
