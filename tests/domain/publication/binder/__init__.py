"""Mirror of the room's binder."""
