"""Addresses of the door for programs. Each has a version, so that the next can stand by it."""

from django.urls import path

from .door import api

urlpatterns = [path("v1/", api.urls)]
