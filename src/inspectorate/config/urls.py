"""Addresses: sign-in, the staff application, the portal. A new address must also stand in the permission matrix."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("portal/", include("inspectorate.interfaces.portal.urls")),
    path("", include("inspectorate.interfaces.web.urls")),
]
