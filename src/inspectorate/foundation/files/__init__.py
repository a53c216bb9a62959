"""Files: a content-addressed store. Put bytes, get a digest; never overwrite.

Knows no concept of inspection. May use nothing of ours but reasons.
"""
