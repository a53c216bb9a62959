"""Pages of the room bodies."""
