"""Doors: translate a request, call the domain once, answer.

No door knows another, and none holds a rule.
"""
