"""Addresses of evidence."""

from django.urls import path

from . import arrivals, documents, received, views

urlpatterns = [
    path("", views.items, name="evidence-list"),
    path("record/", views.record, name="evidence-record"),
    path("<int:number>/", views.item_page, name="evidence-item"),
    path("<int:number>/withdraw/", views.withdraw, name="evidence-withdraw"),
    path("<int:number>/supersede/", views.supersede, name="evidence-supersede"),
    path("received/", arrivals.arrivals, name="evidence-arrivals"),
    path("received/<slug:named>/", arrivals.arrival, name="evidence-arrival"),
    path(
        "received/<slug:named>/record/",
        arrivals.record_received,
        name="evidence-record-received",
    ),
    path("received/<slug:named>/set-aside/", arrivals.set_aside, name="evidence-set-aside"),
    path("received/<slug:named>/take-up/", arrivals.take_up, name="evidence-take-up"),
    path("received/file/<int:pk>/", arrivals.arrival_file, name="evidence-arrival-file"),
    path("received/<slug:named>/take/", received.take_grade, name="evidence-take-grade"),
    path("file/<int:pk>/", views.attachment, name="evidence-file"),
    path("documents/<str:key>/text/", documents.read, name="evidence-read"),
    path("documents/<str:key>/text/again/", documents.read_again, name="evidence-read-again"),
    path("documents/<str:key>/cite/", documents.cite, name="evidence-cite"),
]
