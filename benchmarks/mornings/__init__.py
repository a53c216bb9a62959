"""The morning on which something is found wrong in a release that waits for its minute."""
