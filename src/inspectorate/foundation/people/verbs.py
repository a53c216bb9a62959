"""Acts on people, their roles and their declared interests."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class PersonVerb(Verb):
    """Acts on people, their roles and their declared interests."""

    SEE = ("people.see", "See who works here and in which roles.")
    SEE_DECLARATIONS = ("people.see_declarations", "See which interests people have declared.")
    FIRST_ADMINISTRATOR = (
        "people.first_administrator",
        "Make the first administrator of a new installation, from the command line.",
    )
    REGISTER = ("people.register", "Add a person who may then be given roles.")
    GRANT = ("people.grant", "Give a person a role from now on.")
    END_ROLE = ("people.end_role", "End a role; its rights are gone on the next request.")
    LEAVE = (
        "people.leave",
        "Record that a person has left: every role ends and nobody can sign in under that name.",
    )
    CLEAR = (
        "people.clear",
        "Record that people, never yourself, are cleared for a marking, who vouches for it and "
        "until when.",
    )
    END_CLEARANCE = (
        "people.end_clearance",
        "End a person's clearance; marked words close to them on the next request.",
    )
    INVITE_NEW = (
        "people.invite_new",
        "Register somebody with a role, and give them a link to set a password of their own.",
    )
    INVITE = (
        "people.invite",
        "Give somebody who has no password yet a link, good once, to set one of their own.",
    )
    REVOKE_LINK = ("people.revoke_link", "Let a link that was given open nothing any more.")
    RESET_PASSWORD = (
        "people.reset_password",
        "Take away the password of somebody, never yourself: their sessions end, and a link lets "
        "them set another.",
    )
    USE_LINK = ("people.use_link", "Set your own password by a link you were given, once.")
    ASK_FOR_LINK = (
        "people.ask_for_link",
        "Have a link mailed to set your own password by; whoever knows an address can ask.",
    )
    SET_PASSWORD = (
        "people.set_password",
        "Set a new password: your own, or from the command line that of somebody who forgot it.",
    )
    REHASH_PASSWORD = (
        "people.rehash_password",
        "Keep your own password in a stronger form; done at sign-in, the password stays the same.",
    )
    CHANGE_FACTORS = (
        "people.change_factors",
        "Set up, rename or remove a second factor of your own, or make new recovery codes.",
    )
    USE_RECOVERY_CODE = (
        "people.use_recovery_code",
        "Prove who you are by one of your recovery codes, which is used up by it.",
    )
    RESET_FACTORS = (
        "people.reset_factors",
        "Take away the second factors of somebody, never yourself, who lost them; their sessions "
        "end and they set up another at the next sign-in.",
    )
    LINK_SIGN_IN = (
        "people.link_sign_in",
        "Connect your own account with the one you hold at the inspectorate's identity provider; "
        "from then on you sign in there alone.",
    )
    UNLINK_SIGN_IN = (
        "people.unlink_sign_in",
        "End that connection: your own, or anyone's as administrator; the person's sessions end.",
    )
    DECLARE = ("people.declare", "Declare an interest of your own in a body.")
    END_DECLARATION = (
        "people.end_declaration",
        "End a declaration: your own, or anyone's as approving inspector.",
    )
    TAKE_DAYS_OFF = (
        "people.take_days_off",
        "Enter days of your own on which you cannot be sent anywhere; no ground is asked.",
    )
    TAKE_MANY_DAYS_OFF = (
        "people.take_many_days_off",
        "Enter several stretches of days off of your own, written or read from a calendar file.",
    )
    WITHDRAW_DAYS_OFF = ("people.withdraw_days_off", "Take days off of your own back.")
    MAKE_TOKEN = (
        "people.make_token",
        "Let a program act for you through the API: what it may do, and until when.",
    )
    END_TOKEN = (
        "people.end_token",
        "End a token of the API: your own, or anyone's as administrator.",
    )
    ENROL_DEVICE = (
        "people.enrol_device",
        "Enrol a device of your own for capture: it signs each note that you write on it.",
    )
    END_DEVICE = (
        "people.end_device",
        "End a device for capture: your own, or anyone's as administrator; what it still sends "
        "waits in the quarantine.",
    )
    LOSE_DEVICE = (
        "people.lose_device",
        "Record that somebody's device was lost or stolen: their sessions, tokens and calendar "
        "addresses end, and what the device sends waits in the quarantine.",
    )
    NOTE_PACK = (
        "people.note_pack",
        "Note what a device of your own took along for a visit; done when it does.",
    )
