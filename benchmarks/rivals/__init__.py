"""Pairs of acts that two people may do to one thing at the same moment, by what they are done to.

Each public function of these modules sets the thing up and returns the two calls.
"""
