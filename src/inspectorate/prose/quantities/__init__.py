"""Quantities in prose: phrases that carry one, nouns counted, numbers, and whether they hold."""
