"""Addresses of the staff application.

Each also stands, with who may use it, in the permission matrix.
"""

from django.urls import URLPattern, URLResolver, include, path

from . import health, home, ledger_page
from .publication import publisher
from .searching import views as searching

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.your_work, name="your-work"),
    path("healthz", health.healthz, name="healthz"),
    path("search/", searching.everywhere, name="search"),
    path("i/<slug:slug>/search/", searching.within, name="inspection-search"),
    path("i/<slug:slug>/ledger/", ledger_page.ledger, name="ledger"),
    path("capture/", include("inspectorate.interfaces.web.capture.urls")),
    path("", include("inspectorate.interfaces.web.diary.urls")),
    path("clock/", publisher.confirm_clock, name="publication-confirm-clock"),
    path("", include("inspectorate.interfaces.web.people.urls")),
    path("", include("inspectorate.interfaces.web.quarantine.urls")),
    path("", include("inspectorate.interfaces.web.bodies.urls")),
    path("", include("inspectorate.interfaces.web.programmes.urls")),
    path("", include("inspectorate.interfaces.web.inspections.urls")),
    path("i/<slug:slug>/steering/", include("inspectorate.interfaces.web.steering.urls")),
    path("i/<slug:slug>/fieldwork/", include("inspectorate.interfaces.web.fieldwork.urls")),
    path("i/<slug:slug>/evidence/", include("inspectorate.interfaces.web.evidence.urls")),
    path("i/<slug:slug>/judgments/", include("inspectorate.interfaces.web.judgments.urls")),
    path("i/<slug:slug>/claims/", include("inspectorate.interfaces.web.claims.urls")),
    path("i/<slug:slug>/documents/", include("inspectorate.interfaces.web.reports.urls")),
    path(
        "i/<slug:slug>/recommendations/",
        include("inspectorate.interfaces.web.recommendations.urls"),
    ),
    path("i/<slug:slug>/publication/", include("inspectorate.interfaces.web.publication.urls")),
]
