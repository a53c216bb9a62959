"""Why something may not be done now in the room of people: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class PersonReason(ReasonCode):
    """Reasons of people."""

    EMAIL_TAKEN = ("email_taken", "Email taken.")
    NAME_MISSING = ("name_missing", "The person has no name.")
    ADMIN_EXISTS = ("admin_exists", "There is an administrator already.")
    ROLE_UNKNOWN = ("role_unknown", "Role unknown.")
    PERSON_LEFT = ("person_left", "Person left.")
    ROLE_HELD = ("role_held", "Role held.")
    ROLE_MIXES_INSIDE_AND_OUTSIDE = (
        "role_mixes_inside_and_outside",
        "Role mixes inside and outside.",
    )
    ROLE_NOT_HELD = ("role_not_held", "Role not held.")
    LAST_ADMIN = ("last_admin", "Last admin.")
    ABOUT_MISSING = ("about_missing", "No body is named.")
    NATURE_MISSING = ("nature_missing", "What the interest is, is not said.")
    DECLARED_ALREADY = ("declared_already", "Declared already.")
    DECLARATION_ENDED = ("declaration_ended", "This declaration has already ended.")
    EMAIL_MALFORMED = ("email_malformed", "Email malformed.")
    NAME_TOO_LONG = ("name_too_long", "The name is longer than 120 characters.")
    PASSWORD_WEAK = ("password_weak", "Password weak.")
