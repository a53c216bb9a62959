"""What earlier commits wrote, kept as they wrote it: it opens, verifies, imports and builds."""
