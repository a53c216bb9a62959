"""Tokens by which a program reads, or records, for a person through the API."""
