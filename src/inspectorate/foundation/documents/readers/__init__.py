"""Readers of documents, one module a kind: each yields pages of parts from an open file.

They run in the process of :mod:`..child` alone, under its limits.
"""
