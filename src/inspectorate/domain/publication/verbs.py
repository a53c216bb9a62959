"""Acts on releases and binders."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class PublicationVerb(Verb):
    """Acts on releases and binders."""

    SEE = ("publication.see", "See releases and what they contain.")
    PREPARE = (
        "publication.prepare",
        "Prepare a release under an embargo: build what will go out, and sign it.",
    )
    AMEND = (
        "publication.amend",
        "Amend what an inspection is called and asks, until a release is out, and say why.",
    )
    APPROVE = (
        "publication.approve",
        "Sign the contents of a release that somebody else prepared.",
    )
    CANCEL = ("publication.cancel", "Stop a release that is not out yet, with the reason.")
    RELEASE = ("publication.release", "Publish a release once its embargo has ended.")
    REFRESH = ("publication.refresh", "Publish the register of recommendations as it is now.")
    MANDATE = (
        "publication.mandate",
        "Let receipts, days and states of the register go out each day by themselves.",
    )
    END_MANDATE = ("publication.end_mandate", "End that mandate, with the reason.")
    CONFIRM_CLOCK = (
        "publication.confirm_clock",
        "Say that the clock by which releases go out is right, from a clock of one's own.",
    )
    EXPORT = (
        "publication.export",
        "Write everything behind an inspection into a binder, which leaves this installation.",
    )
    IMPORT_BINDER = (
        "publication.import_binder",
        "Read in an inspection from a binder that was verified.",
    )
