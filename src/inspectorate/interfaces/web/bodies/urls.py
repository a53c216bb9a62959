"""Addresses of the register of bodies."""

from django.urls import path

from . import views

urlpatterns = [
    path("bodies/", views.register, name="bodies"),
    path("bodies/import/", views.import_file, name="bodies-import"),
    path("bodies/<slug:code>/", views.body_page, name="bodies-body"),
    path("bodies/<slug:code>/contact/", views.name_contact, name="bodies-contact"),
]
