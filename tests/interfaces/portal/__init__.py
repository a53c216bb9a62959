"""Mirror of the portal."""
