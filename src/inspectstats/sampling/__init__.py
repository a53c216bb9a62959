"""Draws anyone can repeat: a committed frame, a seed nobody controls, and one ticket per case by
SHA-256.

Owns the frame hash, tickets, simple, stratified and size-proportional draws, the seeds and the
stand-alone verifier ``verifier.py``, which uses nothing but Python's standard library so that a
body can run it on its own list. The way a ticket is computed never changes: a new way would be a
new version beside it. Uses ``inspectstats.records`` only.
"""

from inspectstats.sampling.draw import Draw, Drawn, chances_by_size, draw, draw_by_size, reserves
from inspectstats.sampling.frame import Case, Frame, frame, frame_sha256
from inspectstats.sampling.record import published
from inspectstats.sampling.seeds import (
    beacon_agrees,
    beacon_randomness,
    commitment,
    dice_seed,
    entropy_bits,
    joint_seed,
    reveals,
    rfc3797_key,
    rfc3797_sequence,
)
from inspectstats.sampling.tickets import as_share, rivest_order, rivest_ticket, ticket, tickets

__all__ = [
    "Case",
    "Draw",
    "Drawn",
    "Frame",
    "as_share",
    "beacon_agrees",
    "beacon_randomness",
    "chances_by_size",
    "commitment",
    "dice_seed",
    "draw",
    "draw_by_size",
    "entropy_bits",
    "frame",
    "frame_sha256",
    "joint_seed",
    "published",
    "reserves",
    "reveals",
    "rfc3797_key",
    "rfc3797_sequence",
    "rivest_order",
    "rivest_ticket",
    "ticket",
    "tickets",
]
