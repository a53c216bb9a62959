"""Acts on the register of bodies and on the people who speak for them."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class BodyVerb(Verb):
    """Acts on the register of bodies and on the people who speak for them."""

    SEE = ("bodies.see", "See the register of bodies.")
    SEE_CONTACTS = ("bodies.see_contacts", "See who speaks for a body in the portal.")
    REGISTER = ("bodies.register", "Put a body on the register under a permanent code.")
    OVERSEE = ("bodies.oversee", "Record which body oversees another.")
    END_OVERSIGHT = (
        "bodies.end_oversight",
        "Record from which day on a body no longer oversees another, with the reason.",
    )
    CLOSE = ("bodies.close", "Record that a body no longer exists from a day on.")
    REOPEN = (
        "bodies.reopen",
        "Take back that a body closed, with the reason; the day it was given stays on record.",
    )
    CHANGE = ("bodies.change", "Record that a body was renamed, merged or split.")
    GROUP = ("bodies.group", "Name a set of bodies, to filter by and to count over.")
    REGROUP = (
        "bodies.regroup",
        "Take bodies into a group or out of it, with the reason; each move stays on record.",
    )
    IMPORT_REGISTER = (
        "bodies.import_register",
        "Read a CSV file of bodies into the register, all of it or nothing.",
    )
    NAME_CONTACT = ("bodies.name_contact", "Let a person speak for a body in the portal.")
    END_CONTACT = ("bodies.end_contact", "End a person's right to speak for a body in the portal.")
    NAME_DELEGATE = (
        "bodies.name_delegate",
        "Let a person stand in for a contact of a body, from a day to a day.",
    )
    END_DELEGATE = ("bodies.end_delegate", "End before its last day that a person stands in.")
