"""The drill of releases: a world, kills at each step, skewed clocks, and what lies in public."""
