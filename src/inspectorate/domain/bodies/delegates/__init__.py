"""Delegates: who stands in for a contact of a body, from a day to a day."""
