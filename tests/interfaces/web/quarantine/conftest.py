"""The world of two inspections, made once a module."""

from tests.factories.standing import made_once, world  # noqa: F401
