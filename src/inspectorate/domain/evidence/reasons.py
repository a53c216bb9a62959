"""Why something may not be done now in the room of evidence: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class EvidenceReason(ReasonCode):
    """Reasons of evidence."""

    NOT_YOUR_ITEM = ("not_your_item", "Not your item.")
    INSPECTION_OVER = ("inspection_over", "Inspection over.")
    WITHDRAWN_ALREADY = ("withdrawn_already", "Withdrawn already.")
    SUPERSEDED_ALREADY = ("superseded_already", "Superseded already.")
    STUB_WITHOUT_SECRET = ("stub_without_secret", "Stub without secret.")
    BODY_OUT_OF_SCOPE = ("body_out_of_scope", "Body out of scope.")
    SESSION_ELSEWHERE = ("session_elsewhere", "Session elsewhere.")
    VISIT_CANCELLED = ("visit_cancelled", "Visit cancelled.")
    CRITERIA_MISSING = ("criteria_missing", "The item speaks to no criterion.")
    TIME_WITHOUT_ZONE = ("time_without_zone", "Time without zone.")
    WRITTEN_BEFORE_OBSERVED = ("written_before_observed", "Written before observed.")
    WRITTEN_IN_FUTURE = ("written_in_future", "Written in future.")
    OBSERVED_IN_FUTURE = ("observed_in_future", "Observed in future.")
    OBSERVED_OUTSIDE_SESSION = ("observed_outside_session", "Observed outside session.")
    SECRET_TEXT = ("secret_text", "Secret text.")
    SECRET_FILE = ("secret_file", "Secret file.")
    CRITERION_OF_ANOTHER_FRAMEWORK = (
        "criterion_of_another_framework",
        "Criterion of another framework.",
    )
    KIND_UNKNOWN = ("kind_unknown", "There is no such kind of evidence.")
    METHOD_UNKNOWN = ("method_unknown", "There is no such method of gathering evidence.")
    DIRECTION_UNKNOWN = ("direction_unknown", "Evidence cannot point in that direction.")
    MARKING_UNKNOWN = ("marking_unknown", "There is no such marking.")
