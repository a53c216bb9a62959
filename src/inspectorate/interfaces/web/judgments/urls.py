"""Addresses of judgments."""

from django.urls import path

from . import (
    assignments,
    certainty,
    comparisons,
    desk,
    exercises,
    grid,
    joint,
    judging,
    moderation,
    overrides,
    panels,
    plans,
    sample,
    taking,
)

urlpatterns = [
    path("", grid.grid_page, name="judgments-grid"),
    path("mine/", assignments.mine, name="judgments-mine"),
    path("mine/judge/", judging.judge_many, name="judgments-judge-many"),
    path("assign/", assignments.assign, name="judgments-assign"),
    path("assign/many/", assignments.assign_many, name="judgments-assign-many"),
    path("plan/", plans.plan, name="judgments-plan"),
    path("plan/mode/", plans.mode, name="judgments-mode"),
    path("plan/by-grade/", plans.by_grade, name="judgments-by-grade"),
    path("plan/leavers/", plans.leavers, name="judgments-leavers"),
    path("assigned/<int:pk>/take-back/", assignments.unassign, name="judgments-unassign"),
    path("exercises/", exercises.exercises, name="judgments-exercises"),
    path("exercises/set/", exercises.set_exercise, name="judgments-set-exercise"),
    path("exercises/<int:number>/", exercises.exercise, name="judgments-exercise"),
    path("exercises/<int:number>/case/", exercises.add_case, name="judgments-add-case"),
    path(
        "exercises/<int:number>/case/<int:case>/take-out/",
        exercises.take_out_case,
        name="judgments-take-out-case",
    ),
    path("exercises/<int:number>/pass-mark/", exercises.set_pass_mark, name="judgments-pass-mark"),
    path("exercises/<int:number>/open/", exercises.open_exercise, name="judgments-open-exercise"),
    path(
        "exercises/<int:number>/close/", exercises.close_exercise, name="judgments-close-exercise"
    ),
    path(
        "exercises/<int:number>/cancel/",
        exercises.cancel_exercise,
        name="judgments-cancel-exercise",
    ),
    path(
        "exercises/<int:number>/decide/<int:person>/",
        exercises.decide_readiness,
        name="judgments-readiness",
    ),
    path("exercise/<int:number>/", taking.take, name="judgments-take-exercise"),
    path("exercise/<int:number>/take-back/", taking.withdraw, name="judgments-withdraw-answers"),
    path("compare/", comparisons.comparisons, name="judgments-comparisons"),
    path("compare/<int:criterion>/", comparisons.compare, name="judgments-compare"),
    path(
        "compare/<int:pk>/withdraw/",
        comparisons.withdraw,
        name="judgments-withdraw-comparison",
    ),
    path("order/<int:criterion>/", comparisons.order, name="judgments-order"),
    path("panels/", panels.panels, name="judgments-panels"),
    path("panels/convene/", panels.convene, name="judgments-convene-panel"),
    path("panels/<int:number>/", panels.panel, name="judgments-panel"),
    path("panels/<int:number>/agenda/", panels.put_on_agenda, name="judgments-put-on-agenda"),
    path("panels/<int:number>/open/", panels.open_panel, name="judgments-open-panel"),
    path("panels/<int:number>/close/", panels.close_panel, name="judgments-close-panel"),
    path("panels/<int:number>/cancel/", panels.cancel_panel, name="judgments-cancel-panel"),
    path("panels/<int:number>/minutes/", panels.minutes, name="judgments-panel-minutes"),
    path(
        "panels/<int:number>/minutes.pdf",
        panels.minutes_file,
        name="judgments-panel-minutes-file",
    ),
    path(
        "panels/<int:number>/cell/<int:cell>/take-off/",
        panels.take_off_agenda,
        name="judgments-take-off-agenda",
    ),
    path(
        "panels/<int:number>/cell/<int:cell>/withdraw/",
        panels.step_aside,
        name="judgments-step-aside",
    ),
    path(
        "panels/<int:number>/cell/<int:cell>/decide/",
        panels.decide,
        name="judgments-decide-in-panel",
    ),
    path(
        "still-to-judge/<int:person>/",
        assignments.unassign_many,
        name="judgments-still-to-judge",
    ),
    path("assigned/<int:pk>/withdraw/", assignments.withdraw, name="judgments-withdraw"),
    path("judge/<int:pk>/", assignments.judge, name="judgments-judge"),
    path("desk/", desk.desk, name="judgments-desk"),
    path("undisputed/sample/", sample.draw, name="judgments-draw-sample"),
    path("undisputed/sample/<int:pk>/", sample.look, name="judgments-look"),
    path("undisputed/", moderation.undisputed, name="judgments-undisputed"),
    path("agreement/", moderation.agreement, name="judgments-agreement"),
    path("agreement/work-out/", joint.work_out, name="judgments-work-out"),
    path("agreement/stop/", joint.stop, name="judgments-stop-working-out"),
    path("cell/<slug:body>/<int:criterion>/", moderation.cell_page, name="judgments-cell"),
    path(
        "cell/<slug:body>/<int:criterion>/moderate/", moderation.moderate, name="judgments-moderate"
    ),
    path("cell/<slug:body>/<int:criterion>/agree/", moderation.agree, name="judgments-agree"),
    path(
        "cell/<slug:body>/<int:criterion>/how-sure/",
        certainty.say_how_sure,
        name="judgments-how-sure",
    ),
    path(
        "how-sure/<int:pk>/withdraw/",
        certainty.withdraw_how_sure,
        name="judgments-withdraw-how-sure",
    ),
    path(
        "cell/<slug:body>/<int:criterion>/override/",
        overrides.override,
        name="judgments-override",
    ),
    path(
        "cell/<slug:body>/<int:criterion>/withdraw-override/",
        overrides.withdraw_override,
        name="judgments-withdraw-override",
    ),
]
