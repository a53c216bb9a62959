"""What the security log tells of, each event with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Code


class SecurityEvent(Code):
    """Something that happened at a door, or to a key."""

    SIGNED_IN = ("sign_in.done", "A person signed in.")
    SIGN_IN_FAILED = ("sign_in.failed", "A password was wrong, or nobody may sign in by it.")
    CODE_FAILED = ("sign_in.code_failed", "A password was right, the second factor was not.")
    LOCKED_OUT = ("sign_in.locked_out", "A try was not looked at: too many had gone before.")
    SIGNED_ON = ("sign_on.done", "A person came in by the identity provider.")
    LINKED = ("sign_on.linked", "A person connected their account with the provider's.")
    UNLINKED = ("sign_on.unlinked", "That connection was ended.")
    PROVIDER_SAID_NO = (
        "sign_on.said_no",
        "The provider, asked again, let a person in no more; the session ended.",
    )
    PROVIDER_NOT_REACHED = (
        "sign_on.not_reached",
        "The provider could not be asked; a session ended, or nobody could come in.",
    )
    SIGNED_OUT = ("sign_out", "A person signed out.")
    SESSION_ENDED = (
        "session.ended",
        "A session was over: idle, too old, the last role ended, another password, another way in.",
    )
    RESET_ASKED = ("password.reset_asked", "A link to set a password was asked for.")
    RESET_DONE = ("password.reset_done", "A password was set by a mailed link.")
    PASSWORD_CHANGED = (
        "password.changed",
        "A person changed their password, or it was set on the server's command line.",
    )
    FACTOR_SET = (
        "factor.set",
        "A second factor was set up or renamed, or recovery codes were made.",
    )
    FACTOR_REMOVED = ("factor.removed", "A second factor was removed.")
    FACTORS_RESET = ("factor.reset", "An administrator took away somebody's second factors.")
    RECOVERY_CODE_USED = ("factor.recovery_code_used", "A recovery code was used up.")
    STEP_UP_ASKED = ("step_up.asked", "A person was to prove again who they are.")
    STEP_UP_PASSED = ("step_up.passed", "A person proved again who they are.")
    STEP_UP_FAILED = ("step_up.failed", "A person did not prove again who they are.")
    DEVICE_KNOWN = ("device.known", "A browser is remembered: a person signed in with it.")
    DEVICE_ENDED = ("device.ended", "Browsers of a person are remembered no more.")
    CAPTURE_ENROLLED = ("capture.enrolled", "A person enrolled a device for capture.")
    CAPTURE_ENDED = ("capture.ended", "A device for capture was ended.")
    CAPTURE_LOST = (
        "capture.lost",
        "A device was lost or stolen: what its person came in by was ended.",
    )
    CAPTURE_QUARANTINED = (
        "capture.quarantined",
        "A note from a device went into the quarantine: nobody is its author yet.",
    )
    QUARANTINE_FULL = (
        "capture.quarantine_full",
        "A note for the quarantine was sent back: too many, or too much, had come before.",
    )
    TOKEN_REFUSED = ("token.refused", "A token of the API was sent that opens nothing.")
    REFUSED = (
        "request.refused",
        "A request was refused: the page, the status, never what was sent.",
    )
    FILE_REFUSED = (
        "file.refused",
        "The scanner found something harmful in a file: nobody may open it.",
    )
    READ = ("read", "A person was shown marked objects.")
