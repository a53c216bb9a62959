"""The portal of inspected bodies and their overseers: their own things, nothing of others."""
