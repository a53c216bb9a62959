"""Drawing: the tokens of colour, type and space, and the pen that every picture is drawn with.

The product and the library draw with the same pen; the library may not use the product, so the pen
lies here. Numbers in, SVG text out; may use nothing else of ``inspectstats``.
"""

from inspectstats.drawing.pen import Pen, number, printable, wrap
from inspectstats.drawing.tokens import COLOUR, FACE, TOKENS, custom_properties

__all__ = [
    "COLOUR",
    "FACE",
    "TOKENS",
    "Pen",
    "custom_properties",
    "number",
    "printable",
    "wrap",
]
