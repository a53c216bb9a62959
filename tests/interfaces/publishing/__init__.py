"""Mirror of the publisher's door."""
