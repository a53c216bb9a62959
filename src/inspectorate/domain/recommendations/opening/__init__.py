"""The recommendations that a public edition makes, and how they are opened."""
