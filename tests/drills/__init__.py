"""Tests of what drills are made of."""
