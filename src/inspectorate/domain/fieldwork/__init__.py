"""Fieldwork: document requests, visits and sessions.

Scheduled: moved and cancelled with a reason, never removed. May use inspections and the rooms
below.
"""
