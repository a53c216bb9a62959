"""Addresses of the diary, and of the calendar that a program reads."""

from django.urls import path

from . import feed, views

urlpatterns = [
    path("diary/", views.diary, name="diary"),
    path("diary/calendar/", views.make_address, name="diary-make-address"),
    path("diary/calendar/end/", views.end_address, name="diary-end-address"),
    # Whatever stands there is a secret: see deploy/staff.conf and config/logs.py.
    path("calendar/<str:secret>.ics", feed.calendar, name="diary-calendar"),
]
