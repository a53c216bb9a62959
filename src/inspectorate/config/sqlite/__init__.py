"""The SQLite backend: a safe library, pragmas that keep what was acknowledged, both read back on
every connection.
"""
