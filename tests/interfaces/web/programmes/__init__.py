"""Pages of the staff application: programmes."""
