"""Pages of the room fieldwork."""
