"""Addresses of evidence."""

from django.urls import path

from . import documents, views

urlpatterns = [
    path("", views.items, name="evidence-list"),
    path("record/", views.record, name="evidence-record"),
    path("<int:number>/", views.item_page, name="evidence-item"),
    path("<int:number>/withdraw/", views.withdraw, name="evidence-withdraw"),
    path("<int:number>/supersede/", views.supersede, name="evidence-supersede"),
    path("file/<int:pk>/", views.attachment, name="evidence-file"),
    path("documents/<str:key>/text/", documents.read, name="evidence-read"),
    path("documents/<str:key>/text/again/", documents.read_again, name="evidence-read-again"),
    path("documents/<str:key>/cite/", documents.cite, name="evidence-cite"),
]
