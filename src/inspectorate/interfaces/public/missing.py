"""The page for an address that is not there: all in one file, since it appears at any depth."""

from __future__ import annotations

import base64
import hashlib

from inspectstats.drawing.tokens import COLOUR, FACE

from .about import About
from .rendering import environment

STYLE = (
    f"body{{margin:0;color:{COLOUR['ink']};font:1.1rem/1.55 '{FACE}',system-ui,Arial,sans-serif}}"
    "main{max-width:40rem;margin:3rem auto;padding:0 1.25rem}"
    f"h1{{font-size:2rem;line-height:1.2}}a{{color:{COLOUR['accent']}}}"
    f".band{{margin:0;padding:.45rem 1.25rem;background:{COLOUR['waiting-pale']};"
    f"border-bottom:1px solid {COLOUR['waiting']}}}"
    f"a:focus-visible{{outline:3px solid {COLOUR['ink']};box-shadow:0 0 0 6px {COLOUR['focus']}}}"
)


def missing_page(about: About) -> bytes:
    """Return 404.html.

    Its one style is let through by its hash, its one link is absolute where the site has an
    address.
    """
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    charter = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    home = about.base_url or "index.html"
    made = environment().get_template("missing.html")
    return made.render(about=about, style=STYLE, charter=charter, home=home).encode()
