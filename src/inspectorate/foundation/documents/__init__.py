"""Documents: the text of a stored file with its places, read by a process of its own under limits.

The text is derived: it can be made again from the file at any time, and is never evidence. Knows no
concept of inspection. May use files, jobs and reasons.
"""
