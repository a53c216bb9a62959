"""What is released: two-person release, embargo, immutable bundle, correction, trace.

A release never changes; a correction is a new edition with a reason. May use every room below it.
"""
