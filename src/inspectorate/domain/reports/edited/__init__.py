"""A copy that comes back edited, as a Word file or as Markdown: what it asks for, as remarks."""
