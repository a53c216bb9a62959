"""Visits that are deferred, paused, left incomplete, resumed and reopened."""
