"""Live quotations: who speaks, and that they approved these very words."""
