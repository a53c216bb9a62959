"""Comparisons of two bodies on a criterion, and the order that comes of them. Never a grade."""
