"""Spreadsheets: CSV files from outside, of any make, read into rows.

Every fault is named by row and column. Stores nothing. May use nothing of ours but reasons.
"""
