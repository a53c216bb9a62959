"""Changes one thing at a time in the code that guards, and asks whether a test notices."""
