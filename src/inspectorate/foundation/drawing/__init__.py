"""Pictures drawn on the server: accessible SVG with its table, the same bytes for the same input.

Owns no data and knows no concept of inspection: it draws counts, levels, members and intervals.
Changes when a new kind of picture is needed, one file each. Uses the standard library only.
"""
