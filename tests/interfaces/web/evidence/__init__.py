"""Pages of the staff application: evidence."""
