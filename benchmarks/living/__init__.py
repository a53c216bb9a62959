"""A whole live inspection carried through the browser by people's doors alone (drill live)."""
