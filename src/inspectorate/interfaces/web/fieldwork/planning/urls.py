"""Addresses of planning."""

from django.urls import path

from . import views

urlpatterns = [
    path("plans/", views.plans, name="fieldwork-plans"),
    path("plans/new/", views.plan_many, name="fieldwork-plan-many"),
    path("plans/pattern/", views.pattern, name="fieldwork-plan-pattern"),
    path("plans/<int:number>/", views.plan_page, name="fieldwork-plan"),
    path("plans/<int:number>/move/", views.move_plan, name="fieldwork-move-plan"),
    path("plans/<int:number>/cancel/", views.cancel_plan, name="fieldwork-cancel-plan"),
    path("board/", views.board, name="fieldwork-board"),
    path("travel/", views.travel, name="fieldwork-travel"),
    path("travel/say/", views.say_travel, name="fieldwork-say-travel"),
    path("visits/<int:pk>/pack/", views.pack, name="fieldwork-visit-pack"),
]
