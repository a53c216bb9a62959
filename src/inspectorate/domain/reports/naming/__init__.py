"""The names of the checks of a text, apart from the other reasons of the room."""
