"""Addresses of judgments."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.grid_page, name="judgments-grid"),
    path("mine/", views.mine, name="judgments-mine"),
    path("assign/", views.assign, name="judgments-assign"),
    path("judge/<int:pk>/", views.judge, name="judgments-judge"),
    path("desk/", views.desk, name="judgments-desk"),
    path("agreement/", views.agreement, name="judgments-agreement"),
    path("cell/<slug:body>/<int:criterion>/", views.cell_page, name="judgments-cell"),
    path("cell/<slug:body>/<int:criterion>/moderate/", views.moderate, name="judgments-moderate"),
    path("cell/<slug:body>/<int:criterion>/agree/", views.agree, name="judgments-agree"),
]
