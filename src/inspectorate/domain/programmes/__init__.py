"""Programmes: strategy, strand, objective; framework of areas and criteria; scales; quantity
vocabularies.

Adopted: once adopted a version never changes, a change is a new version. May use bodies and the
foundation.
"""
