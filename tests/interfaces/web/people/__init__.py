"""Pages of the staff application: people."""
