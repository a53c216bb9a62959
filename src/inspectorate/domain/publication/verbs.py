"""Acts on releases and binders."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class PublicationVerb(Verb):
    """Acts on releases and binders."""

    SEE = ("publication.see", "See releases and what they contain.")
    PREPARE = ("publication.prepare", "Prepare a release of public editions under an embargo.")
    APPROVE = ("publication.approve", "Approve a release that somebody else prepared.")
    CANCEL = ("publication.cancel", "Stop a release that is not out yet, with the reason.")
    RELEASE = ("publication.release", "Publish a release once its embargo has ended.")
    REFRESH = ("publication.refresh", "Publish the register of recommendations as it is now.")
    EXPORT = (
        "publication.export",
        "Write everything behind an inspection into a binder, which leaves this installation.",
    )
    IMPORT_BINDER = (
        "publication.import_binder",
        "Read in an inspection from a binder that was verified.",
    )
