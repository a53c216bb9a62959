"""A generator of contradictions, and of true rewritings, over the demonstration's documents.

Written by another hand than the reader of quantities and the checks, and before them: it reads the
documents' source with its own eyes (``page``), says quantities in its own grammar whose oracle is
the count (``saying``), and knows nothing of what the product can read. ``forms`` lists every family
with its forms; ``sowing`` draws cases of them.
"""
