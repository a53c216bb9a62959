"""Addresses of programmes: strategies, frameworks, scales, vocabularies, the house style."""

from django.urls import path

from . import views

urlpatterns = [
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/load/", views.load, name="programmes-load"),
    path("programmes/strategy/", views.register_strategy, name="programmes-strategy"),
    path("programmes/scale/", views.add_scale, name="programmes-scale"),
    path("programmes/calendar/", views.load_calendar, name="programmes-calendar"),
    path("programmes/style/", views.house_style, name="programmes-style"),
    path("programmes/style/adopt/", views.adopt_style, name="programmes-adopt-style"),
    path("programmes/break/", views.mark_break, name="programmes-break"),
    path(
        "programmes/vocabulary/adopt/", views.adopt_vocabulary, name="programmes-adopt-vocabulary"
    ),
    path("programmes/vocabulary/<int:pk>/", views.vocabulary_page, name="programmes-vocabulary"),
    path("programmes/framework/<int:pk>/", views.framework_page, name="programmes-framework"),
    path("programmes/framework/<int:pk>/adopt/", views.adopt, name="programmes-adopt"),
]
