"""Outcomes in words: what is recorded beside a grade, each with its own text and evidence."""
