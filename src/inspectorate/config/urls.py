"""Addresses: sign-in, the staff application, the portal, the door for programs.

A new address must also stand in the permission matrix.
"""

from django.urls import include, path

handler500 = "inspectorate.interfaces.web.middleware.failed"
handler400 = "inspectorate.interfaces.uploads.unreadable"
handler429 = "inspectorate.interfaces.web.middleware.too_many"
urlpatterns = [
    path(
        "accounts/", include("inspectorate.interfaces.web.closed")
    ),  # before allauth's own, to close some of them
    path("accounts/2fa/", include("inspectorate.interfaces.web.factors")),  # and to make some acts
    path("accounts/2fa/", include("inspectorate.interfaces.web.keys")),
    path("accounts/", include("inspectorate.interfaces.web.sign_in")),  # and to count tries
    path("accounts/", include("inspectorate.interfaces.web.sign_on")),
    path("accounts/", include("inspectorate.interfaces.web.signed_in")),
    # Past every gate of sign-in: it says whether what is sent now would be done.
    path("", include("inspectorate.interfaces.web.shown_again")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("inspectorate.interfaces.api.urls")),
    path("portal/", include("inspectorate.interfaces.portal.urls")),
    path("", include("inspectorate.interfaces.web.urls")),
]
