"""Days on which people are not available: entered by themselves, without a ground."""
