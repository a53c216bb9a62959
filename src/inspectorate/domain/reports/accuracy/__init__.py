"""The factual accuracy check: who is asked, with which copy, by when, and what follows."""
