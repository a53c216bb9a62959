"""Markings: the scheme, the ceilings, and what stands in print for removed words.

May use nothing of ours.
"""
