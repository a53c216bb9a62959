"""Addresses of evidence."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.items, name="evidence-list"),
    path("record/", views.record, name="evidence-record"),
    path("<int:number>/", views.item_page, name="evidence-item"),
    path("<int:number>/withdraw/", views.withdraw, name="evidence-withdraw"),
    path("<int:number>/supersede/", views.supersede, name="evidence-supersede"),
    path("file/<int:pk>/", views.attachment, name="evidence-file"),
]
