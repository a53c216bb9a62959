"""A person's own diary by week, and the secret address of their calendar."""
