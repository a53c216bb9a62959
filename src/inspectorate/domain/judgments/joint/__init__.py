"""What the joint model of bodies, criteria and inspectors tells of an inspection's readings."""
