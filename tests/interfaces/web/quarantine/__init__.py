"""The quarantine on its pages."""
