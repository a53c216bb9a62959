"""Plans of many visits and sessions from one table, what clashes in them, and travel."""
