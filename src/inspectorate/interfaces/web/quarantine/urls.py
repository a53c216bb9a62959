"""Addresses of the quarantine, and of bringing in a rescue file."""

from django.urls import path

from . import views

urlpatterns = [
    path("quarantine/", views.listed, name="quarantine"),
    path("quarantine/<int:pk>/", views.one, name="quarantine-one"),
    path("quarantine/<int:pk>/accept/", views.accept, name="quarantine-accept"),
    path("quarantine/<int:pk>/set-aside/", views.set_aside, name="quarantine-set-aside"),
    path("quarantine/<int:pk>/take-up/", views.take_up, name="quarantine-take-up"),
    path("rescue/", views.rescue, name="rescue"),
]
