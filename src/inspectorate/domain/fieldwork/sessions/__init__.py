"""Sessions to come, handed from one inspector to another."""
