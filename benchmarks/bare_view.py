"""The least that a Django view can do to keep a note: one INSERT a request, no middleware, SQLite
with a full sync at each commit. What recording is held against; BARE_DATABASE names its file.
"""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="of a bench alone",  # nosec
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BARE_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"},
        }
    },
)
django.setup()


def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was sent, and answer once it is committed."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO note (words) VALUES (%s)", [request.body.decode()])
    return HttpResponse("saved")


def healthz(request: HttpRequest) -> HttpResponse:
    """It serves, and its table is there."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, words TEXT)")
    return HttpResponse("ok")


urlpatterns = [path("note", keep), path("healthz", healthz)]
application = get_wsgi_application()
