"""Markings: the scheme, the ceilings, how marked words come to a reader or are removed.

May use nothing of ours.
"""
