"""Leaving a team: what would be orphaned, and who takes it over, in one act."""
