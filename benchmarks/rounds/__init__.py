"""Rounds for a reader who signs at speed: twenty passages in a row, one of them made false."""
