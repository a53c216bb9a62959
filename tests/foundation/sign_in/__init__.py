"""Sign-in through the door, as a browser does it."""
