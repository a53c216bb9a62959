"""The demonstration: a whole inspection as a rehearsal, by the actions that real users perform.

Owns the simulated truth (`plan`), the words of its field notes (`grammar`), its texts (`content/`)
and the story: who does what, in order, one part a file. Everything here is decided by a seed: no
clock, no network, no database in the modules that hold content. It may use any room's actions and
queries; no room may use it. Bodies are pseudonyms throughout: nothing here says anything about a
real force.
"""
