"""The tokens of the look, read once from ``tokens.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("tokens.toml")
TOKENS: dict[str, Any] = tomllib.loads(_FILE.read_text("utf-8"))
COLOUR: dict[str, str] = TOKENS["colour"]
FACE: str = TOKENS["type"]["face"]
DRAWING_WIDTH = float(TOKENS["space"]["drawing"].removesuffix("px"))


def custom_properties() -> str:
    """Return the tokens as CSS: one ``:root`` rule with a custom property for each."""
    faces = {
        name: f'"{TOKENS["type"][name]}", {instead}'
        for name, instead in TOKENS["type"]["instead"].items()
    }
    lines = [f"  --{name}: {value};" for name, value in (COLOUR | faces | TOKENS["space"]).items()]
    return "\n".join([":root {", *lines, "}"]) + "\n"
