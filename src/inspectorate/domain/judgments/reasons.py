"""Why something may not be done now in the room of judgments: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class JudgmentReason(ReasonCode):
    """Reasons of judgments."""

    CITATION_UNKNOWN = ("citation_unknown", "An item cited does not exist here.")
    ROWS_MISSING = ("rows_missing", "No cell is assigned.")
    BODY_OUT_OF_SCOPE = ("body_out_of_scope", "Body out of scope.")
    CRITERION_OF_ANOTHER_FRAMEWORK = (
        "criterion_of_another_framework",
        "Criterion of another framework.",
    )
    MODERATION_MISSING = ("moderation_missing", "Moderation missing.")
    FINDING_UNKNOWN = ("finding_unknown", "Finding unknown.")
    FINDING_NOT_YES_OR_NO = ("finding_not_yes_or_no", "Finding not yes or no.")
    CITATION_UNFIT = ("citation_unfit", "Citation unfit.")
    NOT_INSPECTED = ("not_inspected", "Not inspected.")
    NOT_ON_TEAM = ("not_on_team", "Not on team.")
    CONFLICTED = ("conflicted", "Conflicted.")
    ASSIGNED_ALREADY = ("assigned_already", "Assigned already.")
    CELL_SETTLED = ("cell_settled", "Cell settled.")
    OUTCOME_UNKNOWN = ("outcome_unknown", "Outcome unknown.")
    LOWEST_GRADE_WITHOUT_CAUSE = ("lowest_grade_without_cause", "Lowest grade without cause.")
    CAUSE_WITHOUT_LOWEST_GRADE = ("cause_without_lowest_grade", "Cause without lowest grade.")
    INSPECTION_OVER = ("inspection_over", "Inspection over.")
    SUBMITTED_ALREADY = ("submitted_already", "Submitted already.")
    NOBODY_ASSIGNED = ("nobody_assigned", "Nobody assigned.")
    SUBMISSIONS_MISSING = ("submissions_missing", "Submissions missing.")
    OWN_SUBMISSION = ("own_submission", "Own submission.")
    CRITERION_UNGRADED = ("criterion_ungraded", "Criterion ungraded.")
    GRADE_MISSING = ("grade_missing", "Grade missing.")
    GRADE_OF_ANOTHER_SCALE = ("grade_of_another_scale", "Grade of another scale.")
    CITATION_MISSING = ("citation_missing", "Citation missing.")
    NOT_BLIND = ("not_blind", "Not blind.")
    FINDING_UNANSWERED = ("finding_unanswered", "Finding unanswered.")
