"""A person's own sessions and visits by day, and the secret address of their calendar."""
