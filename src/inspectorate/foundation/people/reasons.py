"""Why something about people may not be done now: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class PersonReason(ReasonCode):
    """Reasons of people."""

    EMAIL_MALFORMED = ("email_malformed", "What was given is not an e-mail address.")
    EMAIL_TAKEN = ("email_taken", "Somebody is already registered under this e-mail address.")
    NAME_MISSING = ("name_missing", "The person has no name.")
    NAME_UNPRINTABLE = (
        "name_unprintable",
        "The name holds a character that is not seen or that turns the order of the others.",
    )
    NAME_TOO_LONG = ("name_too_long", "The name is longer than 120 characters.")
    PASSWORD_WEAK = ("password_weak", "The password is easily guessed.")
    PASSWORD_CURRENT = (
        "password_current",
        "The password is stored in the form of today already.",
    )
    PASSWORD_CHANGED = (
        "password_changed",
        "The password was changed in another window while this one was being set.",
    )
    FACTOR_REMOVED = (
        "factor_removed",
        "The second factor was removed while it was used to sign in.",
    )
    FACTORS_OWN = ("factors_own", "Nobody takes away all second factors of their own.")
    FACTORS_NONE = ("factors_none", "The person has no second factor.")
    LINKED_ALREADY = (
        "linked_already",
        "The person is already connected with an account at the identity provider.",
    )
    SUBJECT_TAKEN = (
        "subject_taken",
        "The account at the identity provider is connected with somebody else here.",
    )
    NOT_LINKED = ("not_linked", "The person is connected with no account at a provider.")
    ADMIN_EXISTS = ("admin_exists", "There is an administrator already.")
    ROLE_UNKNOWN = ("role_unknown", "There is no role of this name.")
    ROLE_HELD = ("role_held", "The person already has the role.")
    ROLE_NOT_HELD = ("role_not_held", "The person does not have the role.")
    ROLE_MIXES_INSIDE_AND_OUTSIDE = (
        "role_mixes_inside_and_outside",
        "Nobody may be both staff and a contact of a body.",
    )
    PERSON_LEFT = ("person_left", "The person has left.")
    LAST_ADMIN = ("last_admin", "The person is the only administrator.")
    NOBODY_CHOSEN = ("nobody_chosen", "Nobody is chosen.")
    LEVEL_UNKNOWN = ("level_unknown", "There is no clearance for this marking.")
    CLEARED_BY_ONESELF = (
        "cleared_by_oneself",
        "Nobody records a clearance of their own.",
    )
    CLEARED_OUTSIDE = ("cleared_outside", "A contact of a body is cleared for nothing here.")
    EXPIRES_TOO_SOON = ("expires_too_soon", "The clearance would have run out already.")
    NOT_CLEARED = ("not_cleared", "The person holds no clearance.")
    ABOUT_MISSING = ("about_missing", "The declaration names no body.")
    NATURE_MISSING = ("nature_missing", "The declaration does not say what the interest is.")
    DECLARED_ALREADY = (
        "declared_already",
        "The person has already declared an interest in this body, and it has not ended.",
    )
    DECLARATION_ENDED = ("declaration_ended", "This declaration has already ended.")
    ROLE_MISSING = ("role_missing", "The person holds no role, so that nothing would open.")
    PASSWORD_THERE = ("password_there", "The person has a password already.")
    PASSWORD_OWN = ("password_own", "Nobody takes away their own password.")
    LINK_OVER = ("link_over", "The link was used, revoked or replaced, or its day is over.")
    DAYS_OFF_ODD = ("days_off_odd", "Days off end before they begin, or are more than a year.")
    DAYS_UNREADABLE = ("days_unreadable", "A line names no day, or there is none.")
    DAYS_OFF_WITHDRAWN = ("days_off_withdrawn", "The days off were taken back already.")
    SCOPES_MISSING = ("scopes_missing", "Nothing is chosen that a token may be used for.")
    SCOPE_UNKNOWN = ("scope_unknown", "A token is to open something that there is not.")
    TOKEN_TOO_LONG = ("token_too_long", "A token is to be good for longer than a year.")
    TOKEN_KNOWN = ("token_known", "This token was made already.")
    TOKEN_ENDED = ("token_ended", "The token was ended already.")
    SIGNING_KEY_NONE = ("signing_key_none", "A device sent no key to sign by.")
    DEVICE_KNOWN = ("device_known", "A device is enrolled already.")
    DEVICE_ENDED = ("device_ended", "The device was ended already.")
    DEVICE_OF_OTHERS = ("device_of_others", "A device is that of somebody else.")
    TEST_UNOPENED = (
        "test_unopened",
        "What a device sealed as a test at its enrolment does not open here.",
    )
    OPENING_KEY_NONE = ("opening_key_none", "There is no key by which sealed notes open.")
