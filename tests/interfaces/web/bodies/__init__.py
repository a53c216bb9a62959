"""Pages of the staff application: bodies."""
