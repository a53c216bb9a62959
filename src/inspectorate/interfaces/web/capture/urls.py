"""Addresses of capture. None holds a datum: the page keeps what it shows to itself."""

from django.urls import path

from . import shell, views

urlpatterns = [
    path("", shell.shell, name="capture"),
    path("worker.js", shell.worker, name="capture-worker"),
    path("plain/", views.plain, name="capture-plain"),
    path("packs/", views.offered, name="capture-offered"),
    path("packs/<slug:slug>/<int:pk>/", views.pack, name="capture-pack"),
]
