"""Addresses of publication."""

from django.urls import path

from . import press, views

urlpatterns = [
    path("", views.releases, name="publication-releases"),
    path("prepare/", views.prepare, name="publication-prepare"),
    path("trace/", views.trace_page, name="publication-trace"),
    path("<int:number>/", views.release_page, name="publication-release"),
    path("<int:number>/approve/", views.approve, name="publication-approve"),
    path("<int:number>/cancel/", views.cancel, name="publication-cancel"),
    path("<int:number>/release/", views.carry_out, name="publication-carry-out"),
    path("<int:number>/press/<slug:name>/<slug:way>/", press.press_copy, name="publication-press"),
    path("<int:number>/contents/<path:path>", views.content, name="publication-content"),
    # Where the pages of a release look for their typefaces: beside all releases, as in public.
    path("assets/type/<str:name>", views.face, name="publication-face"),
    path("register/", views.refresh, name="publication-refresh"),
    path("mandate/", views.give_mandate, name="publication-mandate"),
    path("mandate/end/", views.end_mandate, name="publication-end-mandate"),
]
