"""Provisional grades and debrief notes that were written on a device, and what becomes of them."""
