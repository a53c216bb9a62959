"""What an edited Word file changes in the text that it was made from, as changes of its source."""
