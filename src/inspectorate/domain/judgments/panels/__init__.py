"""Consistency panels, which decide beside the lone moderator, and what overrides a judgment."""
