"""The drill of fuzzing: what each of our own readers is given, and what alone it may answer."""
