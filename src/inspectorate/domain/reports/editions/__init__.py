"""Editions: what a document says in print, as data, made once and read by page, PDF, bundle and
fact check.
"""
