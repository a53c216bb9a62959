"""How a check ends, and what takes it back: finished, recalled, an answer withdrawn (ADR 94)."""
