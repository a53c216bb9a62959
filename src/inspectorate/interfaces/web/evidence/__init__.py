"""Pages of the room evidence."""
