"""Made-up inspections whose truth is known, and what was said of them beside what was so."""
