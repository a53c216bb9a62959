"""Addresses of programmes: strategies, frameworks, scales, vocabularies."""

from django.urls import path

from . import views

urlpatterns = [
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/load/", views.load, name="programmes-load"),
    path("programmes/strategy/", views.register_strategy, name="programmes-strategy"),
    path("programmes/scale/", views.add_scale, name="programmes-scale"),
    path("programmes/calendar/", views.load_calendar, name="programmes-calendar"),
    path("programmes/break/", views.mark_break, name="programmes-break"),
    path(
        "programmes/vocabulary/adopt/", views.adopt_vocabulary, name="programmes-adopt-vocabulary"
    ),
    path("programmes/vocabulary/<int:pk>/", views.vocabulary_page, name="programmes-vocabulary"),
    path("programmes/framework/<int:pk>/", views.framework_page, name="programmes-framework"),
    path("programmes/framework/<int:pk>/adopt/", views.adopt, name="programmes-adopt"),
]
