"""Capture: a page that opens without a network, and what is taken along to it (ADR 74)."""
