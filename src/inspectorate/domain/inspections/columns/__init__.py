"""Which columns of the published tables are suppressed, and by whom."""
