"""Judgments: independent, moderated, agreed, each a record of its own with reasons and evidence.

Signed: never changed; a new agreed judgment follows an old one. May use evidence and the rooms
below.
"""
