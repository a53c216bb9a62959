"""Addresses of data returns."""

from django.urls import path

from . import views

_TEMPLATE, _RETURN = "returns/<int:number>/", "requests/<int:pk>/return/"

urlpatterns = [
    path("returns/", views.templates, name="fieldwork-returns"),
    path("returns/make/", views.make, name="fieldwork-make-return-template"),
    path(_TEMPLATE, views.template_page, name="fieldwork-return-template"),
    path(f"{_TEMPLATE}replace/", views.replace, name="fieldwork-replace-return-template"),
    path(f"{_TEMPLATE}withdraw/", views.withdraw, name="fieldwork-withdraw-return-template"),
    path(f"{_TEMPLATE}rows/", views.rows, name="fieldwork-template-rows"),
    path(f"{_TEMPLATE}file/<slug:way>/", views.template_file, name="fieldwork-template-file"),
    path(_RETURN, views.hand_in, name="fieldwork-return"),
    path(f"{_RETURN}faults/", views.faults, name="fieldwork-return-faults"),
    path(f"{_RETURN}rows/", views.return_rows, name="fieldwork-return-rows"),
    path(f"{_RETURN}file/<slug:way>/", views.empty_file, name="fieldwork-return-file"),
    path(f"{_RETURN}back/", views.take_back, name="fieldwork-take-return-back"),
    path(f"{_RETURN}rules/<int:rule>/", views.except_rows, name="fieldwork-except-rows"),
    path(
        f"{_RETURN}rules/<int:rule>/back/",
        views.withdraw_exception,
        name="fieldwork-withdraw-exception",
    ),
    path(f"{_RETURN}certify/", views.certify, name="fieldwork-certify"),
    path(
        f"{_RETURN}certificate/",
        views.withdraw_certificate,
        name="fieldwork-withdraw-certificate",
    ),
]
