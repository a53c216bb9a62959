"""Codes of the reasons of this room, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class BodyReason(ReasonCode):
    """Why the register may not change this way now, or a row of a file cannot be read into it."""

    CODE_MALFORMED = (
        "code_malformed",
        "The code has characters other than small letters, digits and single hyphens.",
    )
    CODE_TAKEN = ("code_taken", "Another body or group has this code.")
    CODE_TWICE = ("code_twice", "Two rows of the file have the same code.")
    OFFICIAL_CODE_TWICE = (
        "official_code_twice",
        "Two rows of the file have the same official code.",
    )
    OFFICIAL_CODE_TAKEN = (
        "official_code_taken",
        "Another body on the register has this official code.",
    )
    KIND_UNKNOWN = ("kind_unknown", "The kind is not one of the kinds of body.")
    KIND_DIFFERS = ("kind_differs", "The row gives another kind than the register.")
    NAME_DIFFERS = ("name_differs", "The row gives another name than the register.")
    NAME_MISSING = ("name_missing", "The name that the body gave up is missing.")
    OVERSEES_ITSELF = ("oversees_itself", "A body cannot oversee itself.")
    OVERSIGHT_RECORDED = ("oversight_recorded", "This oversight is already recorded.")
    OVERSIGHT_ENDED = ("oversight_ended", "The oversight has already ended.")
    ENDS_BEFORE_IT_BEGINS = (
        "ends_before_it_begins",
        "The oversight would end before the day on which it began.",
    )
    BODY_OPEN = ("body_open", "The body has not closed.")
    BODY_CLOSED = ("body_closed", "The body has already closed.")
    CLOSES_BEFORE_IT_OPENS = (
        "closes_before_it_opens",
        "The body would close before the day on which it opened.",
    )
    CLOSING_DAY_MISSING = (
        "closing_day_missing",
        "A body merged into another has no closing day.",
    )
    CHANGE_UNKNOWN = ("change_unknown", "The change is not a renaming, a merger or a split.")
    CHANGE_RECORDED = ("change_recorded", "This change of the body is already recorded.")
    OTHER_MISSING = ("other_missing", "A merger or a split names no other body.")
    BODY_UNKNOWN = ("body_unknown", "A row names a body that is not in the file or the register.")
    NAMES_ITSELF = ("names_itself", "A row names its own body where another is needed.")
    GROUP_EMPTY = ("group_empty", "The group has no body.")
    GROUP_UNCHANGED = ("group_unchanged", "No body is chosen to join the group or to leave it.")
    IN_THE_GROUP = ("in_the_group", "A body that would join the group is in it already.")
    NOT_IN_THE_GROUP = ("not_in_the_group", "A body that would leave the group is not in it.")
    GROUP_MALFORMED = ("group_malformed", "The name of a group has no letters or is too long.")
    NOT_A_CONTACT = ("not_a_contact", "The person does not hold the role of a contact.")
    NOT_AN_OVERSEER = (
        "not_an_overseer",
        "An overseer contact is named for a body that oversees no other.",
    )
    CONTACT_NAMED = ("contact_named", "The person already speaks for the body.")
    CONTACT_ENDED = ("contact_ended", "The person no longer speaks for the body.")
    DELEGATE_ONESELF = ("delegate_oneself", "The person to stand in is the contact.")
    DELEGATE_NOT_YOURS = (
        "delegate_not_yours",
        "A contact chooses somebody who is no contact of a body of theirs.",
    )
    DELEGATE_DAYS = (
        "delegate_days",
        "The days of standing in end before they begin, have passed, or are too many.",
    )
    DELEGATE_NAMED = ("delegate_named", "Somebody else stands in for the contact on those days.")
    DELEGATE_ENDED = ("delegate_ended", "The person no longer stands in.")
