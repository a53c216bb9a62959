"""Standardisation exercises: cases that every inspector judges, beside the panel's answers."""
