"""Codes of the reasons of this room, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class PublicationReason(ReasonCode):
    """Why a release may not be prepared, approved, stopped, published or refreshed now, or a binder
    not written or read in.
    """

    NO_EDITION = ("no_edition", "No edition was chosen for the release.")
    DOCUMENT_TWICE = ("document_twice", "Two editions of one document are chosen.")
    EDITION_ELSEWHERE = ("edition_elsewhere", "An edition belongs to another inspection.")
    EDITION_NOT_PUBLIC = ("edition_not_public", "An edition is not the public one.")
    EDITION_NOT_NEWEST = ("edition_not_newest", "A document has a newer edition.")
    CLAIM_MOVED = (
        "claim_moved",
        "What a claim of the edition rests on has changed since the edition was frozen.",
    )
    BODY_NAMED_SINCE = (
        "body_named_since",
        "An edition names a body, and the inspection was amended to name none.",
    )
    COLUMN_SUPPRESSED_SINCE = (
        "column_suppressed_since",
        "An edition prints a column that was suppressed after it was frozen.",
    )
    EXCERPT_WITHDRAWN = (
        "excerpt_withdrawn",
        "An edition prints an excerpt that was withdrawn after it was frozen.",
    )
    QUOTATION_FALLEN = (
        "quotation_fallen",
        "A speaker took back that they approved the words an edition prints.",
    )
    PICTURE_FALLEN = (
        "picture_fallen",
        "A picture that an edition shows was taken back, or its evidence was.",
    )
    ORIGINAL_OTHERWISE = (
        "original_otherwise",
        "A translation would go out beside another edition of its original than it was frozen "
        "beside.",
    )
    BOUND_MOVED = (
        "bound_moved",
        "An edition says below how many bodies a number is small, and the inspection says another.",
    )
    EMBARGO_WITHOUT_ZONE = ("embargo_without_zone", "The embargo names no time zone.")
    EMBARGO_DIFFERS = (
        "embargo_differs",
        "The embargo ends at another moment than the text of a document says.",
    )
    EMBARGO_PAST = ("embargo_past", "The embargo would end in the past.")
    RELEASED_ALREADY = ("released_already", "Everything chosen is published already.")
    PUBLISHED_ON_DIFFERS = (
        "published_on_differs",
        "A document prints another day of publication.",
    )
    NOTHING_CORRECTED = ("nothing_corrected", "A correction holds no new edition.")
    NOT_RELEASED = ("not_released", "The release has not been published.")
    SAME_PERSON = ("same_person", "The person who prepared a release cannot approve it.")
    NOT_APPROVED = ("not_approved", "Nobody has approved the release.")
    IS_PREPARED = ("is_prepared", "The release is prepared and waits for approval.")
    IS_APPROVED = ("is_approved", "The release has been approved already.")
    IS_RELEASED = ("is_released", "The release has been published already.")
    RELEASE_OUT = ("release_out", "A release of the inspection is out already.")
    IS_CANCELLED = ("is_cancelled", "The release was cancelled.")
    EMBARGO = ("embargo", "The embargo has not ended.")
    NOT_SIGNED = (
        "not_signed",
        "The release was prepared or approved before contents were signed.",
    )
    OTHER_CONTENTS = (
        "other_contents",
        "The contents signed are not those that were prepared.",
    )
    FACTS_MOVED = ("facts_moved", "The records no longer say what was signed.")
    DAY_PASSED = ("day_passed", "The day that everything prints is not today.")
    CLOCK_DOUBTED = ("clock_doubted", "The clock is not known to be right.")
    CLOCK_NOT_SO = ("clock_not_so", "The clock says another day or hour.")
    MANDATE_STANDS = ("mandate_stands", "A mandate stands already.")
    MANDATE_ENDED = ("mandate_ended", "The mandate has ended already.")
    NOTHING_OUT = ("nothing_out", "Nothing of the inspection is out.")
    NOT_NEWEST = ("not_newest", "A later release has taken the place of this one.")
    REHEARSAL_TO_LIVE_SITE = (
        "rehearsal_to_live_site",
        "A rehearsal may not be published on the site of live inspections.",
    )
    LIVE_TO_REHEARSAL_SITE = (
        "live_to_rehearsal_site",
        "A live inspection may not be published on a rehearsal site.",
    )
    STILL_TO_JUDGE = ("still_to_judge", "Who would take the binder out has still to judge there.")
    FOLDER_MISSING = ("folder_missing", "The folder for the binder does not exist.")
    NOT_AS_WRITTEN = ("not_as_written", "The binder read back is not the binder written.")
    BINDER_BROKEN = ("binder_broken", "The binder is damaged or was changed.")
    INSPECTION_HERE = ("inspection_here", "The inspection is in this installation already.")
    STREAM_HERE = ("stream_here", "The ledger here holds entries of the inspection already.")
    OTHER_HERE = ("other_here", "A row of the binder is here with other contents.")
    OTHER_NUMBER = ("other_number", "A row of the binder is here under another number.")
    NUMBER_TAKEN = (
        "number_taken",
        "A row number of the binder belongs to another inspection here.",
    )
    KEY_TAKEN = ("key_taken", "An act of the binder is in the ledger here already.")
    ROW_REFUSED = ("row_refused", "A row of the binder cannot be stored here.")
    ROW_MALFORMED = ("row_malformed", "A row of the binder has not the columns of its table.")
    ENTRY_REFUSED = ("entry_refused", "An entry of the binder's ledger cannot be stored here.")
    ROWS_DIFFER = ("rows_differ", "A table changed while the binder was written.")
    BUNDLE_DIFFERS = (
        "bundle_differs",
        "A released folder of the binder has a manifest that cannot be stored here.",
    )
    FILE_MISSING = ("file_missing", "A file named by a row is missing.")
