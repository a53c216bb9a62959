"""Addresses of people."""

from django.urls import path

from . import days_off, devices, invitations, tokens, views

urlpatterns = [
    path("people/", views.register, name="people"),
    path("people/register/", views.register_person, name="people-register"),
    path("people/<int:pk>/", views.person_page, name="people-person"),
    path("people/<int:pk>/grant/", views.grant, name="people-grant"),
    path("people/<int:pk>/end-role/", views.end_role, name="people-end-role"),
    path("people/<int:pk>/leave/", views.leave, name="people-leave"),
    path("people/clear/", views.clear, name="people-clear"),
    path("people/<int:pk>/end-clearance/", views.end_clearance, name="people-end-clearance"),
    path("people/<int:pk>/reset-factors/", views.reset_factors, name="people-reset-factors"),
    path("people/<int:pk>/unlink/", views.unlink, name="people-unlink"),
    path("people/invite/", invitations.invite_new, name="people-invite-new"),
    path("people/<int:pk>/invite/", invitations.invite, name="people-invite"),
    path(
        "people/<int:pk>/reset-password/", invitations.reset_password, name="people-reset-password"
    ),
    path("people/links/<int:pk>/revoke/", invitations.revoke, name="people-revoke-link"),
    path("accounts/invited/<str:token>/", invitations.own_password, name="own-password-by-link"),
    path("people/tokens/make/", tokens.make_token, name="people-make-token"),
    path("people/tokens/<int:pk>/end/", tokens.end_token, name="people-end-token"),
    path("me/devices/", devices.devices, name="capture-devices"),
    path("me/devices/opening-key/", devices.opening_key, name="devices-opening-key"),
    path("me/devices/enrol/", devices.enrol, name="devices-enrol"),
    path("people/devices/<int:pk>/end/", devices.end_device, name="devices-end"),
    path("people/<int:pk>/lost-device/", devices.lost, name="people-lost-device"),
    path("interests/", views.interests, name="people-interests"),
    path("interests/<int:pk>/end/", views.end_interest, name="people-end-interest"),
    path("days-off/", days_off.take_days_off, name="people-take-days-off"),
    path("days-off/several/", days_off.take_many_days_off, name="people-take-many-days-off"),
    path(
        "days-off/<int:pk>/take-back/", days_off.withdraw_days_off, name="people-withdraw-days-off"
    ),
]
