"""The security log: who came in, who was kept out, who read what is marked. Ids, never words.

Beside the ledger, not in it: most of it are no acts, much of it is noise that somebody else makes,
and it may be thrown away after a time. Nothing is decided by it.
"""
