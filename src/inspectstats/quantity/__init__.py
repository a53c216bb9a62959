"""Quantity words: what "most forces" means in exact integers, and how far it is from being false.

Owns the vocabularies (each word a band of k/n, together total and disjoint), the defined words beside the bands, numbers,
fractions and percentages in prose, flips, missing judgments and the chance of a word under rater error.
A vocabulary is never edited: a change is a new version. Uses ``inspectstats.records`` and numpy; no floats in a verdict.
"""
