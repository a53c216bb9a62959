"""The search index behind one port, what stands in it, and what a reader marks of it."""
