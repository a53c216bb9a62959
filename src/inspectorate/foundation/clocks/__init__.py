"""Clocks: what a host, a database and others say of the time, and when none is to be believed."""
