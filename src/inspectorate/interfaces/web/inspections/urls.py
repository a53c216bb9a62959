"""Addresses of planning: inspections, their terms, scope, coverage, team and phases."""

from django.urls import path

from . import columns, coverage, scope, team, views

urlpatterns = [
    path("inspections/", views.inspections, name="inspections"),
    path("inspections/open/", views.open_inspection, name="inspections-open"),
    path("i/<slug:slug>/", views.plan, name="inspections-plan"),
    path("i/<slug:slug>/amend/", views.amend, name="inspections-amend"),
    path("i/<slug:slug>/approve/", views.approve, name="inspections-approve"),
    path("i/<slug:slug>/terms/", views.terms, name="inspections-terms"),
    path("i/<slug:slug>/scope/", scope.scope, name="inspections-scope"),
    path("i/<slug:slug>/scope/<int:pk>/remove/", scope.remove_body, name="inspections-remove-body"),
    path("i/<slug:slug>/coverage/", coverage.coverage, name="inspections-coverage"),
    path("i/<slug:slug>/coverage/leave-out/", coverage.leave_out, name="inspections-leave-out"),
    path("i/<slug:slug>/coverage/take-back/", coverage.take_back, name="inspections-take-back"),
    path("i/<slug:slug>/columns/suppress/", columns.suppress, name="inspections-suppress"),
    path(
        "i/<slug:slug>/columns/<int:pk>/publish/",
        columns.unsuppress,
        name="inspections-unsuppress",
    ),
    path("i/<slug:slug>/team/", team.team, name="inspections-team"),
    path("i/<slug:slug>/team/join/", team.join, name="inspections-join"),
    path("i/<slug:slug>/team/<int:pk>/leave/", team.leave, name="inspections-leave"),
    path("i/<slug:slug>/team/need-to-know/", team.need_to_know, name="inspections-need-to-know"),
    path(
        "i/<slug:slug>/team/need-to-know/<int:pk>/end/",
        team.end_need_to_know,
        name="inspections-end-need-to-know",
    ),
    path("i/<slug:slug>/group/", views.group, name="inspections-group"),
    path("i/<slug:slug>/move/", views.move, name="inspections-move"),
]
