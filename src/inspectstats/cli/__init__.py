"""The command line ``inspectstats``: reads CSV and Parquet, calls one function of the library,
prints, and exits.

Owns reading tables, error messages by row and column, tables in the terminal, JSON without NaN, and
small accessible SVG plots. It computes nothing itself. May use every room of ``inspectstats``,
click, polars and rich.
"""
