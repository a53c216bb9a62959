"""Addresses of capture. The page holds no datum."""

from django.urls import path

from . import documents, shell, views

urlpatterns = [
    path("", shell.shell, name="capture"),
    path("worker.js", shell.worker, name="capture-worker"),
    path("plain/", views.plain, name="capture-plain"),
    path("packs/", views.offered, name="capture-offered"),
    path("packs/<slug:slug>/<int:pk>/", views.pack, name="capture-pack"),
    path(
        "packs/<slug:slug>/<int:pk>/documents/<str:key>/",
        documents.document,
        name="capture-document",
    ),
    path(
        "packs/<slug:slug>/<int:pk>/documents/<str:key>/text/",
        documents.text,
        name="capture-document-text",
    ),
]
