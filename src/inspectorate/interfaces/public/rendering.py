"""The templates of the public pages: escaped, and strict about names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import wording
from .register import owners, path_of

CHARTER = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)


@cache
def environment() -> Environment:
    """Return the templates, escaped; an unknown name is an error, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=wording.day,
        slug=wording.slug,
        count=wording.count,
        plural=wording.plural,
        joined=wording.joined,
        size=wording.size,
    )
    made.globals.update(
        path_of=path_of,
        owners=owners,
        months=wording.months,
        sentences=wording.sentences,
        charter=CHARTER,
    )
    return made
