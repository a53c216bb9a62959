"""Samples of one body's cases: list, draw, review, and what the shares of them are."""
