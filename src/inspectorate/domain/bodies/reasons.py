"""Why something may not be done now in the room of bodies: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class BodyReason(ReasonCode):
    """Reasons of bodies."""

    CODE_MALFORMED = ("code_malformed", "Code malformed.")
    KIND_UNKNOWN = ("kind_unknown", "Kind unknown.")
    CODE_TAKEN = ("code_taken", "Code taken.")
    OVERSEES_ITSELF = ("oversees_itself", "Oversees itself.")
    OVERSIGHT_RECORDED = ("oversight_recorded", "Oversight recorded.")
    BODY_CLOSED = ("body_closed", "Body closed.")
    CLOSES_BEFORE_IT_OPENS = ("closes_before_it_opens", "Closes before it opens.")
    CHANGE_UNKNOWN = ("change_unknown", "Change unknown.")
    NAME_MISSING = ("name_missing", "The name it had before is missing.")
    OTHER_MISSING = ("other_missing", "Other missing.")
    CHANGE_RECORDED = ("change_recorded", "Change recorded.")
    GROUP_EMPTY = ("group_empty", "The group has no body.")
    NOT_A_CONTACT = ("not_a_contact", "Not a contact.")
    NOT_AN_OVERSEER = ("not_an_overseer", "Not an overseer.")
    CONTACT_NAMED = ("contact_named", "Contact named.")
    CONTACT_ENDED = ("contact_ended", "Contact ended.")
    TEXT_TOO_LONG = ("text_too_long", "Text too long.")
