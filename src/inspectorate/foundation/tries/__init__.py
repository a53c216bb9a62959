"""How often somebody may try to come in, and from which browsers a person is known.

In the database and not in a cache: a cache forgets what it has no room for, and a lock-out with it.
Nothing here is a record of trust: no act writes it and no digest proves it.
"""
