"""Notes that came from devices and have no author yet: kept, and decided on by a person."""
