"""Why something may not be done now in the room of publication: each reason's code and its
sentence.
"""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class PublicationReason(ReasonCode):
    """Reasons of publication."""

    BINDER_BROKEN = ("binder_broken", "Binder broken.")
    FOLDER_MISSING = ("folder_missing", "Folder missing.")
    NOT_AS_WRITTEN = ("not_as_written", "Not as written.")
    INSPECTION_HERE = ("inspection_here", "Inspection here.")
    STREAM_HERE = ("stream_here", "Stream here.")
    ROW_REFUSED = ("row_refused", "Row refused.")
    OTHER_HERE = ("other_here", "Other here.")
    OTHER_NUMBER = ("other_number", "Other number.")
    KEY_TAKEN = ("key_taken", "Key taken.")
    NUMBER_TAKEN = ("number_taken", "Number taken.")
    BUNDLE_DIFFERS = ("bundle_differs", "Bundle differs.")
    ROW_MALFORMED = ("row_malformed", "Row malformed.")
    ENTRY_REFUSED = ("entry_refused", "Entry refused.")
    ROWS_DIFFER = ("rows_differ", "Rows differ.")
    FILE_MISSING = ("file_missing", "File missing.")
    PUBLISHED_ON_DIFFERS = ("published_on_differs", "Published on differs.")
    NO_EDITION = ("no_edition", "A release holds at least one edition.")
    DOCUMENT_TWICE = ("document_twice", "Two editions of one document are chosen.")
    EMBARGO_WITHOUT_ZONE = ("embargo_without_zone", "The embargo names no time zone.")
    EMBARGO_PAST = ("embargo_past", "The embargo would end in the past.")
    RELEASED_ALREADY = ("released_already", "All of this is published already.")
    SAME_PERSON = ("same_person", "You prepared this release.")
    REASON_MISSING = ("reason_missing", "Stopping a release needs its reason.")
    NOT_APPROVED = ("not_approved", "Nobody has approved this release.")
    EMBARGO = ("embargo", "Embargo.")
    NOT_RELEASED = ("not_released", "This has not been released.")
    NOT_NEWEST = ("not_newest", "A later release has taken its place.")
    REHEARSAL_TO_LIVE_SITE = ("rehearsal_to_live_site", "Rehearsal to live site.")
    LIVE_TO_REHEARSAL_SITE = ("live_to_rehearsal_site", "Live to rehearsal site.")
    NOTHING_CORRECTED = ("nothing_corrected", "No edition here is new.")
    EDITION_ELSEWHERE = ("edition_elsewhere", "Edition elsewhere.")
    EDITION_NOT_PUBLIC = ("edition_not_public", "Edition not public.")
    EDITION_NOT_NEWEST = ("edition_not_newest", "Edition not newest.")
    CLAIM_MOVED = ("claim_moved", "Claim moved.")
