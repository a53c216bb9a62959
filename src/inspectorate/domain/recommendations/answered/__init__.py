"""Which outcomes in words a recommendation answers."""
