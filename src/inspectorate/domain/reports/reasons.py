"""Why something may not be done now in the room of reports: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode

from .naming.reasons import CheckName as CheckName


class ReportReason(ReasonCode):
    """Reasons of reports."""

    SLUG_TAKEN = ("slug_taken", "Another document of the inspection has this short name.")
    KIND_UNKNOWN = ("kind_unknown", "There is no such kind of document or of point.")
    BODY_ONLY_FOR_LETTER = ("body_only_for_letter", "Only a letter is written to one body.")
    BODY_NOT_IN_SCOPE = ("body_not_in_scope", "The body is not in the scope of this inspection.")
    NO_TEMPLATE = ("no_template", "The document is no template of letters.")
    LETTER_CHANGED = (
        "letter_changed",
        "Somebody has changed the letter since it was made from its template.",
    )
    LETTER_BEHIND = (
        "letter_behind",
        "The template of a letter, or the record, has changed since the letter was made.",
    )
    LETTER_STANDS = ("letter_stands", "The letter stands as it would be made now.")
    NOT_TRANSLATABLE = ("not_translatable", "Documents of this kind have no translation.")
    OPENED_BESIDE = ("opened_beside", "A translation is opened from its original.")
    LANGUAGE_UNKNOWN = ("language_unknown", "The language is none that is known here.")
    VARIANT_THERE = ("variant_there", "There is a translation into that language already.")
    ORIGINAL_NOT_FROZEN = ("original_not_frozen", "The original of a translation has no edition.")
    ORIGINAL_MOVED = (
        "original_moved",
        "The original of a translation has been changed since its newest edition.",
    )
    BOTH_NOT_READ = (
        "both_not_read",
        "Whoever signs a translation says that they read both languages.",
    )
    TEMPLATE_NOT_PUBLISHED = (
        "template_not_published",
        "A template of letters is not published: the letters made of it are.",
    )
    TEMPLATE_UNFILLED = (
        "template_unfilled",
        "The template of the document asks for what the inspection does not have.",
    )
    CLAIM_ELSEWHERE = ("claim_elsewhere", "The claim belongs to another inspection.")
    EXCERPT_EMPTY = ("excerpt_empty", "No words were selected to be bound to the claim.")
    EXCERPT_NOT_FOUND = (
        "excerpt_not_found",
        "The words to be bound are no longer in the text.",
    )
    EXCERPT_TWICE = (
        "excerpt_twice",
        "The words to be bound are in the text more than once, so it is not clear which are meant.",
    )
    EXCERPT_NOT_BINDABLE = (
        "excerpt_not_bindable",
        "The words cannot be bound: they cross a mark, a heading or another block.",
    )
    NO_MEND = ("no_mend", "The check offers no change of words for this passage now.")
    TEXT_MOVED = (
        "text_moved",
        "The words to be changed are no longer where the check found them.",
    )
    NEVER_WAIVED = (
        "never_waived",
        "This check protects what must not leave the inspectorate: no exception may be recorded.",
    )
    NO_SUCH_PROBLEM = ("no_such_problem", "The check finds no fault with this passage now.")
    FACT_CHECK_OPEN = (
        "fact_check_open",
        "The recipient has been asked to check this document already.",
    )
    LETTER_TO_ANOTHER = ("letter_to_another", "The letter is addressed to another body.")
    NOTHING_TO_SHOW = (
        "nothing_to_show",
        "The document does not name the body and has no section headed Summary to show it.",
    )
    DUE_TOO_SOON = ("due_too_soon", "The day to answer by must be after today.")
    RECIPIENT_UNFIT = (
        "recipient_unfit",
        "A recipient of a draft is a body or a person, as the kind of recipient asks.",
    )
    RECIPIENT_NOT_OUTSIDE = (
        "recipient_not_outside",
        "Only an account of the portal is sent a draft, and no account of the staff.",
    )
    UNTIL_TOO_SOON = (
        "until_too_soon",
        "A person who reads a draft for us has a last day to open it, not before the day due.",
    )
    DUE_UNCLEAR = (
        "accuracy_due_unclear",
        "The day by which a draft is checked is named, or counted by one rule.",
    )
    ASK_AGAIN = (
        "ask_again",
        "A body has not seen new criticism of it that stands in the text by now.",
    )
    CRITICISM_UNANSWERED = (
        "criticism_unanswered",
        "Nobody has said whether what changed since a body's check is new criticism of it.",
    )
    CHANGE_GONE = ("change_gone", "What changed since the check is another by now, or answered.")
    COPY_RECALLED = (
        "copy_recalled",
        "A copy that was recalled is answered by nobody and has no more time.",
    )
    FINISHED_ALREADY = (
        "finished_already",
        "Whether a recipient has more to say is said again only once it is otherwise.",
    )
    QUOTATION_CODE = (
        "quotation_code",
        "A live quotation has a short name that no other of its document has.",
    )
    NOTHING_SAID = ("nothing_said", "The text has the speaker of a live quotation say nothing.")
    QUOTATION_LEFT_OUT = (
        "quotation_left_out",
        "A live quotation holds words that no public edition prints, and is shown to nobody.",
    )
    STAMP_ON_NO_DAY = ("stamp_on_no_day", "The stamp of a text falls on no day of a calendar.")
    QUOTATION_CHANGED = (
        "quotation_changed",
        "The words of a live quotation are others than those that were shown.",
    )
    QUOTATION_APPROVED = (
        "quotation_approved_already",
        "The speaker has approved these very words already.",
    )
    APPROVAL_WITHOUT_FILE = (
        "approval_without_file",
        "An approval recorded for a speaker is kept with their message.",
    )
    NOBODY_ASKED = ("nobody_asked", "Nobody can open the words in the portal now.")
    ASKING_WHY = ("asking_why", "That is no reason for which an asking is withdrawn.")
    APPROVAL_GONE = ("approval_gone", "The approval has been taken back already.")
    NOT_EXTENDED = ("not_extended", "The time to answer is moved to a later day, with a reason.")
    FACT_CHECK_CLOSED = (
        "fact_check_closed",
        "The time in which the body could raise points is over.",
    )
    DECIDED_ALREADY = ("decided_already", "The point has been decided; it is decided once.")
    OUTCOME_UNKNOWN = ("outcome_unknown", "There is no such decision on a point.")
    TEXT_EMPTY = ("text_empty", "The document has no text yet.")
    ACCURACY_POINT_UNDECIDED = (
        "accuracy_point_undecided",
        "A body raised a point on accuracy and nobody has decided it.",
    )
    NOTHING_NEW = ("nothing_new", "The newest edition has the same text and the same figures.")
    NOT_AT_JUDGING = (
        "not_at_judging",
        "Judging has not begun, or the inspection was abandoned.",
    )
    CELLS_UNJUDGED = (
        "cells_unjudged",
        "Something that is covered by the inspection has no agreed judgment.",
    )
    BODIES_NOT_ASKED = (
        "bodies_not_asked",
        "A body that was inspected was not asked to check the facts of the document.",
    )
    BODIES_STILL_ANSWERING = (
        "bodies_still_answering",
        "A body was asked again about what is new to it, and its day to answer is still to come.",
    )
    CLAIMS_NOT_REFERENCED = (
        "claims_not_referenced",
        "A claim of the document has not been found supported by a second person as it stands.",
    )
    BODY_DERIVABLE = (
        "body_derivable",
        "What the release hides of a body can be worked out from all that is published.",
    )
    WORDING_NOT_SIGNED = (
        "wording_not_signed",
        "Words of the document were not signed by an evidence checker as they stand.",
    )
    TOLD_OTHERWISE = (
        "told_otherwise",
        "A judgment was agreed otherwise than the body was told, and the body is not told why.",
    )
    SECTION_GONE = (
        "section_gone",
        "The section is in the document no longer: it was joined to another or taken out.",
    )
    SECTION_AS_IT_IS = (
        "section_as_it_is",
        "The section has these words, this writer or this status already.",
    )
    SECTION_OPEN = (
        "section_open",
        "The section after it would no longer begin at its heading: a fence or a line of "
        "attributes at the end of the text takes it.",
    )
    SECTION_BESIDE_CLOSED = (
        "section_beside_closed",
        "A section that is closed to the writer would stand or be read otherwise than it was.",
    )
    SECTION_JOINED = (
        "section_joined",
        "Sections were joined to it or taken out beside it since the earlier text.",
    )
    SECTION_NOT_THERE = ("section_not_there", "The earlier text does not hold the section.")
    NOT_A_WRITER = (
        "not_a_writer",
        "A section is given to somebody of the team who may write it.",
    )
    STATUS_UNKNOWN = ("status_unknown", "There is no such status of a section.")
    VERSION_UNKNOWN = ("version_unknown", "The section never had the version that is named.")
    NOT_AT_PLACE = (
        "not_at_place",
        "The words that are named do not stand at their place in that version of the section.",
    )
    NOTHING_SUGGESTED = (
        "nothing_suggested",
        "The suggested words are those that stand already.",
    )
    SUGGESTION_ANSWERED = (
        "suggestion_answered",
        "The suggestion was accepted, not accepted or withdrawn already.",
    )
    OTHERS_SUGGESTION = ("others_suggestion", "The suggestion is somebody else's.")
    TOO_MANY_REMARKS = (
        "too_many_remarks",
        "More comments or suggestions came at once than are brought in together.",
    )
    COMMENT_ELSEWHERE = (
        "comment_elsewhere",
        "The comment to be answered is not one of this section.",
    )
    COMMENT_RESOLVED = ("comment_resolved", "The comment is resolved already.")
    COMMENT_OPEN = ("comment_open", "The comment is open already.")
    NOT_A_READER = (
        "not_a_reader",
        "A comment is put to members of the team who may read and answer it.",
    )
    NOT_OUR_COPY = (
        "not_our_copy",
        "The Word file is no editors' own copy: it does not say which text it was made from.",
    )
    COPY_OF_ANOTHER = ("copy_of_another", "The file was made from another document.")
    REVISION_UNKNOWN = (
        "revision_unknown",
        "The document never had the version that the file was made from.",
    )
    NOT_COMPARED = (
        "not_compared",
        "The file and the text that it was made from cannot be held against each other.",
    )
    DRAFT_OPEN = ("draft_open", "The document has been said to be ready to be signed already.")
    DRAFT_NOT_OPEN = ("draft_not_open", "Nobody has said that the document is ready to be signed.")
    PASSAGE_GONE = ("passage_gone", "The words to be signed no longer stand in the document so.")
    SIGNED_ALREADY = ("signed_already", "The words are signed as they stand.")
    OWN_WORDS = ("own_words", "The words were last changed by whoever would sign them.")
    OWN_CLAIMS = ("own_claims", "A claim of the passage was written by whoever would sign it.")
    SIGNATURE_GONE = ("signature_gone", "The signature has been taken back already.")
    OTHERS_SIGNATURE = ("others_signature", "The signature is somebody else's.")
    NOT_CHANGED = ("not_changed", "The passage is not one that was changed under its signature.")
    LOOKED_AT = ("looked_at", "The change has been looked at already.")
    GAPS_UNSEEN = ("gaps_unseen", "What is missing is not what the page showed to its reader.")
    NOT_WRITTEN = (
        "not_written",
        "No Word file of this text can be made: it holds what a Word file cannot, or takes too "
        "long or too much memory.",
    )
    OTHERS_FIRST = ("others_first", "As many files as may be are being made for others now.")
    NOT_SET = (
        "not_set",
        "No PDF of this text can be set: it holds what cannot be printed, or takes too long or too "
        "much memory.",
    )
    MOVED_ON = (
        "moved_on",
        "Something changed while the PDF was being set, and it would not have said the same.",
    )
    MANY = ("many", "Several problems keep the document from being frozen.")
    PICTURE_KIND = ("picture_kind", "A picture is no PNG and no JPEG.")
    PICTURE_NOT_READ = (
        "picture_not_read",
        "A picture is cut off or damaged, moves, or is too large to be shown.",
    )
    PICTURE_KEY = ("picture_key", "The short name of a picture is taken, or is none.")
    PICTURE_ORIGIN = ("picture_origin", "It is not said where a picture is from.")
    PICTURE_EVIDENCE = (
        "picture_evidence",
        "The evidence that a picture is said to be from is none that stands here.",
    )
    PICTURE_BELOW = ("picture_below", "A picture is marked lower than the evidence it is from.")
    PICTURE_PEOPLE = ("picture_people", "It is not said who can be recognised in a picture.")
    PICTURE_GONE = ("picture_gone", "The picture has been taken back already.")
    BAD_FACT = ("bad_fact", "A field of a file of facts is not filled in as it must be.")
    NOT_TOML = ("not_toml", "The file of facts is not written in TOML.")
    ENDING_UNKNOWN = ("ending_unknown", "Files with this ending are not read.")
    TOO_LARGE = ("too_large", "The file is larger than the checks read.")
    NOT_TEXT = ("not_text", "The file does not hold text.")
