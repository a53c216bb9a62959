"""Markings: the scheme, the ceilings, and redaction as a pure function on spans.

May use nothing of ours.
"""
