"""The templates of the public pages: escaped, and strict about names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from inspectstats.drawing.tokens import COLOUR

from . import wording
from .about import About, Place, Tab
from .register import owners, path_of

CHARTER = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)


class Unindented(Extension):
    """Takes the indentation out of a template, which would make the site a sixth larger."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source; the break of each line stays, since white space may part two words."""
        return re.sub(r"\n\s+", "\n", source)


@cache
def environment() -> Environment:
    """Return the templates, escaped; an unknown name is an error, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Unindented],
    )
    made.filters.update(
        day=wording.day,
        slug=wording.slug,
        count=wording.count,
        plural=wording.plural,
        joined=wording.joined,
        capital=wording.capital,
        tone=wording.tone,
        size=wording.size,
    )
    made.globals.update(
        path_of=path_of,
        owners=owners,
        months=wording.months,
        during=wording.during,
        findings=wording.findings,
        sentences=wording.sentences,
        charter=CHARTER,
        colour=COLOUR,
    )
    return made


def page(
    template: str,
    about: About,
    place: Place,
    *,
    title: str,
    canonical: str,
    tabs: tuple[Tab, ...] = (),
    **context: Any,
) -> bytes:
    """Return a page; ``canonical`` is the path of the site at which it stands for good."""
    made = environment().get_template(template)
    return made.render(
        about=about,
        root=place.root,
        living=place.living,
        top=place.top,
        assets=place.assets,
        title=title,
        canonical=about.address(canonical),
        tabs=tabs,
        **context,
    ).encode()
