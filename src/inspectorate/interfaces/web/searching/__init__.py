"""Search over everything one may see, and what a person keeps of it for themselves."""
