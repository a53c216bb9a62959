"""Addresses of recommendations."""

from django.urls import path

from . import answered, unread, views

urlpatterns = [
    path("", views.register, name="recommendations-register"),
    path("<int:pk>/", views.addressee_page, name="recommendations-addressee"),
    path("<int:pk>/move/", views.move, name="recommendations-move"),
    path("<int:pk>/verify/", views.verify, name="recommendations-verify"),
    path("<int:pk>/close/", views.close, name="recommendations-close"),
    path("<int:pk>/respond/", views.respond, name="recommendations-respond"),
    path("<int:pk>/progress/", views.progress, name="recommendations-progress"),
    path("<int:pk>/file/<str:digest>/", views.proof, name="recommendations-file"),
    path("<int:pk>/outcomes/", answered.answer, name="recommendations-answer-outcome"),
    path("<int:pk>/outcomes/<int:link>/end/", answered.end, name="recommendations-end-answer"),
    path("<int:pk>/replies/<int:reply>/", unread.accept, name="recommendations-accept"),
    path(
        "<int:pk>/accepted/<int:acceptance>/withdraw/",
        unread.withdraw_acceptance,
        name="recommendations-withdraw-acceptance",
    ),
    path(
        "<int:pk>/confirm/<str:kind>/<int:record>/", unread.confirm, name="recommendations-confirm"
    ),
    path(
        "<int:pk>/confirmed/<int:confirmation>/withdraw/",
        unread.withdraw_confirmation,
        name="recommendations-withdraw-confirmation",
    ),
]
