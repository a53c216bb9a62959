"""Pages of the room publication."""
