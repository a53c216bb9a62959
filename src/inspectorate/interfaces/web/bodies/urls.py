"""Addresses of the register of bodies and its groups."""

from django.urls import path

from . import delegates, groups, views

urlpatterns = [
    path("bodies/", views.register, name="bodies"),
    path("bodies/import/", views.import_file, name="bodies-import"),
    path("bodies/register/", views.register_body, name="bodies-register"),
    path("bodies/<slug:code>/", views.body_page, name="bodies-body"),
    path("bodies/<slug:code>/rename/", views.rename, name="bodies-rename"),
    path("bodies/<slug:code>/change/", views.change, name="bodies-change"),
    path("bodies/<slug:code>/close/", views.close, name="bodies-close"),
    path("bodies/<slug:code>/reopen/", views.reopen, name="bodies-reopen"),
    path("bodies/<slug:code>/overseer/", views.oversee, name="bodies-oversee"),
    path(
        "bodies/<slug:code>/overseer/<int:pk>/end/",
        views.end_oversight,
        name="bodies-end-oversight",
    ),
    path("bodies/<slug:code>/contact/", views.name_contact, name="bodies-contact"),
    path("bodies/<slug:code>/contact/<int:pk>/end/", views.end_contact, name="bodies-end-contact"),
    path(
        "bodies/<slug:code>/contact/<int:pk>/delegate/",
        delegates.name_delegate,
        name="bodies-delegate",
    ),
    path(
        "bodies/<slug:code>/delegate/<int:pk>/end/",
        delegates.end_delegate,
        name="bodies-end-delegate",
    ),
    path("groups/", groups.listed, name="bodies-groups"),
    path("groups/name/", groups.name, name="bodies-group"),
    path("groups/<slug:code>/change/", groups.change, name="bodies-regroup"),
]
