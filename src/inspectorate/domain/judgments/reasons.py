"""Codes of the reasons of this room, each with its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class JudgmentReason(ReasonCode):
    """Why a judgment may not be assigned, submitted, moderated or agreed now."""

    ROWS_MISSING = ("rows_missing", "Nothing is listed to be assigned.")
    BODY_OUT_OF_SCOPE = ("body_out_of_scope", "The body is not in the scope of this inspection.")
    CRITERION_OF_ANOTHER_FRAMEWORK = (
        "criterion_of_another_framework",
        "The criterion is not in the framework of this inspection.",
    )
    NOT_INSPECTED = ("not_inspected", "The body is not inspected on this criterion.")
    NOT_ON_TEAM = ("not_on_team", "The person is not an inspector on the team.")
    CONFLICTED = ("conflicted", "The person has declared an interest in the body.")
    ASSIGNED_ALREADY = ("assigned_already", "The judgment is already assigned to this person.")
    CELL_SETTLED = (
        "cell_settled",
        "The judgment has been moderated or agreed, so another would not be independent.",
    )
    NOT_BLIND = (
        "not_blind",
        "The person can already read what others submitted, so would not judge independently.",
    )
    MODE_UNKNOWN = ("mode_unknown", "The mode of judging is not one of those offered.")
    MODE_FIXED = ("mode_fixed", "Judgments are given out or submitted, so the mode is fixed.")
    MODE_ALREADY = ("mode_already", "It is judged in this mode already.")
    SHARE_UNREADABLE = ("share_unreadable", "The share to be read twice is no share.")
    CEILING_TOO_LOW = (
        "ceiling_too_low",
        "Everybody who may read something has as many readings as they may.",
    )
    SECONDS_OF_ANOTHER_MODE = (
        "seconds_of_another_mode",
        "The mode of judging has no second readers of this kind.",
    )
    PLAN_STANDS = ("plan_stands", "A plan of judging was accepted and stands.")
    PLAN_CHANGED = ("plan_changed", "The plan of judging is not the one that was looked at.")
    NOTHING_TO_PLAN = ("nothing_to_plan", "Nothing is left for which a reader could be found.")
    NOBODY_TO_READ = ("nobody_to_read", "Nobody may read a body on a criterion.")
    CHANCE_UNREADABLE = ("chance_unreadable", "The chance of a draw is no probability.")
    SOURCE_UNKNOWN = ("source_unknown", "What a reading is made from is not one of those offered.")
    SUBMITTED_ALREADY = ("submitted_already", "The judgment was submitted and cannot change.")
    ENDED_ALREADY = ("ended_already", "The inspector no longer has this judgment.")
    STILL_TO_JUDGE = (
        "still_to_judge",
        "A person who is still to judge this may not change who else does.",
    )
    NOT_SUBMITTED = ("not_submitted", "Nothing was submitted that could be withdrawn.")
    READ_BY_OTHERS = (
        "read_by_others",
        "All independent judgments are in, so that others may have read this one.",
    )
    NOBODY_ASSIGNED = ("nobody_assigned", "Nobody is assigned to judge this.")
    SUBMISSIONS_MISSING = ("submissions_missing", "Not every assigned inspector has submitted.")
    MODERATION_MISSING = ("moderation_missing", "The submissions differ and are not moderated.")
    SUBMISSIONS_DIFFER = ("submissions_differ", "The independent judgments are not alike.")
    SUBMISSIONS_CHANGED = (
        "submissions_changed",
        "The independent judgments are not the ones that were looked at.",
    )
    DECIDED_SINCE = (
        "decided_since",
        "The judgment was moderated or agreed after the page was shown on which it is decided.",
    )
    AGREED_ALREADY = ("agreed_already", "The judgment has been agreed.")
    OWN_SUBMISSION = (
        "own_submission",
        "A person who judged this may not also moderate or agree it.",
    )
    GRADE_MISSING = ("grade_missing", "The criterion is graded and no grade is given.")
    GRADE_OF_ANOTHER_SCALE = ("grade_of_another_scale", "The grade is not on the scale used.")
    CRITERION_UNGRADED = ("criterion_ungraded", "The criterion is not graded.")
    FINDING_UNANSWERED = ("finding_unanswered", "A finding is not answered.")
    FINDING_UNKNOWN = ("finding_unknown", "The criterion has no such finding.")
    FINDING_NOT_YES_OR_NO = ("finding_not_yes_or_no", "A finding is answered neither yes nor no.")
    CITATION_MISSING = ("citation_missing", "No evidence of the body is cited.")
    CITATION_UNFIT = (
        "citation_unfit",
        "An item cited is of another body, or was withdrawn or superseded.",
    )
    CITATION_UNKNOWN = ("citation_unknown", "An item cited does not exist for this person.")
    OUTCOME_UNKNOWN = ("outcome_unknown", "The outcome is not one of those offered.")
    LOWEST_GRADE_WITHOUT_CAUSE = (
        "lowest_grade_without_cause",
        "The lowest grade is given without a cause of concern.",
    )
    CAUSE_WITHOUT_LOWEST_GRADE = (
        "cause_without_lowest_grade",
        "A cause of concern is given without the lowest grade.",
    )
    NOT_A_MODERATOR = (
        "not_a_moderator",
        "The person may not do on this inspection what the panel asks of them.",
    )
    CHAIR_NOT_SEATED = ("chair_not_seated", "The chair is not among the members of the panel.")
    QUORUM_UNREADABLE = (
        "quorum_unreadable",
        "The quorum is under two, or more than there are members.",
    )
    NO_QUORUM = ("no_quorum", "Fewer members than the quorum are there to decide.")
    PANEL_NOT_SITTING = ("panel_not_sitting", "The sitting of the panel is not open.")
    PANEL_OVER = ("panel_over", "The panel was closed or cancelled.")
    PANEL_SITS = ("panel_sits", "The sitting of the panel is open already.")
    PANEL_DECIDED = ("panel_decided", "The panel has decided something, which stands.")
    PANEL_OF_ANOTHER = ("panel_of_another", "The panel is of another inspection.")
    AGENDA_EMPTY = ("agenda_empty", "Nothing is on the agenda of the panel.")
    ON_AGENDA_ALREADY = ("on_agenda_already", "The judgment is on the agenda of a panel already.")
    OFF_AGENDA = ("off_agenda", "The judgment is not on the agenda of the panel.")
    DECIDED_ALREADY = ("decided_already", "The panel has decided on the judgment.")
    NOT_THE_CHAIR = ("not_the_chair", "The person does not chair the panel.")
    NOT_YOUR_SEAT = (
        "not_your_seat",
        "A member withdraws for themselves; for another the chair records it.",
    )
    ATTENDANCE_ALREADY = (
        "attendance_already",
        "It is on record already that the member is there, or is not.",
    )
    ATTENDANCE_UNFIT = (
        "attendance_unfit",
        "The time lies in what is on record of the member already, or has not come yet.",
    )
    STEPPED_ASIDE_ALREADY = ("stepped_aside_already", "The member has withdrawn from it.")
    DOES_NOT_DECIDE = (
        "does_not_decide",
        "The member does not decide on this judgment, and so has no dissent to it.",
    )
    OVERRIDDEN = ("overridden", "An approving inspector overrode the judgment, which stands.")
    NOT_OVERRIDDEN = ("not_overridden", "No override of the judgment stands.")
    NOT_AGREED = ("not_agreed", "The judgment has not been agreed.")
    OUTCOME_WITHDRAWN = ("outcome_withdrawn", "The outcome is withdrawn.")
    OUTCOME_STANDS = ("outcome_stands", "The outcome is not withdrawn.")
    OUTCOME_SAME = ("outcome_same", "The outcome would say and rest on what it does already.")
    PERSON_TOLD_OF = ("person_told_of", "The words may tell of a person.")
    REAL_BODY_NAMED = ("real_body_named", "The words name a real body in a rehearsal.")
    EXERCISE_FIXED = (
        "exercise_fixed",
        "The exercise was opened, so its cases and its pass mark are fixed.",
    )
    EXERCISE_UNKNOWN = ("exercise_unknown", "The exercise is of another inspection.")
    EXERCISE_NOT_OPEN = ("exercise_not_open", "The exercise is not open to inspectors.")
    EXERCISE_OVER = ("exercise_over", "The exercise is closed or cancelled.")
    EXERCISE_NOT_CLOSED = ("exercise_not_closed", "The exercise is not closed.")
    CASES_MISSING = ("cases_missing", "The exercise has no cases.")
    EVIDENCE_UNFIT = (
        "evidence_unfit",
        "The evidence does not exist for this person, or is no longer relied on.",
    )
    BODY_NAMED = ("body_named", "The words of a case name a body.")
    PANEL_OFF_TEAM = ("panel_off_team", "A member of the panel is not on the team.")
    PASS_MARK_UNREADABLE = (
        "pass_mark_unreadable",
        "The pass mark is no share, or says no nearness.",
    )
    KNOWS_THE_ANSWERS = (
        "knows_the_answers",
        "A person who gave or may have read the panel's answers does not take part.",
    )
    CASE_UNANSWERED = ("case_unanswered", "A case has no grade or no reasons.")
    CASE_UNKNOWN = ("case_unknown", "An answer is to no case that this person may judge.")
    HANDED_IN_ALREADY = ("handed_in_already", "The answers were handed in and cannot change.")
    NOT_HANDED_IN = ("not_handed_in", "Nothing was handed in.")
    READINESS_UNKNOWN = ("readiness_unknown", "The decision is not one of those offered.")
    NOTHING_UNDISPUTED = ("nothing_undisputed", "No undisputed judgment waits to be agreed.")
    NOT_OPEN = ("not_open", "The judgment of a sample is not open to this person now.")
    LOOKED_AT_ALREADY = ("looked_at_already", "The judgment of a sample was looked at.")
    SAMPLE_MISSING = ("sample_missing", "No sample of undisputed judgments was looked at.")
    SAMPLE_NOT_LOOKED_AT = (
        "sample_not_looked_at",
        "A sample of undisputed judgments is not looked at in full.",
    )
    SAMPLE_DOUBTED = ("sample_doubted", "Of a sample something would not be agreed as it stands.")
    SAMPLE_OLDER = ("sample_older", "Something was submitted after the sample was drawn.")
    NOTHING_TO_WORK_OUT = ("nothing_to_work_out", "No judgments are in to work anything out of.")
    READINGS_MOVED = (
        "readings_moved",
        "Judgments came in or went while the figures were worked out.",
    )
    WORKED_OUT_ALREADY = (
        "worked_out_already",
        "The figures asked for are worked out of these judgments already.",
    )
    ANSWER_UNKNOWN = ("answer_unknown", "The answer is not one of those offered.")
    PAIR_NOT_OPEN = ("pair_not_open", "The two bodies are not open to this person to compare.")
    COMPARED_ALREADY = ("compared_already", "The person has compared these two bodies already.")
    COMPARISON_WITHDRAWN = ("comparison_withdrawn", "The comparison was withdrawn.")
    LEVEL_UNKNOWN = ("level_unknown", "How sure a judgment is is said in one of four levels.")
    REASON_UNKNOWN = ("reason_unknown", "A reason is not one of those offered.")
    REASON_MISSING = ("reason_missing", "Below the highest level a reason is named.")
    CERTAINTY_GONE = ("certainty_gone", "What was said of how sure a judgment is stands no more.")
    GRADE_NOT_GIVEN = (
        "grade_not_given",
        "A grade was written on a visit of what its author is not, or no more, to judge.",
    )
    DRAFT_SAVED_SINCE = (
        "draft_saved_since",
        "The draft was saved otherwise since a grade was written on a visit.",
    )
    GRADE_WITH_FILES = (
        "grade_with_files",
        "Files came with a grade that was written on a visit, and a draft holds none.",
    )
    DEBRIEF_NOTE_GONE = (
        "debrief_note_gone",
        "A debrief note is of no visit, or waits no more.",
    )
    DEBRIEF_DAY_UNFIT = (
        "debrief_day_unfit",
        "The day of a debrief lies before its visit, or has not come.",
    )
    SOURCE_ABOVE_DEBRIEF = (
        "source_above_debrief",
        "Evidence that a debrief is made from is marked above the debrief.",
    )
    TELLING_UNKNOWN = ("telling_unknown", "When grades are told is none of those offered.")
    TELLING_ALREADY = ("telling_already", "It is set already when grades are told.")
    TOLD_UNKNOWN = ("told_unknown", "A judgment to be told does not exist for this person.")
    NOT_TOLD_NOW = ("not_told_now", "The inspection does not tell this grade now.")
    TOLD_ALREADY = ("told_already", "The body was told a grade of the judgment.")
    TOLD_NOT_STANDING = ("told_not_standing", "The grade is not the one that stands.")
    NOT_TOLD_ALREADY = (
        "not_told_already",
        "It is on record already that the grade was not told after all.",
    )
    GRADE_TOLD = ("grade_told", "The body was told the grade of the judgment.")
    NO_DIFFERENCE = ("no_difference", "The judgment is not agreed otherwise than was told.")
    DIFFERENCE_TO_SAY = (
        "difference_to_say",
        "The judgment is not as was told, and whoever settles none does not take that back.",
    )
    DIFFERENCE_OVERTAKEN = (
        "difference_overtaken",
        "Another judgment stands than the one that words for the body were written for.",
    )
    DIFFERENCE_SAID = ("difference_said", "The body is told so already.")
    DIFFERENCE_GONE = ("difference_gone", "The words for the body do not stand.")
