"""Addresses of claims."""

from django.urls import path

from . import excerpts, views

urlpatterns = [
    path("", views.claims, name="claims-list"),
    path("draft/", views.draft, name="claims-draft"),
    path("claim/<slug:key>/", views.claim_page, name="claims-claim"),
    path("claim/<slug:key>/edit/", views.edit, name="claims-edit"),
    path("claim/<slug:key>/reference/", views.reference, name="claims-reference"),
    path("claim/<slug:key>/excerpt/", excerpts.release, name="claims-release-excerpt"),
    path(
        "claim/<slug:key>/excerpt/<int:pk>/withdraw/",
        excerpts.withdraw,
        name="claims-withdraw-excerpt",
    ),
    path("claim/<slug:key>/refresh/", views.refresh, name="claims-refresh"),
]
