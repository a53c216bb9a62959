"""What may not go out unseen in words of others: one rule a file, by the kind of thing."""
