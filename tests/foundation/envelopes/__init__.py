"""Envelopes: keys, opening, signatures, pieces."""
