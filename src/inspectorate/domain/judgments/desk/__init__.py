"""The moderation desk: what is decided next and why, and what lies before whoever decides it."""
