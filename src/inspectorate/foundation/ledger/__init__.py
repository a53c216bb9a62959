"""The ledger: an append-only, hash-chained log with a head kept outside the database.

Entries are written by actions and by nothing else; the database itself refuses to change or delete
one. Holds no foreign key, so that it can be read and verified alone. May use people (who acted) and
reasons.
"""
