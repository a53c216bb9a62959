"""An edition as a Word file, written part by part from the block model; nothing of it is read."""
