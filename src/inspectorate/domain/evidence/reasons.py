"""Codes of the reasons of this room, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class EvidenceReason(ReasonCode):
    """Why an item may not be recorded, withdrawn or superseded now."""

    NOT_YOUR_ITEM = ("not_your_item", "Somebody else recorded the item.")
    WITHDRAWN_ALREADY = ("withdrawn_already", "The item has been withdrawn.")
    SUPERSEDED_ALREADY = ("superseded_already", "The item has been superseded by another.")
    STUB_WITHOUT_SECRET = (
        "stub_without_secret",
        "The item says where SECRET content is held, but is not marked SECRET.",
    )
    SECRET_TEXT = ("secret_text", "SECRET words are never stored here.")
    SECRET_FILE = ("secret_file", "Files with SECRET content are never stored here.")
    KIND_UNKNOWN = ("kind_unknown", "The kind of source is not one of those offered.")
    METHOD_UNKNOWN = ("method_unknown", "The method is not one of those of fieldwork.")
    DIRECTION_UNKNOWN = (
        "direction_unknown",
        "The item says in no known way what it points to.",
    )
    MARKING_UNKNOWN = ("marking_unknown", "The marking is not one of the scheme.")
    BODY_OUT_OF_SCOPE = ("body_out_of_scope", "The body is not in the scope of this inspection.")
    SESSION_ELSEWHERE = ("session_elsewhere", "The session was held at another body.")
    SESSION_CANCELLED = ("session_cancelled", "The session was cancelled.")
    VISIT_CANCELLED = ("visit_cancelled", "The visit of the session was cancelled.")
    CRITERIA_MISSING = ("criteria_missing", "No criterion is chosen.")
    CRITERION_OF_ANOTHER_FRAMEWORK = (
        "criterion_of_another_framework",
        "A criterion is not in the framework of this inspection.",
    )
    TIME_TOO_EARLY = ("time_too_early", "A time lies before anybody could have recorded it here.")
    TIME_WITHOUT_ZONE = ("time_without_zone", "A time was sent without its time zone.")
    WRITTEN_BEFORE_OBSERVED = (
        "written_before_observed",
        "The words were written before the observation.",
    )
    WRITTEN_IN_FUTURE = ("written_in_future", "The words were written later than now.")
    OBSERVED_IN_FUTURE = ("observed_in_future", "The time of the observation is in the future.")
    OBSERVED_OUTSIDE_SESSION = (
        "observed_outside_session",
        "The observation was outside the times of its session.",
    )
    PASSAGE_NOT_FOUND = (
        "passage_not_found",
        "The words do not stand on the page of the document that was named.",
    )
    PASSAGE_NOT_READ = (
        "passage_not_read",
        "The document has no text to be cited, or no such page.",
    )
    PASSAGE_TOO_LONG = ("passage_too_long", "The words run over too many places of the document.")
    PASSAGE_MARKED_LOWER = (
        "passage_marked_lower",
        "The item is marked lower than the document it cites.",
    )
    PASSAGE_TAKEN_BACK = ("passage_taken_back", "The document is a data return taken back.")
    PASSAGE_OF_ANOTHER_BODY = (
        "passage_of_another_body",
        "The document is of another body than the item.",
    )
    NOT_AS_DESCRIBED = ("not_as_described", "A field does not hold what the description asks for.")
    CRITERION_UNKNOWN = ("criterion_unknown", "The framework has no criterion of this reference.")
    CANNOT_BE_PRINTED = ("cannot_be_printed", "A text holds a character that nothing can print.")
    AUTHOR_LEFT = (
        "author_left",
        "Its author is no longer on the team in a role that records evidence.",
    )
    OTHER_WORDS = ("other_words", "Other words came before under the same key.")
    NOT_WAITING = ("not_waiting", "The note does not wait for a decision.")
    NOT_SET_ASIDE = ("not_set_aside", "The note is not set aside.")
    NOT_YOUR_NOTE = ("not_your_note", "Somebody else wrote the note.")
    MEANT_OTHERWISE = (
        "meant_otherwise",
        "What was received is a grade or a debrief note and no evidence, or the reverse.",
    )
    GRADE_UNSIGNED = (
        "grade_unsigned",
        "A grade in the quarantine bears no signature, so that it is nobody's judgment.",
    )
    ACCEPTED_FIRST = (
        "accepted_first",
        "A grade was accepted out of the quarantine: its author looks at it first.",
    )
    WORDS_OF_AUTHOR = ("words_of_author", "Only its author changes the words of a note.")
    QUARANTINED_SHUT = (
        "quarantined_shut",
        "A note in the quarantine does not open, so that nobody can say what it holds.",
    )
    QUARANTINED_ALREADY = (
        "quarantined_already",
        "The same envelope was put into the quarantine a moment before.",
    )
    QUARANTINED_OF_NONE = (
        "quarantined_of_none",
        "A note in the quarantine names no inspection that there is.",
    )
    QUARANTINED_SETTLED = (
        "quarantined_settled",
        "A note in the quarantine was decided on already, or was not set aside.",
    )
    AUTHOR_NEVER_HERE = (
        "author_never_here",
        "The author of a note was never on the inspection that it names.",
    )
    QUARANTINE_FULL = (
        "quarantine_full",
        "Too much that is nobody's yet came from one device; it is taken later.",
    )
    FILE_UNOPENED = ("file_unopened", "A file of a note does not open, or is another than it says.")
    FILE_MISSING = ("file_missing", "A file of a note never came whole.")
    FILE_TOO_LARGE = ("file_too_large_here", "A file of a note is larger than is taken.")
    NOT_SIGNED = (
        "not_signed",
        "A note bears no signature: who accepted it out of the quarantine answers for it.",
    )
    KEY_AWAY = (
        "key_away",
        "A note is sealed to a key that is not here just now; it is taken later.",
    )
    NO_ENVELOPE = ("no_envelope", "What a device sent is no sealed note at all.")
    IN_QUARANTINE = (
        "in_quarantine",
        "A note is nobody's yet: a person looks at it before it is taken in.",
    )
    FAULT_OF_OURS = ("fault_of_ours", "Something went wrong here; the note is taken later.")
