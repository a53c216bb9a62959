"""Sheets: CSV files from outside, of any make, read into rows whose every fault is named by row and
column.

Stores nothing. May use nothing of ours but answers.
"""
