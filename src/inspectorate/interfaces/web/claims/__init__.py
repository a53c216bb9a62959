"""Pages of the room claims."""
