"""Acts on documents, fact checks and editions."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class ReportVerb(Verb):
    """Acts on documents, fact checks and editions."""

    SEE = ("reports.see", "Read documents that are being written.")
    OPEN_DOCUMENT = (
        "reports.open_document",
        "Open a report, release, letter or summary, empty or from the template of its kind.",
    )
    MAKE_LETTER = (
        "reports.make_letter",
        "Make the letter to a body from a template of letters, or make it again.",
    )
    OPEN_VARIANT = (
        "reports.open_variant",
        "Open the translation of a document into another language, with the original's words.",
    )
    SAVE = ("reports.save", "Save a document's text as its next revision.")
    SAVE_SECTION = (
        "reports.save_section",
        "Save one section of a document as its next version; the words of the others stay.",
    )
    RESTORE_SECTION = (
        "reports.restore_section",
        "Bring an earlier text of a section back as its next version, unless others joined it.",
    )
    ASSIGN_SECTION = (
        "reports.assign_section",
        "Say who of the team writes a section of a document, or that nobody does.",
    )
    MARK_SECTION = (
        "reports.mark_section",
        "Say that a section is being written, is ready to be read or is done.",
    )
    SUGGEST = (
        "reports.suggest",
        "Suggest words in the place of others in a section; who writes it accepts them or not.",
    )
    BRING_SUGGESTIONS = (
        "reports.bring_suggestions",
        "Bring in the changes of an edited file as suggestions, each with whom the file names.",
    )
    ACCEPT_SUGGESTION = (
        "reports.accept_suggestion",
        "Put suggested words into the section, where the words they replace still stand.",
    )
    DECLINE_SUGGESTION = (
        "reports.decline_suggestion",
        "Say that suggested words are not taken.",
    )
    WITHDRAW_SUGGESTION = ("reports.withdraw_suggestion", "Take back one's own suggestion.")
    COMMENT = (
        "reports.comment",
        "Comment on words of a section, or answer a comment, for the team alone.",
    )
    BRING_COMMENTS = (
        "reports.bring_comments",
        "Bring in the comments of an edited file, each with whom the file names.",
    )
    RESOLVE_COMMENT = (
        "reports.resolve_comment",
        "Say that nothing is left to do about a comment and its answers.",
    )
    REOPEN_COMMENT = ("reports.reopen_comment", "Open a comment again that was resolved.")
    PLACE = ("reports.place", "Bind words of a document to a claim.")
    MEND = ("reports.mend", "Accept the change of words that a check offers.")
    WAIVE = (
        "reports.waive",
        "Record an exception to a check for one passage, with a reason and a name.",
    )
    OPEN_FACT_CHECK = (
        "reports.open_fact_check",
        "Ask inspected bodies and others who are sent a draft to check its facts by a day.",
    )
    EXTEND_FACT_CHECK = (
        "reports.extend_fact_check",
        "Give a recipient of a draft more time to check it, with a reason.",
    )
    ANSWER_CRITICISM = (
        "reports.answer_criticism",
        "Say whether what changed since a body's check is new criticism of it.",
    )
    WITHDRAW_CRITICISM = (
        "reports.withdraw_criticism",
        "Take back, with a reason, whether a change is new criticism of a body.",
    )
    RECALL_COPY = (
        "reports.recall_copy",
        "Take a copy of a draft back from whom it was sent to, with a reason.",
    )
    FINISH_CHECK = (
        "reports.finish_check",
        "Say that a recipient has checked its copy and has nothing more to say.",
    )
    REOPEN_CHECK = (
        "reports.reopen_check",
        "Take back that a recipient of a draft has nothing more to say.",
    )
    RAISE_POINT = ("reports.raise_point", "Raise a point on what was shown in a fact check.")
    DECIDE = ("reports.decide", "Decide a point, with a reason the body will read.")
    FREEZE = ("reports.freeze", "Freeze a document into a full and a public edition.")
    PASS_GATE = (
        "reports.pass_gate",
        "Sign why a document goes on although not every body was asked or a claim lacks its "
        "reference, as part of freezing it or of approving its release.",
    )
    DECLARE_DRAFT = (
        "reports.declare_draft",
        "Say that a document is ready to be signed, passage by passage.",
    )
    WITHDRAW_DRAFT = (
        "reports.withdraw_draft",
        "Take back that a document is ready to be signed; what was signed stays signed.",
    )
    SIGN = (
        "reports.sign",
        "Sign the words of a passage, of a source's context or of a section read whole.",
    )
    WITHDRAW_SIGNATURE = ("reports.withdraw_signature", "Take back a signature, with a reason.")
    OBJECT = (
        "reports.object",
        "Say why the words of a passage cannot be signed, or that they state a finding.",
    )
    DECLARE_QUOTATION = (
        "reports.declare_quotation",
        "Say who speaks a live quotation of a document: the office, and a name or none.",
    )
    ASK_SPEAKER = (
        "reports.ask_speaker",
        "Ask a speaker in the portal to approve their words; they see nothing else.",
    )
    WITHDRAW_ASKING = (
        "reports.withdraw_asking",
        "Withdraw that a speaker is asked in the portal, saying why; they see the words no more.",
    )
    APPROVE_QUOTATION = (
        "reports.approve_quotation",
        "Approve the very words of a live quotation, or record that the speaker did, with their "
        "message.",
    )
    WITHDRAW_APPROVAL = (
        "reports.withdraw_approval",
        "Take back the approval of a live quotation, with a reason.",
    )
    ADD_PICTURE = (
        "reports.add_picture",
        "Add a picture of one's own to a document, with where it is from and who is in it.",
    )
    WITHDRAW_PICTURE = (
        "reports.withdraw_picture",
        "Take a picture back, with a reason; no text that shows it is frozen any more.",
    )
    LOOK = ("reports.look", "Say that one has looked at an editorial change of signed words.")
