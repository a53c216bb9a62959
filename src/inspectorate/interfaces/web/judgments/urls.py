"""Addresses of judgments."""

from django.urls import path

from . import assignments, grid, moderation

urlpatterns = [
    path("", grid.grid_page, name="judgments-grid"),
    path("mine/", assignments.mine, name="judgments-mine"),
    path("assign/", assignments.assign, name="judgments-assign"),
    path("judge/<int:pk>/", assignments.judge, name="judgments-judge"),
    path("desk/", moderation.desk, name="judgments-desk"),
    path("agreement/", moderation.agreement, name="judgments-agreement"),
    path("cell/<slug:body>/<int:criterion>/", moderation.cell_page, name="judgments-cell"),
    path(
        "cell/<slug:body>/<int:criterion>/moderate/", moderation.moderate, name="judgments-moderate"
    ),
    path("cell/<slug:body>/<int:criterion>/agree/", moderation.agree, name="judgments-agree"),
]
