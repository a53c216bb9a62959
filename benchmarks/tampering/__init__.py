"""What ``./run drill tamper`` does: a world with a row in every table, attacked in every way."""
