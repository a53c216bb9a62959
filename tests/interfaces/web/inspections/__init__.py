"""Pages of the staff application: inspections."""
