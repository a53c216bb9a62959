"""Addresses of fieldwork: requests, visits, sessions."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.visits, name="fieldwork-visits"),
    path("visits/plan/", views.plan_visit, name="fieldwork-plan-visit"),
    path("visits/<int:pk>/", views.visit_page, name="fieldwork-visit"),
    path("visits/<int:pk>/move/", views.move_visit, name="fieldwork-move-visit"),
    path("visits/<int:pk>/cancel/", views.cancel_visit, name="fieldwork-cancel-visit"),
    path("visits/<int:pk>/end/", views.end_visit, name="fieldwork-end-visit"),
    path("visits/<int:pk>/session/", views.hold_session, name="fieldwork-hold-session"),
    path("sessions/<int:pk>/move/", views.move_session, name="fieldwork-move-session"),
    path("sessions/<int:pk>/cancel/", views.cancel_session, name="fieldwork-cancel-session"),
    path("requests/", views.requests, name="fieldwork-requests"),
    path("requests/ask/", views.ask, name="fieldwork-ask"),
    path("requests/<int:pk>/", views.request_page, name="fieldwork-request"),
    path("requests/file/<int:pk>/", views.handed_in, name="fieldwork-file"),
    path("requests/<int:pk>/receive/", views.receive, name="fieldwork-receive"),
]
