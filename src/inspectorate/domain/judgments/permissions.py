"""Who may assign, judge, moderate and agree.

Blindness (blindness.py) narrows further what each may read.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import Role, Table, roles

from .verbs import JudgmentVerb

TABLE: Table = {
    JudgmentVerb.SEE: roles(
        Role.INSPECTOR,
        Role.LEAD,
        Role.ANALYST,
        Role.MODERATOR,
        Role.EDITOR,
        Role.REFERENCER,
        Role.SIGNING,
    ),
    JudgmentVerb.SEE_SUBMISSIONS: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.SEE_PROGRESS: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.SEE_AGREEMENT: roles(Role.LEAD, Role.ANALYST, Role.MODERATOR, Role.SIGNING),
    JudgmentVerb.SEE_SEVERITIES: roles(Role.LEAD),
    JudgmentVerb.WORK_OUT: roles(Role.LEAD, Role.ANALYST),
    JudgmentVerb.SEE_DESK: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.ASSIGN: roles(Role.LEAD),
    JudgmentVerb.ASSIGN_MANY: roles(Role.LEAD),
    JudgmentVerb.CHOOSE_MODE: roles(Role.LEAD),
    JudgmentVerb.ACCEPT_PLAN: roles(Role.LEAD),
    JudgmentVerb.READ_BY_GRADE: roles(Role.LEAD),
    JudgmentVerb.REDRAW: roles(Role.LEAD),
    JudgmentVerb.UNASSIGN: roles(Role.LEAD),
    JudgmentVerb.HAND_OVER: roles(Role.LEAD),
    JudgmentVerb.LEAVE_TEAM: roles(Role.LEAD),
    JudgmentVerb.SAVE_DRAFT: roles(Role.INSPECTOR, Role.LEAD),
    JudgmentVerb.TAKE_GRADE: roles(Role.INSPECTOR, Role.LEAD),
    JudgmentVerb.SUBMIT: roles(Role.INSPECTOR, Role.LEAD),
    JudgmentVerb.WITHDRAW: roles(Role.INSPECTOR, Role.LEAD),
    JudgmentVerb.MODERATE: roles(Role.MODERATOR),
    JudgmentVerb.AGREE: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.AGREE_AS_SUBMITTED: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.SAY_HOW_SURE: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.WITHDRAW_HOW_SURE: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.DRAW_SAMPLE: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.LOOK: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.SEE_COMPARISONS: roles(
        Role.INSPECTOR, Role.LEAD, Role.ANALYST, Role.MODERATOR, Role.SIGNING
    ),
    JudgmentVerb.COMPARE: roles(Role.INSPECTOR, Role.LEAD, Role.MODERATOR),
    JudgmentVerb.WITHDRAW_COMPARISON: roles(Role.INSPECTOR, Role.LEAD, Role.MODERATOR),
    JudgmentVerb.SEE_ORDER: roles(Role.LEAD, Role.ANALYST, Role.MODERATOR, Role.SIGNING),
    JudgmentVerb.SEE_PANELS: roles(Role.LEAD, Role.MODERATOR, Role.SIGNING),
    JudgmentVerb.CONVENE_PANEL: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.PUT_ON_AGENDA: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.TAKE_OFF_AGENDA: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.STEP_ASIDE: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.OPEN_PANEL: roles(Role.MODERATOR),
    JudgmentVerb.RECORD_ATTENDANCE: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.DECIDE_IN_PANEL: roles(Role.MODERATOR),
    JudgmentVerb.CLOSE_PANEL: roles(Role.MODERATOR),
    JudgmentVerb.CANCEL_PANEL: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.OVERRIDE_AGREED: roles(Role.SIGNING),
    JudgmentVerb.WITHDRAW_OVERRIDE: roles(Role.SIGNING),
    JudgmentVerb.WRITE_OUTCOME: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.REWORD_OUTCOME: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.WITHDRAW_OUTCOME: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.PUT_BACK_OUTCOME: roles(Role.LEAD, Role.MODERATOR),
    JudgmentVerb.HOLD_DEBRIEF: roles(Role.INSPECTOR, Role.LEAD),
    JudgmentVerb.SET_TELLING: roles(Role.LEAD),
    JudgmentVerb.TELL_GRADE: roles(Role.INSPECTOR, Role.LEAD),
    JudgmentVerb.WITHDRAW_TOLD_GRADE: roles(
        Role.INSPECTOR, Role.LEAD, Role.MODERATOR, Role.SIGNING
    ),
    JudgmentVerb.SAY_DIFFERENCE: roles(Role.LEAD, Role.MODERATOR, Role.SIGNING),
    JudgmentVerb.WITHDRAW_DIFFERENCE: roles(Role.LEAD, Role.MODERATOR, Role.SIGNING),
    JudgmentVerb.SEE_EXERCISES: roles(Role.LEAD),
    JudgmentVerb.SET_EXERCISE: roles(Role.LEAD),
    JudgmentVerb.ADD_CASE: roles(Role.LEAD),
    JudgmentVerb.TAKE_OUT_CASE: roles(Role.LEAD),
    JudgmentVerb.SET_PASS_MARK: roles(Role.LEAD),
    JudgmentVerb.OPEN_EXERCISE: roles(Role.LEAD),
    JudgmentVerb.CLOSE_EXERCISE: roles(Role.LEAD),
    JudgmentVerb.CANCEL_EXERCISE: roles(Role.LEAD),
    JudgmentVerb.TAKE_EXERCISE: roles(Role.INSPECTOR),
    JudgmentVerb.SAVE_ANSWERS: roles(Role.INSPECTOR),
    JudgmentVerb.HAND_IN_ANSWERS: roles(Role.INSPECTOR),
    JudgmentVerb.WITHDRAW_ANSWERS: roles(Role.INSPECTOR),
    JudgmentVerb.DECIDE_READINESS: roles(Role.LEAD),
}

# Who may be given something to judge: whoever could submit it.
JUDGES = TABLE[JudgmentVerb.SUBMIT]
