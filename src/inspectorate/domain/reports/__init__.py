"""What is written and frozen: documents of blocks, compiled to one block model, checked,
fact-checked, frozen into editions.

Texts change by revision while drafted; an edition never changes. May use every room below it, from
bodies to claims.
"""
