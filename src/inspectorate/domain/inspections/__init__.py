"""Inspections: one question asked of many bodies; terms of reference, scope, coverage, team,
phases.

Planned: changes while it runs, each change by an action with its reason. May use bodies and
programmes.
"""
