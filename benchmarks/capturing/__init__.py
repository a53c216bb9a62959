"""The drill of capture: a small world, an inspector who writes on and on, and what came of it."""
