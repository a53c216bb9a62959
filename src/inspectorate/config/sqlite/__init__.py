"""The SQLite backend: a safe library, and pragmas read back on every connection."""
