"""Steering of one inspection: thin, late, not submitted, changed, and what hangs on what."""
