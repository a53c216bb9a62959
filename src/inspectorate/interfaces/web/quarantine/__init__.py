"""Pages of what devices sent and is nobody's yet, and of rescue files."""
