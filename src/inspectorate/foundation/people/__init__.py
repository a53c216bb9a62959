"""People: staff, body contacts, roles, clearances, what they have declared an interest in.

A person is registered and may leave; a role is held from a moment to a moment; a declaration is
never unmade, only ended. May use nothing of ours but reasons, markings and the ledger.
"""
