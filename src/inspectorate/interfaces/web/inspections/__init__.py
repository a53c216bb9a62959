"""Pages of the room inspections."""
