"""Wires the rooms together: settings, addresses, the server's entry. Holds no rule of the field."""
