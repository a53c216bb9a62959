"""Quantities in prose: the phrases that carry one, the nouns they count, the numbers they name, and
whether they hold.
"""
