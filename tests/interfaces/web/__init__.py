"""Mirror of the staff door."""
