"""Addresses of fieldwork: requests, visits, sessions."""

from django.urls import include, path

from . import debriefs, interruptions, requests, samples, sessions, views
from .returns.urls import urlpatterns as of_returns

urlpatterns = [
    *of_returns,
    path("", include("inspectorate.interfaces.web.fieldwork.planning.urls")),
    path("", views.visits, name="fieldwork-visits"),
    path("visits/plan/", views.plan_visit, name="fieldwork-plan-visit"),
    path("visits/<int:pk>/", views.visit_page, name="fieldwork-visit"),
    path("visits/<int:pk>/move/", views.move_visit, name="fieldwork-move-visit"),
    path("visits/<int:pk>/cancel/", views.cancel_visit, name="fieldwork-cancel-visit"),
    path("visits/<int:pk>/end/", debriefs.end_visit, name="fieldwork-end-visit"),
    path("visits/<int:pk>/tell-grade/", debriefs.tell_grade, name="fieldwork-tell-grade"),
    path("visits/<int:pk>/told/<int:told>/not-told/", debriefs.not_told, name="fieldwork-not-told"),
    path("telling-grades/", debriefs.telling, name="fieldwork-telling"),
    path("visits/<int:pk>/defer/", interruptions.defer, name="fieldwork-defer-visit"),
    path("visits/<int:pk>/pause/", interruptions.pause, name="fieldwork-pause-visit"),
    path("visits/<int:pk>/resume/", interruptions.resume, name="fieldwork-resume-visit"),
    path(
        "visits/<int:pk>/incomplete/",
        interruptions.leave_incomplete,
        name="fieldwork-leave-incomplete",
    ),
    path("visits/<int:pk>/reopen/", interruptions.reopen, name="fieldwork-reopen-visit"),
    path("visits/<int:pk>/session/", views.hold_session, name="fieldwork-hold-session"),
    path("sessions/<int:pk>/move/", views.move_session, name="fieldwork-move-session"),
    path("sessions/<int:pk>/cancel/", views.cancel_session, name="fieldwork-cancel-session"),
    path(
        "sessions/<int:pk>/hand-over/",
        sessions.hand_over_session,
        name="fieldwork-hand-over-session",
    ),
    path("samples/", samples.samples, name="fieldwork-samples"),
    path("samples/form/", samples.make_form, name="fieldwork-make-review-form"),
    path("samples/form/<int:number>/begin/", samples.begin, name="fieldwork-begin-sample"),
    path("samples/<int:pk>/", samples.sample_page, name="fieldwork-sample"),
    path("samples/<int:pk>/list/", samples.close_list, name="fieldwork-close-list"),
    path("samples/<int:pk>/draw/", samples.draw, name="fieldwork-draw-cases"),
    path("samples/<int:pk>/record/", samples.draw_record, name="fieldwork-draw-record"),
    path("samples/<int:pk>/give-up/", samples.give_up, name="fieldwork-give-up-sample"),
    path("cases/<int:pk>/review/", samples.review, name="fieldwork-review-case"),
    path("cases/<int:pk>/not-had/", samples.replace, name="fieldwork-replace-case"),
    path("cases/not-had/<int:pk>/found/", samples.find, name="fieldwork-find-case"),
    path(
        "cases/reviews/<int:pk>/take-back/",
        samples.take_review_back,
        name="fieldwork-take-review-back",
    ),
    path("requests/", views.requests, name="fieldwork-requests"),
    path("requests/ask/", views.ask, name="fieldwork-ask"),
    path("requests/ask-many/", requests.ask_many, name="fieldwork-ask-many"),
    path("requests/<int:pk>/move/", requests.move, name="fieldwork-move-request"),
    path("requests/<int:pk>/looked-at/", requests.look, name="fieldwork-look-at-receipts"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="fieldwork-withdraw-request"),
    path("requests/<int:pk>/", views.request_page, name="fieldwork-request"),
    path("requests/file/<int:pk>/", views.handed_in, name="fieldwork-file"),
    path("requests/<int:pk>/receive/", views.receive, name="fieldwork-receive"),
]
