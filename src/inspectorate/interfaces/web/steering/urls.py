"""Addresses of steering: what a lead looks at to know where an inspection stands."""

from django.urls import path

from . import views

urlpatterns = [
    path("not-submitted/", views.not_submitted, name="steering-not-submitted"),
    path("evidence/", views.evidence, name="steering-evidence"),
    path("rests-on/session/<int:pk>/", views.rests_on_session, name="steering-rests-on-session"),
    path("rests-on/visit/<int:pk>/", views.rests_on_visit, name="steering-rests-on-visit"),
    path("rests-on/<slug:key>/", views.rests_on_document, name="steering-rests-on-document"),
    path("late/", views.late, name="steering-late"),
    path("changed/", views.changed, name="steering-changed"),
]
