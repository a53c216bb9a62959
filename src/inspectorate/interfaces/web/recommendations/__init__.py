"""Pages of the room recommendations."""
