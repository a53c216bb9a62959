"""Acts on judgments, from assignment to agreement."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class JudgmentVerb(Verb):
    """Acts on judgments, from assignment to agreement."""

    SEE = ("judgments.see", "See judgments, as far as blind judging allows.")
    SEE_SUBMISSIONS = (
        "judgments.see_submissions",
        "See independent judgments by others, once all of that body on that criterion are in.",
    )
    SEE_PROGRESS = (
        "judgments.see_progress",
        "See how far judging has come, without what was judged.",
    )
    SEE_AGREEMENT = ("judgments.see_agreement", "See how far inspectors agree with each other.")
    SEE_SEVERITIES = (
        "judgments.see_severities",
        "See how severe each inspector is beside the others; anybody sees it of themselves.",
    )
    WORK_OUT = (
        "judgments.work_out",
        "Have it worked out how severe inspectors are and whether bodies differ.",
    )
    SEE_DESK = ("judgments.see_desk", "See the judgments that wait for moderation or agreement.")
    ASSIGN = ("judgments.assign", "Give an inspector one body and criterion to judge alone.")
    ASSIGN_MANY = ("judgments.assign_many", "Assign many bodies and criteria at once, all or none.")
    CHOOSE_MODE = (
        "judgments.choose_mode",
        "Choose how an inspection is judged, before anything is given out, and why.",
    )
    ACCEPT_PLAN = (
        "judgments.accept_plan",
        "Accept a plan of judging that was drawn by rule: all its judgments are given out at once.",
    )
    READ_BY_GRADE = (
        "judgments.read_by_grade",
        "Give out second readings of all lowest grades and borderline judgments.",
    )
    REDRAW = (
        "judgments.redraw",
        "Find readers by the same rule for what those who left have not submitted, and why.",
    )
    UNASSIGN = (
        "judgments.unassign",
        "Take a judgment back from an inspector who has not submitted it, and why.",
    )
    HAND_OVER = (
        "judgments.hand_over",
        "Give a judgment that is not submitted to another inspector, on the same ground, and why.",
    )
    LEAVE_TEAM = (
        "judgments.leave_team",
        "Take a person off the team and say in the same act who takes over what waits on them.",
    )
    SAVE_DRAFT = ("judgments.save_draft", "Keep an unfinished judgment that nobody else sees.")
    TAKE_GRADE = (
        "judgments.take_grade",
        "Take a grade that one wrote on a visit into one's own draft, which nobody else sees.",
    )
    SUBMIT = ("judgments.submit", "Sign an independent judgment; it never changes.")
    WITHDRAW = (
        "judgments.withdraw",
        "Withdraw one's own judgment before anybody else can have read it, to judge anew.",
    )
    MODERATE = ("judgments.moderate", "Propose a judgment after comparing all independent ones.")
    AGREE = (
        "judgments.agree",
        "Settle a judgment, or settle it again; claims that rest on it become stale.",
    )
    AGREE_AS_SUBMITTED = (
        "judgments.agree_as_submitted",
        "Settle a judgment on which all independent ones are alike, as they are.",
    )
    SAY_HOW_SURE = (
        "judgments.say_how_sure",
        "Say how sure an agreed judgment or a finding of it is, in four levels, and why.",
    )
    WITHDRAW_HOW_SURE = (
        "judgments.withdraw_how_sure",
        "Withdraw what was said of how sure a judgment is, and why.",
    )
    DRAW_SAMPLE = (
        "judgments.draw_sample",
        "Draw a sample of undisputed judgments, to look at before many are agreed.",
    )
    LOOK = ("judgments.look", "Look at an undisputed judgment of one's own sample.")
    SEE_COMPARISONS = (
        "judgments.see_comparisons",
        "See one's own comparisons of bodies, and which orders one may open.",
    )
    COMPARE = (
        "judgments.compare",
        "Say which of two bodies is better on a criterion, by their evidence; never a grade.",
    )
    WITHDRAW_COMPARISON = (
        "judgments.withdraw_comparison",
        "Withdraw one's own comparison of two bodies, and why.",
    )
    SEE_ORDER = (
        "judgments.see_order",
        "See the order that comparisons on a criterion give, with nothing of it still to judge.",
    )
    SEE_PANELS = ("judgments.see_panels", "See consistency panels, their papers and minutes.")
    CONVENE_PANEL = (
        "judgments.convene_panel",
        "Convene a consistency panel with its chair, members and quorum.",
    )
    PUT_ON_AGENDA = ("judgments.put_on_agenda", "Put a judgment on the agenda of a panel.")
    TAKE_OFF_AGENDA = (
        "judgments.take_off_agenda",
        "Take a judgment off the agenda of a panel before it is decided, and why.",
    )
    STEP_ASIDE = (
        "judgments.step_aside",
        "Withdraw from a judgment or a body of a panel, or record it as the chair, and why.",
    )
    OPEN_PANEL = ("judgments.open_panel", "Open the sitting of a panel that one chairs.")
    RECORD_ATTENDANCE = (
        "judgments.record_attendance",
        "Record that a member of a panel came to its sitting or left it, and when.",
    )
    DECIDE_IN_PANEL = (
        "judgments.decide_in_panel",
        "Record what a panel decides on a judgment, with any dissent: it is moderated and agreed.",
    )
    CLOSE_PANEL = (
        "judgments.close_panel",
        "Close the sitting of a panel that one chairs, and fix its minutes.",
    )
    CANCEL_PANEL = ("judgments.cancel_panel", "Cancel a panel that has decided nothing, and why.")
    OVERRIDE_AGREED = (
        "judgments.override_agreed",
        "Override an agreed judgment as approving inspector, and why.",
    )
    WITHDRAW_OVERRIDE = (
        "judgments.withdraw_override",
        "Withdraw an override, so that the judgment agreed before stands again, and why.",
    )
    WRITE_OUTCOME = (
        "judgments.write_outcome",
        "Write a cause of concern, area for improvement or promising practice in words.",
    )
    REWORD_OUTCOME = (
        "judgments.reword_outcome",
        "Put other words of an outcome in place, and why.",
    )
    WITHDRAW_OUTCOME = ("judgments.withdraw_outcome", "Withdraw an outcome in words, and why.")
    PUT_BACK_OUTCOME = ("judgments.put_back_outcome", "Put back a withdrawn outcome, and why.")
    HOLD_DEBRIEF = (
        "judgments.hold_debrief",
        "End a visit with its hot debrief: what was said, who heard it, what it was made from.",
    )
    SET_TELLING = (
        "judgments.set_telling",
        "Set whether and when an inspection tells bodies provisional grades, and why.",
    )
    TELL_GRADE = (
        "judgments.tell_grade",
        "Record that a body was told the provisional grade of a judgment.",
    )
    WITHDRAW_TOLD_GRADE = (
        "judgments.withdraw_told_grade",
        "Record that a body was not told a provisional grade after all, and why.",
    )
    SAY_DIFFERENCE = (
        "judgments.say_difference",
        "Say to a body, for its letter, why a judgment was agreed otherwise than it was told.",
    )
    WITHDRAW_DIFFERENCE = (
        "judgments.withdraw_difference",
        "Withdraw what a body is told of a difference, and why.",
    )
    SEE_EXERCISES = (
        "judgments.see_exercises",
        "See standardisation exercises with the panel's answers, and all results once closed.",
    )
    SET_EXERCISE = (
        "judgments.set_exercise",
        "Set up a standardisation exercise with its panel and its pass mark, or one anew.",
    )
    ADD_CASE = ("judgments.add_case", "Add a case to an exercise, with the panel's answer.")
    TAKE_OUT_CASE = (
        "judgments.take_out_case",
        "Take a case out of an exercise before it is opened, and why.",
    )
    SET_PASS_MARK = (
        "judgments.set_pass_mark",
        "Set the pass mark of an exercise before it is opened, and why; it decides nothing.",
    )
    OPEN_EXERCISE = ("judgments.open_exercise", "Open an exercise to the inspectors of the team.")
    CLOSE_EXERCISE = (
        "judgments.close_exercise",
        "Close an exercise, so that each who handed in sees the panel's answers beside their own.",
    )
    CANCEL_EXERCISE = (
        "judgments.cancel_exercise",
        "Cancel an exercise that is not closed, and why.",
    )
    TAKE_EXERCISE = (
        "judgments.take_exercise",
        "Take part in a standardisation exercise, and see one's own result once it is closed.",
    )
    SAVE_ANSWERS = ("judgments.save_answers", "Keep unfinished answers that nobody else sees.")
    HAND_IN_ANSWERS = (
        "judgments.hand_in_answers",
        "Hand in one's answers to all cases of an exercise together.",
    )
    WITHDRAW_ANSWERS = (
        "judgments.withdraw_answers",
        "Take back one's own answers while the exercise is open, to answer anew.",
    )
    DECIDE_READINESS = (
        "judgments.decide_readiness",
        "Record beside the figures whether an inspector may judge or trains first, and why.",
    )
