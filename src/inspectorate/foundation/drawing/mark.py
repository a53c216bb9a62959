"""Our mark: a row of measures and the line that passes through them."""

from __future__ import annotations

from inspectstats.drawing.tokens import COLOUR


def mark() -> str:
    """Return the mark as a file of its own, 32 by 32."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" '
        'role="img" aria-label="Inspectorate">'
        f'<rect width="32" height="32" fill="{COLOUR["accent"]}"/>'
        '<path d="M4 21.5h24M7 21.5v-3M11.5 21.5v-5M16 21.5v-3M20.5 21.5v-5M25 21.5v-3" '
        f'stroke="{COLOUR["paper"]}" stroke-width="1.8" fill="none"/>'
        f'<path d="M5 27 27 5" stroke="{COLOUR["focus"]}" stroke-width="2.6" fill="none"/>'
        "</svg>\n"
    )
