"""Pages of the room judgments."""
