"""Single sign-on, tried against a real provider in a process of its own."""
