"""Who may write, check and freeze documents.

Contacts of a body stand in no table: they see their own fact check only. So does the speaker of a
live quotation: they see their own words.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

from .verbs import ReportVerb

# Who reads a text to check or to approve it says what should change, and changes nothing.
_REMARKING = roles(Role.LEAD, Role.EDITOR, Role.PRESS, Role.REFERENCER, Role.SIGNING)

TABLE: Table = {
    ReportVerb.SEE: STAFF - {Role.ADMIN},
    ReportVerb.OPEN_DOCUMENT: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.MAKE_LETTER: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.OPEN_VARIANT: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.SAVE: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.SAVE_SECTION: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.RESTORE_SECTION: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.ASSIGN_SECTION: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.MARK_SECTION: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.SUGGEST: _REMARKING,
    ReportVerb.BRING_SUGGESTIONS: _REMARKING,
    ReportVerb.ACCEPT_SUGGESTION: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.DECLINE_SUGGESTION: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.WITHDRAW_SUGGESTION: _REMARKING,
    ReportVerb.COMMENT: _REMARKING,
    ReportVerb.BRING_COMMENTS: _REMARKING,
    ReportVerb.RESOLVE_COMMENT: _REMARKING,
    ReportVerb.REOPEN_COMMENT: _REMARKING,
    ReportVerb.PLACE: roles(Role.LEAD, Role.EDITOR, Role.PRESS, Role.ANALYST),
    ReportVerb.MEND: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.WAIVE: roles(Role.LEAD, Role.SIGNING),
    ReportVerb.OPEN_FACT_CHECK: roles(Role.LEAD, Role.EDITOR),
    ReportVerb.EXTEND_FACT_CHECK: roles(Role.LEAD, Role.EDITOR),
    ReportVerb.ANSWER_CRITICISM: roles(Role.REFERENCER),
    ReportVerb.WITHDRAW_CRITICISM: roles(Role.REFERENCER),
    ReportVerb.RECALL_COPY: roles(Role.LEAD, Role.EDITOR),
    # As for a point: for what reached the inspectorate outside the portal.
    ReportVerb.FINISH_CHECK: roles(Role.LEAD, Role.EDITOR),
    ReportVerb.REOPEN_CHECK: roles(Role.LEAD, Role.EDITOR),
    ReportVerb.RAISE_POINT: roles(
        Role.LEAD, Role.EDITOR
    ),  # for a point that reached the inspectorate outside the portal
    ReportVerb.DECIDE: roles(Role.LEAD),
    ReportVerb.FREEZE: roles(Role.SIGNING),
    ReportVerb.DECLARE_DRAFT: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.WITHDRAW_DRAFT: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.SIGN: roles(Role.REFERENCER),
    ReportVerb.WITHDRAW_SIGNATURE: roles(Role.REFERENCER),
    ReportVerb.OBJECT: roles(Role.REFERENCER),
    ReportVerb.LOOK: roles(Role.REFERENCER),
    ReportVerb.DECLARE_QUOTATION: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.ASK_SPEAKER: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.WITHDRAW_ASKING: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    # For what the speaker wrote outside the portal; in it they approve, and take back, themselves.
    ReportVerb.APPROVE_QUOTATION: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.WITHDRAW_APPROVAL: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.ADD_PICTURE: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.WITHDRAW_PICTURE: roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    ReportVerb.PASS_GATE: roles(Role.SIGNING, Role.PRESS),
}
