"""Links by which a person sets a password of their own: invited, or when it was taken away."""
