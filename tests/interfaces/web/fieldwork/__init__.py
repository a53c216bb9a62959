"""Pages of the staff application: fieldwork."""
