"""Bodies: who is inspected or addressed, their kinds, groups, overseers and changes over time.

Registered: a body is never removed, only closed on a day. May use the foundation.
"""
