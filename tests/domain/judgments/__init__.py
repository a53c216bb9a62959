"""Tests of the room judgments."""
