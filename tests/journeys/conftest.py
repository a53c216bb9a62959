"""Fixtures of the journeys."""

from tests.journeys.told import demo

__all__ = ["demo"]
