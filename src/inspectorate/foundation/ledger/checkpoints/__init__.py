"""Signed checkpoints: one text that binds all streams to one another, proven with others' tools.

``notes`` and ``keys`` know the signed-note form, ``texts`` the text that is signed, ``leaves`` the
streams behind it; none of them needs a database. ``comparing`` holds what was accepted against the
ledger.
"""
