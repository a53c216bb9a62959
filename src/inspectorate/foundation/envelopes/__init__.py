"""What a device seals to the inspectorate: opening it, its signature, and the files that follow.

Knows nothing of what is sealed but its frame: who sealed what, under which key, about what.
"""
